"""The second guard against other sites: every form of a person has the session's token.

The first one is corefw's own, by what browsers say of a request's origin.  Programs that use the
JSON API send no token: they are judged by the first guard alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corefw.csrf import check_csrf_token
from corefw.security import NO_PERMISSION_REQUIRED

__all__ = ["token_view"]

_SAFE = ("GET", "HEAD", "OPTIONS")
View = Callable[[Any, Any], Any]


def token_view(view: View, info: Any) -> View:
    """Ask for the token where somebody who is logged in changes something; a view deriver."""
    if info.exception_only or info.options.get("permission") in (None, NO_PERMISSION_REQUIRED):
        return view

    def checked(context: Any, request: Any) -> Any:
        if request.method not in _SAFE and not request.path.startswith("/api/"):
            check_csrf_token(request)
        return view(context, request)

    return checked


token_view.options = ()  # type: ignore[attr-defined]
