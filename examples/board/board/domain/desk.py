"""The desk: what people do with boards and cards, with every rule in one place.

Pages and the JSON API both work at a desk, so they cannot differ.  A desk needs the stores of
one unit of work and keeps nothing itself.  Whoever changes an order holds the board first.
Comments and labels are `talk`'s, members are `team`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from board.domain.entities import Board, BoardSummary, Card, Column, Found, Lane, Leaf, Role, leaf
from board.domain.errors import Refused, Stale
from board.domain.positions import Direction, neighbour, placed, without
from board.domain.seat import Seat
from board.domain.words import fold
from board.texts import _

__all__ = ["FIRST_COLUMNS", "Desk"]

#: What a new board starts with.
FIRST_COLUMNS = (_("To do"), _("Doing"), _("Done"))

#: More columns than this help nobody, and a board is always read whole.
MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Desk(Seat):
    """Where somebody works at boards, columns and cards."""

    # Boards and columns

    def all_boards(self) -> Sequence[BoardSummary]:
        """Return every open board and those that the person belongs to, by name."""
        mine = set() if self.by is None else self.stores.members.boards_of(self.by)
        found = self.stores.boards.all()
        return [one for one in found if not one.board.members_only or one.board.id in mine]

    def lanes(self, board_id: int) -> tuple[Lane, ...]:
        """Return the columns of the board from left to right, each with its cards."""
        by_column: dict[int, list[Card]] = {}
        for card in self.stores.cards.on_board(board_id):
            by_column.setdefault(card.column_id, []).append(card)
        columns = self.stores.boards.columns(board_id)
        return tuple(Lane(column, tuple(by_column.get(column.id, ()))) for column in columns)

    def add_board(
        self,
        name: str,
        summary: str,
        members_only: bool = False,
        columns: Collection[str] = FIRST_COLUMNS,
    ) -> Board:
        """Add a board with the columns that most boards begin with; who adds it owns it."""
        if members_only and self.by is None:
            raise Refused("members_only", _("Nobody would see this board."))
        board = self.stores.boards.add(name, summary, members_only=members_only)
        if self.by is not None:
            self.stores.members.put(board.id, self.by, Role.OWNER)
        for column in columns:
            self.stores.boards.add_column(board.id, str(column))
        self.note(board.id, _("made the board"))
        return board

    def change_board(self, board_id: int, name: str, summary: str, members_only: bool) -> Board:
        """Change what the board says of itself, and who sees it."""
        board = self.hold(board_id)
        if members_only and not board.members_only and self.by is not None:
            # An open board may have no owner; a closed one without would be lost.
            self.stores.members.put(board_id, self.by, Role.OWNER)
        changed = self.stores.boards.change(board_id, name, summary, members_only=members_only)
        if changed != board:
            self.note(board_id, _("changed the board"))
        return changed

    def add_column(self, board_id: int, name: str) -> Column:
        """Add a column at the right end; its name must be new on the board."""
        self.hold(board_id)
        columns = self.stores.boards.columns(board_id)
        if len(columns) >= MOST_COLUMNS:
            raise Refused("name", _("A board has at most ${most} columns.", {"most": MOST_COLUMNS}))
        _refuse_double(name, columns)
        column = self.stores.boards.add_column(board_id, name)
        self.note(board_id, _("added the column “${column}”", {"column": name}))
        return column

    def rename_column(self, column_id: int, name: str) -> Column:
        """Rename the column; the name must be new on the board."""
        board_id = self.hold(self.column(column_id).board_id).id
        column = self.column(column_id)
        others = [other for other in self.stores.boards.columns(board_id) if other.id != column_id]
        _refuse_double(name, others)
        if name != column.name:
            names = {"before": column.name, "column": name}
            self.note(board_id, _("renamed the column “${before}” to “${column}”", names))
        return self.stores.boards.rename_column(column_id, name)

    def remove_column(self, column_id: int) -> Column:
        """Remove the column if no card is left in it, and return what it was."""
        self.hold(self.column(column_id).board_id)
        column = self.column(column_id)
        if self.stores.cards.in_column(column_id):
            message = _("“${column}” still has cards. Move or delete them first.", {"column": column.name})
            raise Refused("column", message)
        self.stores.boards.remove_column(column_id)
        self.note(column.board_id, _("removed the column “${column}”", {"column": column.name}))
        return column

    # Cards

    def add_card(
        self, column_id: int, title: str, text: str, due: date | None = None, labels: Collection[int] = ()
    ) -> Card:
        """Add a card at the bottom of the column."""
        board = self.hold(self.column(column_id).board_id)
        column = self.column(column_id)
        self._refuse_foreign(labels, board.id)
        card = self.stores.cards.add(column, title, text, self.by, due)
        if labels:
            self.stores.labels.put(card.id, labels)
        names = {"card": title, "column": column.name}
        self.note(board.id, _("added “${card}” to “${column}”", names), card.id)
        self.watcher.card_created(board, card)
        return card

    def change_card(
        self,
        card_id: int,
        title: str,
        text: str,
        revision: int | None = None,
        *,
        due: date | None = None,
        labels: Collection[int] = (),
    ) -> Card:
        """Replace what the card says; with a *revision*, only if the card is still at it."""
        board_id = self._hold_board_of(card_id)
        card = self.card(card_id)
        if revision is not None and revision != card.revision:
            raise Stale(card.revision)
        self._refuse_foreign(labels, board_id)
        self.stores.labels.put(card_id, labels)
        self.note(board_id, _("changed “${card}”", {"card": title}), card_id)
        return self.stores.cards.change(card_id, title, text, due)

    def move_card(self, card_id: int, column_id: int, place: int) -> Card:
        """Put the card at *place* (0 is the top) of a column of its board."""
        board_id = self._hold_board_of(card_id)
        column = next((one for one in self.stores.boards.columns(board_id) if one.id == column_id), None)
        if column is None:
            raise Refused("column", _("This board has no such column. Choose one of the list."))
        return self._put(self.card(card_id), column, place)

    def step_card(self, card_id: int, direction: Direction) -> Card:
        """Move the card by one place or one column; at the edge it stays where it is."""
        board_id = self._hold_board_of(card_id)
        lanes = [(lane.column.id, [card.id for card in lane.cards]) for lane in self.lanes(board_id)]
        target = neighbour(lanes, card_id, direction)
        card = self.card(card_id)
        return card if target is None else self._put(card, self.column(target[0]), target[1])

    def delete_card(self, card_id: int) -> Card:
        """Remove the card, close the gap, and return what it was."""
        board_id = self._hold_board_of(card_id)
        card = self.card(card_id)
        cards = self.stores.cards
        cards.remove(card_id)
        cards.arrange(card.column_id, [one.id for one in cards.in_column(card.column_id)])
        self.note(board_id, _("deleted “${card}”", {"card": card.title}))
        return card

    def search(self, typed: str, size: int, number: int = 1) -> Leaf[Found]:
        """Return the cards that hold every word of *typed*; nothing for no words."""
        words = fold(typed).split()
        if not words:
            return Leaf((), number, False)
        boards = [one.board.id for one in self.all_boards()]
        found = self.stores.cards.search(words, boards, size + 1, (number - 1) * size)
        return leaf(found, number, size)

    def _hold_board_of(self, card_id: int) -> int:
        """Hold the board of the card; what was read of the card before may be old now."""
        return self.hold(self.card(card_id).board_id).id

    def _put(self, card: Card, column: Column, place: int) -> Card:
        cards = self.stores.cards
        origin = self.column(card.column_id)
        order = [one.id for one in cards.in_column(column.id)]
        cards.arrange(column.id, placed(order, card.id, place))
        if column.id != card.column_id:
            left = [one.id for one in cards.in_column(card.column_id)]
            cards.arrange(card.column_id, without(left, card.id))
            names = {"card": card.title, "before": origin.name, "column": column.name}
            self.note(card.board_id, _("moved “${card}” from “${before}” to “${column}”", names), card.id)
        moved = cards.get(card.id)
        if (moved.column_id, moved.position) != (card.column_id, card.position):
            self.watcher.card_moved(self.board(card.board_id), moved, origin, column)
        return moved

    def _refuse_foreign(self, labels: Collection[int], board_id: int) -> None:
        if not set(labels) <= {label.id for label in self.stores.labels.of(board_id)}:
            raise Refused("labels", _("This board has no such label. Choose some of the list."))


def _refuse_double(name: str, columns: Sequence[Column]) -> None:
    if any(fold(column.name) == fold(name) for column in columns):
        raise Refused("name", _("This board already has a column “${column}”.", {"column": name}))
