"""The repositories over plain dictionaries: the second implementation of the contracts.

It serves tests and experiments; no unit of work stands behind it, so nothing is isolated or undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from board.domain.contracts import Boards, Cards, Users
from board.domain.entities import Board, BoardSummary, Card, Column, Found, User
from board.domain.errors import Missing
from board.domain.words import fold

__all__ = ["MemoryBoards", "MemoryCards", "MemoryUsers", "Shelf"]


@dataclass(slots=True)
class Shelf:
    """Everything that is kept, by id."""

    users: dict[int, User] = field(default_factory=dict)
    boards: dict[int, Board] = field(default_factory=dict)
    columns: dict[int, Column] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)
    last_id: int = 0

    def next_id(self) -> int:
        """Return an id that was never given before."""
        self.last_id += 1
        return self.last_id


class MemoryUsers(Users):
    """Users on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def get(self, user_id: int) -> User | None:
        return self.shelf.users.get(user_id)

    def by_login(self, login: str) -> User | None:
        return next((user for user in self.shelf.users.values() if user.login == login), None)

    def add(self, login: str, name: str, password_hash: str) -> User:
        user = User(self.shelf.next_id(), login, name, password_hash)
        self.shelf.users[user.id] = user
        return user

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        user = self.shelf.users.get(user_id)
        if user is None:
            raise Missing("user", user_id)
        self.shelf.users[user_id] = replace(user, password_hash=password_hash)


class MemoryBoards(Boards):
    """Boards and columns on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def hold(self, board_id: int) -> Board:
        return self.get(board_id)

    def all(self) -> Sequence[BoardSummary]:
        summaries = [
            BoardSummary(
                board,
                sum(column.board_id == board.id for column in self.shelf.columns.values()),
                sum(card.board_id == board.id for card in self.shelf.cards.values()),
            )
            for board in self.shelf.boards.values()
        ]
        return sorted(summaries, key=lambda one: (fold(one.board.name), one.board.id))

    def get(self, board_id: int) -> Board:
        if board_id not in self.shelf.boards:
            raise Missing("board", board_id)
        return self.shelf.boards[board_id]

    def add(self, name: str, summary: str) -> Board:
        board = Board(self.shelf.next_id(), name, summary, datetime.now(UTC))
        self.shelf.boards[board.id] = board
        return board

    def change(self, board_id: int, name: str, summary: str) -> Board:
        board = replace(self.get(board_id), name=name, summary=summary)
        self.shelf.boards[board_id] = board
        return board

    def columns(self, board_id: int) -> Sequence[Column]:
        found = [column for column in self.shelf.columns.values() if column.board_id == board_id]
        return sorted(found, key=lambda column: column.position)

    def column(self, column_id: int) -> Column:
        if column_id not in self.shelf.columns:
            raise Missing("column", column_id)
        return self.shelf.columns[column_id]

    def add_column(self, board_id: int, name: str) -> Column:
        column = Column(self.shelf.next_id(), board_id, name, len(self.columns(board_id)))
        self.shelf.columns[column.id] = column
        return column

    def rename_column(self, column_id: int, name: str) -> Column:
        column = replace(self.column(column_id), name=name)
        self.shelf.columns[column_id] = column
        return column

    def remove_column(self, column_id: int) -> None:
        board_id = self.column(column_id).board_id
        del self.shelf.columns[column_id]
        for place, column in enumerate(self.columns(board_id)):
            self.shelf.columns[column.id] = replace(column, position=place)


class MemoryCards(Cards):
    """Cards on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def get(self, card_id: int) -> Card:
        if card_id not in self.shelf.cards:
            raise Missing("card", card_id)
        return self.shelf.cards[card_id]

    def in_column(self, column_id: int) -> Sequence[Card]:
        found = [card for card in self.shelf.cards.values() if card.column_id == column_id]
        return sorted(found, key=lambda card: card.position)

    def on_board(self, board_id: int) -> Sequence[Card]:
        found = [card for card in self.shelf.cards.values() if card.board_id == board_id]
        return sorted(found, key=lambda card: (card.column_id, card.position))

    def add(self, column: Column, title: str, text: str, author_id: int | None) -> Card:
        now = datetime.now(UTC)
        card = Card(
            id=self.shelf.next_id(),
            board_id=column.board_id,
            column_id=column.id,
            title=title,
            text=text,
            position=len(self.in_column(column.id)),
            revision=0,
            author_id=author_id,
            created=now,
            changed=now,
        )
        self.shelf.cards[card.id] = card
        return card

    def change(self, card_id: int, title: str, text: str) -> Card:
        card = self.get(card_id)
        card = replace(card, title=title, text=text, revision=card.revision + 1, changed=datetime.now(UTC))
        self.shelf.cards[card_id] = card
        return card

    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        for place, card_id in enumerate(order):
            self.shelf.cards[card_id] = replace(self.get(card_id), column_id=column_id, position=place)

    def remove(self, card_id: int) -> None:
        self.get(card_id)
        del self.shelf.cards[card_id]

    def search(self, words: Sequence[str], limit: int) -> Sequence[Found]:
        fitting = [
            card
            for card in self.shelf.cards.values()
            if all(word in fold(f"{card.title} {card.text}") for word in words)
        ]
        fitting.sort(key=lambda card: (card.changed, card.id), reverse=True)
        return [
            Found(card, self.shelf.boards[card.board_id], self.shelf.columns[card.column_id])
            for card in fitting[:limit]
        ]
