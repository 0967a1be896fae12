"""What a storage must keep: contracts, each a typed ABC and so a component's interface.

An application has one set of implementations for each kind of unit of work.  They are adapters,
found by ``request.component(Cards, request.unit_of_work)``, and know nothing of rules: those are
the `Desk`'s.  Every method may raise what its store raises; a missing id raises `Missing`.
Lists that grow without end are read in pieces, by *limit* and *offset*.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.domain.entities import (
    Activity,
    Board,
    BoardSummary,
    Card,
    Column,
    Comment,
    Found,
    Label,
    Member,
    Picture,
    Role,
    User,
)

__all__ = ["Activities", "Boards", "Cards", "Comments", "Labels", "Members", "Stores", "Users", "stores"]


class Users(ABC):
    """The people who may log in, and their pictures."""

    @abstractmethod
    def get(self, user_id: int) -> User | None:
        """Return the user, or None."""

    @abstractmethod
    def some(self, user_ids: Collection[int]) -> Mapping[int, User]:
        """Return those users that there are, by id."""

    @abstractmethod
    def by_login(self, login: str) -> User | None:
        """Return the user whose folded login name is *login*, or None."""

    @abstractmethod
    def all(self, limit: int, offset: int = 0) -> Sequence[User]:
        """Return users by their login names."""

    @abstractmethod
    def add(self, login: str, name: str, password_hash: str, *, is_admin: bool = False) -> User:
        """Keep a new user and return it."""

    @abstractmethod
    def change(self, user_id: int, *, name: str, is_admin: bool, is_locked: bool) -> User:
        """Replace what an administrator decides, and return the user."""

    @abstractmethod
    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        """Replace the hash, for a new password or for a stronger way of hashing."""

    @abstractmethod
    def set_picture(self, user_id: int, picture: Picture | None) -> User:
        """Replace the user's picture, or take it away, and return the user."""

    @abstractmethod
    def picture(self, name: str) -> Picture | None:
        """Return the picture of that name, or None."""


class Members(ABC):
    """Who belongs to which board."""

    @abstractmethod
    def of(self, board_id: int) -> Sequence[Member]:
        """Return the members of the board: owners first, then by name."""

    @abstractmethod
    def role(self, board_id: int, user_id: int) -> Role | None:
        """Return what the user is on the board, or None."""

    @abstractmethod
    def boards_of(self, user_id: int) -> Collection[int]:
        """Return the ids of the boards that the user belongs to."""

    @abstractmethod
    def put(self, board_id: int, user_id: int, role: Role) -> None:
        """Make the user a member, or change the role."""

    @abstractmethod
    def remove(self, board_id: int, user_id: int) -> None:
        """Let the user be no member any more; nothing happens if they are none."""


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
    def add(self, name: str, summary: str, *, members_only: bool = False) -> Board:
        """Keep a new board without columns and return it."""

    @abstractmethod
    def change(self, board_id: int, name: str, summary: str, *, members_only: bool = False) -> Board:
        """Replace what the board says of itself and return it."""

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


class Labels(ABC):
    """The labels of boards, and on which cards they are."""

    @abstractmethod
    def of(self, board_id: int) -> Sequence[Label]:
        """Return the labels of the board by name."""

    @abstractmethod
    def get(self, label_id: int) -> Label:
        """Return the label."""

    @abstractmethod
    def add(self, board_id: int, name: str, colour: str) -> Label:
        """Keep a new label and return it."""

    @abstractmethod
    def remove(self, label_id: int) -> None:
        """Remove the label, from its cards as well."""

    @abstractmethod
    def on_cards(self, board_id: int) -> Mapping[int, Sequence[Label]]:
        """Return the labels of the board's cards by the card's id, each by name."""

    @abstractmethod
    def on_card(self, card_id: int) -> Sequence[Label]:
        """Return the labels of the card by name."""

    @abstractmethod
    def put(self, card_id: int, label_ids: Collection[int]) -> None:
        """Put exactly these labels on the card."""


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
    def add(
        self, column: Column, title: str, text: str, author_id: int | None, due: date | None = None
    ) -> Card:
        """Keep a new card at the bottom of the column and return it."""

    @abstractmethod
    def change(self, card_id: int, title: str, text: str, due: date | None = None) -> Card:
        """Replace title, text and due date, raise the revision, and return the card."""

    @abstractmethod
    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        """Put exactly these cards into the column, in this order.

        This is the one way in which cards change place.  A card that comes from another column
        of the board leaves a gap there, which the caller closes by arranging that column as well.
        """

    @abstractmethod
    def remove(self, card_id: int) -> None:
        """Remove the card with its labels and comments; the caller closes the gap by arranging."""

    @abstractmethod
    def search(
        self, words: Sequence[str], board_ids: Collection[int], limit: int, offset: int = 0
    ) -> Sequence[Found]:
        """Return cards of those boards whose folded title and text hold all *words*, newest first."""


class Comments(ABC):
    """What is said about cards."""

    @abstractmethod
    def of(self, card_id: int) -> Sequence[Comment]:
        """Return the comments of the card, the oldest first."""

    @abstractmethod
    def get(self, comment_id: int) -> Comment:
        """Return the comment."""

    @abstractmethod
    def add(self, card_id: int, author_id: int | None, text: str) -> Comment:
        """Keep a new comment and return it."""

    @abstractmethod
    def remove(self, comment_id: int) -> None:
        """Remove the comment."""

    @abstractmethod
    def counts(self, board_id: int) -> Mapping[int, int]:
        """Return how many comments the board's cards have, by the card's id; without the zeros."""


class Activities(ABC):
    """What was done on boards."""

    @abstractmethod
    def of(self, board_id: int, limit: int, offset: int = 0) -> Sequence[Activity]:
        """Return what was done on the board, the newest first."""

    @abstractmethod
    def add(self, board_id: int, card_id: int | None, actor_id: int | None, words: str) -> Activity:
        """Keep that something was done, and return it."""


@dataclass(frozen=True, slots=True)
class Stores:
    """One implementation of each contract, over one unit of work."""

    users: Users
    members: Members
    boards: Boards
    labels: Labels
    cards: Cards
    comments: Comments
    activities: Activities


def stores(find: Callable[[type], Any]) -> Stores:
    """Return what *find* gives for each contract."""
    return Stores(
        users=find(Users),
        members=find(Members),
        boards=find(Boards),
        labels=find(Labels),
        cards=find(Cards),
        comments=find(Comments),
        activities=find(Activities),
    )
