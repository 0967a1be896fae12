"""What a storage must keep: three contracts, each a typed ABC and so a component's interface.

An application has one set of implementations for each kind of unit of work.  They are adapters,
found by ``request.component(Cards, request.unit_of_work)``, and know nothing of rules: those are
the `Desk`'s.  Every method may raise what its store raises; a missing id raises `Missing`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from board.domain.entities import Board, BoardSummary, Card, Column, Found, User

__all__ = ["Boards", "Cards", "Users"]


class Users(ABC):
    """The people who may log in."""

    @abstractmethod
    def get(self, user_id: int) -> User | None:
        """Return the user, or None."""

    @abstractmethod
    def by_login(self, login: str) -> User | None:
        """Return the user whose folded login name is *login*, or None."""

    @abstractmethod
    def add(self, login: str, name: str, password_hash: str) -> User:
        """Keep a new user and return it."""

    @abstractmethod
    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        """Replace the hash, for a new password or for a stronger way of hashing."""


class Boards(ABC):
    """The boards and their columns."""

    @abstractmethod
    def hold(self, board_id: int) -> Board:
        """Return the board, and let nobody else change it until the unit of work ends.

        Whoever writes an order holds the board first and reads afterwards: what was read
        before the call may be old.
        """

    @abstractmethod
    def all(self) -> Sequence[BoardSummary]:
        """Return every board by name, with the number of its columns and cards."""

    @abstractmethod
    def get(self, board_id: int) -> Board:
        """Return the board."""

    @abstractmethod
    def add(self, name: str, summary: str) -> Board:
        """Keep a new board without columns and return it."""

    @abstractmethod
    def change(self, board_id: int, name: str, summary: str) -> Board:
        """Replace the name and the summary and return the board."""

    @abstractmethod
    def columns(self, board_id: int) -> Sequence[Column]:
        """Return the columns of the board from left to right."""

    @abstractmethod
    def column(self, column_id: int) -> Column:
        """Return the column."""

    @abstractmethod
    def add_column(self, board_id: int, name: str) -> Column:
        """Keep a new column at the right end of the board and return it."""

    @abstractmethod
    def rename_column(self, column_id: int, name: str) -> Column:
        """Replace the name of the column and return it."""

    @abstractmethod
    def remove_column(self, column_id: int) -> None:
        """Remove a column that has no cards, and close the gap."""


class Cards(ABC):
    """The cards of all boards."""

    @abstractmethod
    def get(self, card_id: int) -> Card:
        """Return the card."""

    @abstractmethod
    def in_column(self, column_id: int) -> Sequence[Card]:
        """Return the cards of the column from the top down."""

    @abstractmethod
    def on_board(self, board_id: int) -> Sequence[Card]:
        """Return every card of the board, ordered by position within each column."""

    @abstractmethod
    def add(self, column: Column, title: str, text: str, author_id: int | None) -> Card:
        """Keep a new card at the bottom of the column and return it."""

    @abstractmethod
    def change(self, card_id: int, title: str, text: str) -> Card:
        """Replace title and text, raise the revision, and return the card."""

    @abstractmethod
    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        """Put exactly these cards into the column, in this order.

        This is the one way in which cards change place.  A card that comes from another column
        of the board leaves a gap there, which the caller closes by arranging that column as well.
        """

    @abstractmethod
    def remove(self, card_id: int) -> None:
        """Remove the card; the caller closes the gap by arranging its column."""

    @abstractmethod
    def search(self, words: Sequence[str], limit: int) -> Sequence[Found]:
        """Return at most *limit* cards whose folded title and text hold all *words*, newest first."""
