"""Floor 6: what a person does with an application: look at it, check it, serve it.

Facts first (``inspect``, ``checks``), then commands that print them (``cli``).
"""
