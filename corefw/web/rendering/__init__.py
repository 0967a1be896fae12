"""Rendering: from what a view returns to text and to a response.  Floor 4.

``info`` what a renderer factory is told, ``renderer`` the renderer of a view, ``resolve`` how
a name finds it, ``json`` and ``text`` the built-in ones, ``calls`` the functions for
application code, ``before_render`` the event.
"""
