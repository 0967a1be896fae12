"""A seat: somebody at the stores of one unit of work.

The rules of the work stand in `desk`, `talk` and `team`, which are seats.  Whether somebody may come so
far was asked before, of the access control lists in `board.tree`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from board.domain.contracts import Stores
from board.domain.entities import Board, Card, Column
from board.domain.notes import kept
from corefw.i18n import TranslationString

__all__ = ["Seat", "Unwatched", "Watcher"]


class Watcher(Protocol):
    """Is told of what happens to cards, within the unit of work: what it raises undoes the work."""

    def card_created(self, board: Board, card: Card) -> None:
        """A card was added."""

    def card_moved(self, board: Board, card: Card, origin: Column, target: Column) -> None:
        """A card changed its place, in its column or to another one."""


class Unwatched:
    """A watcher that does nothing."""

    def card_created(self, board: Board, card: Card) -> None:
        """Do nothing."""

    def card_moved(self, board: Board, card: Card, origin: Column, target: Column) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The stores, who works at them (None is nobody of the team), and who is told of it."""

    stores: Stores
    by: int | None = None
    watcher: Watcher = field(default_factory=Unwatched)

    def board(self, board_id: int) -> Board:
        """Return the board."""
        return self.stores.boards.get(board_id)

    def column(self, column_id: int) -> Column:
        """Return the column."""
        return self.stores.boards.column(column_id)

    def card(self, card_id: int) -> Card:
        """Return the card."""
        return self.stores.cards.get(card_id)

    def hold(self, board_id: int) -> Board:
        """Hold the board: see `Boards.hold`."""
        return self.stores.boards.hold(board_id)

    def note(self, board_id: int, words: TranslationString, card_id: int | None = None) -> None:
        """Write into the board's feed what the person did."""
        self.stores.activities.add(board_id, card_id, self.by, kept(words))
