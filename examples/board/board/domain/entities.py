"""The things on the board: plain records that say nothing of how they are stored.

Where a card stands in its column is `positions`' business; what may be done is `desk`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

__all__ = [
    "Activity",
    "Board",
    "BoardSummary",
    "Card",
    "Column",
    "Comment",
    "Found",
    "Label",
    "Lane",
    "Leaf",
    "Member",
    "Picture",
    "Role",
    "User",
    "leaf",
]

T = TypeVar("T")


class Role(StrEnum):
    """What a member is on a board: an owner also decides who else is one."""

    OWNER = "owner"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody of the team; *login* is kept in the form that `fold_login` gives.

    An administrator manages the users; who is locked cannot log in.  *avatar* is the name of
    the user's picture, "" if there is none.
    """

    id: int
    login: str
    name: str
    password_hash: str
    is_admin: bool = False
    is_locked: bool = False
    avatar: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded picture: a generated name, and a type that was found by looking at the bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Board:
    """One board: a name, a line on what it is for, and whether only members see it."""

    id: int
    name: str
    summary: str
    created: datetime
    members_only: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a board."""

    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A board as the list of all boards shows it."""

    board: Board
    columns: int
    cards: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a board; the positions of a board's columns are 0, 1, 2 without a gap."""

    id: int
    board_id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a board, to be put on its cards; *colour* is one of `forms.COLOURS`."""

    id: int
    board_id: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card; the positions of a column's cards are 0, 1, 2 without a gap.

    *revision* grows with every change of the text, so that two people who edit the same
    card at the same time learn of each other.
    """

    id: int
    board_id: int
    column_id: int
    title: str
    text: str
    position: int
    revision: int
    author_id: int | None
    created: datetime
    changed: datetime
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a card."""

    id: int
    card_id: int
    author_id: int | None
    text: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that was done on a board, in words; *card_id* may be of a card that is gone."""

    id: int
    board_id: int
    card_id: int | None
    actor_id: int | None
    words: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """A column with the cards that stand in it, from the top down."""

    column: Column
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A card that a search found, with the board and the column where it hangs."""

    card: Card
    board: Board
    column: Column


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a long list: its number, counted from 1, and whether another follows."""

    items: tuple[T, ...]
    number: int
    has_next: bool


def leaf(found: Sequence[T], number: int, size: int) -> Leaf[T]:
    """Return the leaf of what was *found*: at most *size* and one more, which tells of the next."""
    return Leaf(tuple(found[:size]), number, len(found) > size)
