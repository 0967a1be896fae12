"""Protection against requests that other sites' pages make."""

from __future__ import annotations

from corefw.web.security.csrf import check_csrf_origin, check_csrf_token, get_csrf_token, new_csrf_token

__all__ = [
    "check_csrf_origin",
    "check_csrf_token",
    "get_csrf_token",
    "new_csrf_token",
]
