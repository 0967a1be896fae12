"""Security: what a policy answers, remembering who is logged in, safe redirects."""

from __future__ import annotations

from corefw.web.security.login import forget, remember
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED, Allowed, Denied, PermitsResult
from corefw.web.security.permitted import view_execution_permitted
from corefw.web.security.redirects import is_safe_redirect, safe_redirect, safe_redirect_target

__all__ = [
    "NO_PERMISSION_REQUIRED",
    "Allowed",
    "Denied",
    "PermitsResult",
    "forget",
    "is_safe_redirect",
    "remember",
    "safe_redirect",
    "safe_redirect_target",
    "view_execution_permitted",
]
