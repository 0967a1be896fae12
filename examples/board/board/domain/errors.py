"""What the domain refuses, as exceptions that pages and the JSON API word in the same way."""

from __future__ import annotations

from board.texts import _, english
from corefw.i18n import TranslationString

__all__ = ["Missing", "Refused", "Stale"]


class Missing(LookupError):
    """There is no such board, column, card or user (any more)."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"there is no {kind} {key}")


class Refused(ValueError):
    """A rule of the board says no; *field* is what to change, *message* is said to the person."""

    def __init__(self, field: str, message: TranslationString) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {english(message)}")


class Stale(Refused):
    """Somebody else changed the card after it was read."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(
            "revision",
            _(
                "Somebody changed this card while you were editing it. What you typed is kept below; "
                "look at the card as it is now, then save again to replace it."
            ),
        )
