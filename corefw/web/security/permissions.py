"""The answers of a security policy: true or false, with the reason.

`Allowed` and `Denied` compare and count as ``True`` and ``False``.  Their text is for the
developer.  Floor 4.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "NO_PERMISSION_REQUIRED",
    "ACLAllowed",
    "ACLDenied",
    "Allowed",
    "Denied",
    "PermitsResult",
]

#: Given as ``permission=`` to a view that needs none, whatever the default permission says.
NO_PERMISSION_REQUIRED = "__no_permission_required__"


class PermitsResult(int):
    """The answer of a policy; ``msg`` is the reason in words."""

    _truth = 0

    def __new__(cls, message: str = "", *args: Any) -> PermitsResult:
        """Make an answer with its reason, filled with *args* by ``%`` when it is read."""
        made = int.__new__(cls, cls._truth)
        made.s, made.args = message, args  # type: ignore[attr-defined]
        return made

    @property
    def msg(self) -> str:
        """The reason in words."""
        message, args = self.__dict__["s"], self.__dict__["args"]
        return str(message % args if args else message)

    def __str__(self) -> str:
        return self.msg

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.msg}>"


class Allowed(PermitsResult):
    """Yes."""

    _truth = 1


class Denied(PermitsResult):
    """No."""


class _ACLAnswer(PermitsResult):
    """What an access control list said, and which entry of it."""

    ace: Any
    acl: Any
    permission: str
    principals: Any
    context: Any

    def __new__(cls, ace: Any, acl: Any, permission: str, principals: Any, context: Any) -> _ACLAnswer:
        made = int.__new__(cls, cls._truth)
        made.__dict__.update(ace=ace, acl=acl, permission=permission, principals=principals, context=context)
        return made

    @property
    def msg(self) -> str:
        """The reason in words."""
        facts = self.__dict__
        answer = "allows" if self else "denies"
        return (
            f"{facts['ace']!r} in the ACL {facts['acl']!r} of {facts['context']!r} {answer} "
            f"{facts['permission']!r} to {facts['principals']!r}"
        )


class ACLAllowed(_ACLAnswer, Allowed):
    """An entry of an access control list allows it."""


class ACLDenied(_ACLAnswer, Denied):
    """An entry of an access control list denies it, or none speaks of it."""
