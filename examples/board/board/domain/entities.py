"""The things on the board: plain records that say nothing of how they are stored.

Where a card stands in its column is `positions`' business; what may be done is `desk`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Board", "BoardSummary", "Card", "Column", "Found", "Lane", "User"]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody of the team; *login* is kept in the form that `fold_login` gives."""

    id: int
    login: str
    name: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Board:
    """One board: a name, and a line on what it is for."""

    id: int
    name: str
    summary: str
    created: datetime


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
