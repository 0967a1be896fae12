"""The body of a request: read with limits, parsed strictly.  Floor 4.

``limits`` how much of everything, ``stream`` reading, ``form`` fields and files, ``json``
documents.  Each refusal is an HTTP exception of the 400s.
"""
