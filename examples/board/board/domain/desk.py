"""The desk: what people do with boards and cards, with every rule in one place.

Pages and the JSON API both work at a desk, so they cannot differ.  A desk needs the repositories
of one unit of work and stores nothing itself.  Whoever changes an order holds the board first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board.domain.contracts import Boards, Cards
from board.domain.entities import Board, Card, Column, Found, Lane
from board.domain.errors import Refused, Stale
from board.domain.positions import Direction, neighbour, placed, without
from board.domain.words import fold

__all__ = ["FIRST_COLUMNS", "Desk"]

#: What a new board starts with.
FIRST_COLUMNS = ("To do", "Doing", "Done")

#: More columns than this help nobody, and a board is always read whole.
MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The repositories of one unit of work, and the rules over them."""

    boards: Boards
    cards: Cards

    # Boards and columns

    def lanes(self, board_id: int) -> tuple[Lane, ...]:
        """Return the columns of the board from left to right, each with its cards."""
        by_column: dict[int, list[Card]] = {}
        for card in self.cards.on_board(board_id):
            by_column.setdefault(card.column_id, []).append(card)
        return tuple(
            Lane(column, tuple(by_column.get(column.id, ()))) for column in self.boards.columns(board_id)
        )

    def add_board(self, name: str, summary: str) -> Board:
        """Add a board with the columns that most boards begin with."""
        board = self.boards.add(name, summary)
        for column in FIRST_COLUMNS:
            self.boards.add_column(board.id, column)
        return board

    def add_column(self, board_id: int, name: str) -> Column:
        """Add a column at the right end; its name must be new on the board."""
        self.boards.hold(board_id)
        columns = self.boards.columns(board_id)
        if len(columns) >= MOST_COLUMNS:
            raise Refused("name", f"A board has at most {MOST_COLUMNS} columns.")
        _refuse_double(name, columns)
        return self.boards.add_column(board_id, name)

    def rename_column(self, column_id: int, name: str) -> Column:
        """Rename the column; the name must be new on the board."""
        board_id = self.boards.column(column_id).board_id
        self.boards.hold(board_id)
        _refuse_double(name, [other for other in self.boards.columns(board_id) if other.id != column_id])
        return self.boards.rename_column(column_id, name)

    def remove_column(self, column_id: int) -> Column:
        """Remove the column if no card is left in it, and return what it was."""
        self.boards.hold(self.boards.column(column_id).board_id)
        column = self.boards.column(column_id)
        if self.cards.in_column(column_id):
            raise Refused("column", f"“{column.name}” still has cards. Move or delete them first.")
        self.boards.remove_column(column_id)
        return column

    # Cards

    def add_card(self, column_id: int, title: str, text: str, author_id: int | None) -> Card:
        """Add a card at the bottom of the column."""
        self.boards.hold(self.boards.column(column_id).board_id)
        return self.cards.add(self.boards.column(column_id), title, text, author_id)

    def change_card(self, card_id: int, title: str, text: str, revision: int | None = None) -> Card:
        """Replace title and text; with a *revision*, only if the card is still at it."""
        self._hold_board_of(card_id)
        card = self.cards.get(card_id)
        if revision is not None and revision != card.revision:
            raise Stale(card.revision)
        return self.cards.change(card_id, title, text)

    def move_card(self, card_id: int, column_id: int, place: int) -> Card:
        """Put the card at *place* (0 is the top) of a column of its board."""
        board_id = self._hold_board_of(card_id)
        column = next((one for one in self.boards.columns(board_id) if one.id == column_id), None)
        if column is None:
            raise Refused("column", "This board has no such column. Choose one of the list.")
        return self._put(self.cards.get(card_id), column_id, place)

    def step_card(self, card_id: int, direction: Direction) -> Card:
        """Move the card by one place or one column; at the edge it stays where it is."""
        board_id = self._hold_board_of(card_id)
        lanes = [(lane.column.id, [card.id for card in lane.cards]) for lane in self.lanes(board_id)]
        target = neighbour(lanes, card_id, direction)
        card = self.cards.get(card_id)
        return card if target is None else self._put(card, *target)

    def delete_card(self, card_id: int) -> Card:
        """Remove the card, close the gap, and return what it was."""
        self._hold_board_of(card_id)
        card = self.cards.get(card_id)
        self.cards.remove(card_id)
        self.cards.arrange(card.column_id, [one.id for one in self.cards.in_column(card.column_id)])
        return card

    def search(self, typed: str, limit: int) -> Sequence[Found]:
        """Return the cards that hold every word of *typed*; nothing for no words."""
        words = fold(typed).split()
        return self.cards.search(words, limit) if words else ()

    def _hold_board_of(self, card_id: int) -> int:
        """Hold the board of the card; what was read of the card before may be old now."""
        return self.boards.hold(self.cards.get(card_id).board_id).id

    def _put(self, card: Card, column_id: int, place: int) -> Card:
        order = [one.id for one in self.cards.in_column(column_id)]
        self.cards.arrange(column_id, placed(order, card.id, place))
        if column_id != card.column_id:
            left = [one.id for one in self.cards.in_column(card.column_id)]
            self.cards.arrange(card.column_id, without(left, card.id))
        return self.cards.get(card.id)


def _refuse_double(name: str, columns: Sequence[Column]) -> None:
    if any(fold(column.name) == fold(name) for column in columns):
        raise Refused("name", f"This board already has a column “{name}”.")
