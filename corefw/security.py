"""Security: permissions, access control lists, remembering who is logged in, safe redirects."""

from __future__ import annotations

from corefw.web.security.acl import ALL_PERMISSIONS, DENY_ALL, ACLHelper, Allow, Authenticated, Deny, Everyone
from corefw.web.security.login import SessionAuthenticationHelper, forget, remember
from corefw.web.security.permissions import (
    NO_PERMISSION_REQUIRED,
    ACLAllowed,
    ACLDenied,
    Allowed,
    Denied,
)
from corefw.web.security.redirects import is_safe_redirect, safe_redirect_target

__all__ = [
    "ALL_PERMISSIONS",
    "DENY_ALL",
    "NO_PERMISSION_REQUIRED",
    "ACLAllowed",
    "ACLDenied",
    "ACLHelper",
    "Allow",
    "Allowed",
    "Authenticated",
    "Denied",
    "Deny",
    "Everyone",
    "SessionAuthenticationHelper",
    "forget",
    "is_safe_redirect",
    "remember",
    "safe_redirect_target",
]
