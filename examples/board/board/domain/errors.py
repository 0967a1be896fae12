"""What the domain refuses, as exceptions that pages and the JSON API word in the same way."""

from __future__ import annotations

__all__ = ["Missing", "NotAllowed", "Refused", "Stale"]


class Missing(LookupError):
    """There is no such board, column, card or user (any more), or it is not for this person's eyes."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"there is no {kind} {key}")


class NotAllowed(PermissionError):
    """Somebody sees the thing, and may not do this with it; *message* is said to the person."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Refused(ValueError):
    """A rule of the board says no; *field* is what to change, *message* is said to the person."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


class Stale(Refused):
    """Somebody else changed the card after it was read."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(
            "revision",
            "Somebody changed this card while you were editing it. What you typed is kept below; "
            "look at the card as it is now, then save again to replace it.",
        )
