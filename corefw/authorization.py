"""What a client may do: access control lists on the objects of an application."""

from __future__ import annotations

from corefw.web.security.acl import ALL_PERMISSIONS, DENY_ALL, ACLHelper, Allow, Authenticated, Deny, Everyone
from corefw.web.security.permissions import ACLAllowed, ACLDenied

__all__ = [
    "ALL_PERMISSIONS",
    "DENY_ALL",
    "ACLAllowed",
    "ACLDenied",
    "ACLHelper",
    "Allow",
    "Authenticated",
    "Deny",
    "Everyone",
]
