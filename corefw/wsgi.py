"""WSGI applications as views."""

from __future__ import annotations

from corefw.web.guests import wsgiapp, wsgiapp2

__all__ = [
    "wsgiapp",
    "wsgiapp2",
]
