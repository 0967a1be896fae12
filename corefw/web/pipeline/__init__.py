"""The pipeline: from a WSGI environment to a response, compiled at commit.  Floor 4.

``extensions`` the request class of an application, ``tweens`` what stands around the main
handler, ``exceptions`` the exception views, ``main`` routing and the call of the view,
``application`` the WSGI callable that holds them together.
"""
