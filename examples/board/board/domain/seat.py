"""A seat: somebody at the stores of one unit of work, and what they may see and own.

Whoever is not a member of a member-only board learns nothing of it: it is `Missing` for them.
The rules of the work stand in `desk`, `talk` and `team`, which are seats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from board.domain.contracts import Stores
from board.domain.entities import Board, Card, Column, Role
from board.domain.errors import Missing, NotAllowed

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
        """Return the board, if it may be seen."""
        board = self.stores.boards.get(board_id)
        if not self.sees(board):
            raise Missing("board", board_id)
        return board

    def column(self, column_id: int) -> Column:
        """Return the column, if its board may be seen."""
        column = self.stores.boards.column(column_id)
        if not self.sees(self.stores.boards.get(column.board_id)):
            raise Missing("column", column_id)
        return column

    def card(self, card_id: int) -> Card:
        """Return the card, if its board may be seen."""
        card = self.stores.cards.get(card_id)
        if not self.sees(self.stores.boards.get(card.board_id)):
            raise Missing("card", card_id)
        return card

    def sees(self, board: Board) -> bool:
        """Say whether the board may be seen, and worked at."""
        return not board.members_only or self.role_on(board.id) is not None

    def owns(self, board: Board) -> bool:
        """Say whether the person decides about the board; an open board without owner is everybody's."""
        role = self.role_on(board.id)
        if role is not None:
            return role is Role.OWNER
        has_owner = any(member.role is Role.OWNER for member in self.stores.members.of(board.id))
        return self.by is not None and not board.members_only and not has_owner

    def owned(self, board_id: int) -> Board:
        """Return the board, if the person decides about it.  Raises `NotAllowed`."""
        board = self.board(board_id)
        if not self.owns(board):
            raise NotAllowed("Only an owner of the board may do this.")
        return board

    def role_on(self, board_id: int) -> Role | None:
        """Return what the person is on the board."""
        return None if self.by is None else self.stores.members.role(board_id, self.by)

    def hold(self, board_id: int) -> Board:
        """Hold the board, if it may be seen: see `Boards.hold`."""
        self.board(board_id)
        self.stores.boards.hold(board_id)
        return self.board(board_id)

    def note(self, board_id: int, words: str, card_id: int | None = None) -> None:
        """Write into the board's feed what the person did."""
        self.stores.activities.add(board_id, card_id, self.by, words)
