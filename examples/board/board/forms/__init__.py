"""The board's own small form layer: typed dataclasses, read from a form post or from JSON.

`inputs` says what a field of a form is, `reading` reads and judges what was sent, `drawing` is what
a template sees, and `forms` holds the board's forms.  Nothing here knows of requests or storages.
"""
