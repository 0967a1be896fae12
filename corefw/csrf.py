"""Protection against requests that other sites' pages make."""

from __future__ import annotations

from corefw.web.security.csrf import check_csrf_origin, check_csrf_token, get_csrf_token, new_csrf_token
from corefw.web.security.csrf_storage import (
    CookieCSRFStoragePolicy,
    LegacySessionCSRFStoragePolicy,
    SessionCSRFStoragePolicy,
)

__all__ = [
    "CookieCSRFStoragePolicy",
    "LegacySessionCSRFStoragePolicy",
    "SessionCSRFStoragePolicy",
    "check_csrf_origin",
    "check_csrf_token",
    "get_csrf_token",
    "new_csrf_token",
]
