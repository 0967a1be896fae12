"""Access control lists: who may do what, along the lineage of a context.

A context says ``__acl__``, a list of (action, principal, permission) or a callable that returns
one; the first entry that speaks of one of the principals decides.  Names and meaning as
Pyramid documents them.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from corefw.web.security.permissions import ACLAllowed, ACLDenied
from corefw.web.traversal.lineage import lineage

__all__ = [
    "ALL_PERMISSIONS",
    "DENY_ALL",
    "ACLHelper",
    "Allow",
    "Authenticated",
    "Deny",
    "Everyone",
]

Everyone: Final = "system.Everyone"
Authenticated: Final = "system.Authenticated"
Allow: Final = "Allow"
Deny: Final = "Deny"


class AllPermissions:
    """Every permission there is."""

    def __contains__(self, permission: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AllPermissions)

    def __hash__(self) -> int:
        return hash(AllPermissions)

    def __repr__(self) -> str:
        return "ALL_PERMISSIONS"


ALL_PERMISSIONS: Final = AllPermissions()
DENY_ALL: Final = (Deny, Everyone, ALL_PERMISSIONS)


class ACLHelper:
    """What a security policy asks when its application keeps access control lists."""

    def permits(self, context: Any, principals: Iterable[str], permission: str) -> Any:
        """Return `ACLAllowed` or `ACLDenied`, which tell the entry that decided.

        Denied if no entry speaks of *permission* and one of *principals*.  Raises ValueError
        for an entry that is not a triple.
        """
        principals = list(principals)
        wanted = frozenset(principals)
        acl: Any = "<no ACL found>"
        for place in lineage(context):
            found = _acl_of(place)
            if found is None:
                continue
            acl = found
            for entry in found:
                action, principal, permissions = _parts(entry)
                if principal in wanted and permission in permissions:
                    answer = ACLAllowed if action == Allow else ACLDenied
                    return answer(entry, found, permission, principals, place)
        return ACLDenied("<default deny>", acl, permission, principals, context)

    def principals_allowed_by_permission(self, context: Any, permission: str) -> set[str]:
        """Return the principals whom the lists allow *permission* on *context*."""
        allowed: set[str] = set()
        for place in reversed(list(lineage(context))):
            here: set[str] = set()
            denied: set[str] = set()
            for entry in _acl_of(place) or ():
                action, principal, permissions = _parts(entry)
                if permission not in permissions:
                    continue
                if action == Allow and principal not in denied:
                    here.add(principal)
                elif action == Deny:
                    denied.add(principal)
                    if principal == Everyone:
                        allowed.clear()
                        break
                    allowed.discard(principal)
            allowed |= here
        return allowed


def _acl_of(context: Any) -> Any:
    acl = getattr(context, "__acl__", None)
    return acl() if callable(acl) else acl


def _parts(entry: Any) -> tuple[str, str, Any]:
    try:
        action, principal, permissions = entry
    except (TypeError, ValueError):
        raise ValueError(f"an ACL entry is (action, principal, permission), not {entry!r}") from None
    if isinstance(permissions, str) or not hasattr(permissions, "__contains__"):
        permissions = (permissions,)
    return action, principal, permissions
