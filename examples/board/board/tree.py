"""The tree that paths are walked along, and on it who may do what: access control lists.

The root has ``boards``, a board has its ``columns``, ``cards``, ``labels`` and ``members``, a card its
``comments``.  Whatever lies below a board is judged by the board's list, unless it has one of its own.
So that addresses stay short, the root also finds a column, card, label or comment by its number.

A resource is made of what the stores say when somebody asks for it, and for one request only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from board.domain.contracts import Stores
from board.domain.entities import Board, Card, Column, Comment, Label, Member, Role
from board.domain.errors import Missing
from board.security import ADMIN, ADMINS, OWN, READ, REMOVE, WRITE, person
from board.views.asking import stores_of
from corefw.authorization import DENY_ALL, Allow, Authenticated
from corefw.request import Request

__all__ = [
    "BoardResource",
    "CardResource",
    "ColumnResource",
    "CommentResource",
    "Folder",
    "LabelResource",
    "MemberResource",
    "Resource",
    "Root",
    "board_of",
]

R = TypeVar("R")
Acl: TypeAlias = list[Any]

#: What every database takes for a number.
_MOST_DIGITS = 18

#: What a member may do on a board, and what its owner may.
_MAY = {Role.MEMBER: (READ, WRITE), Role.OWNER: (READ, WRITE, OWN, REMOVE)}


class Resource(Generic[R]):
    """Something with a place in the tree, and the record that it stands for."""

    def __init__(self, record: R, parent: Any, name: object) -> None:
        self.record = record
        self.__parent__ = parent
        self.__name__ = str(name)


class Folder:
    """Finds its children by number: *find* raises `Missing`, *holds* says whether one lies here."""

    def __init__(
        self,
        find: Callable[[int], Any],
        parent: Any,
        name: str,
        holds: Callable[[Any], bool] = lambda one: True,
    ) -> None:
        self.find = find
        self.holds = holds
        self.__parent__ = parent
        self.__name__ = name

    def __getitem__(self, name: str) -> Any:
        """Return the child; raises KeyError, for a name that is no number as well."""
        if not (name.isascii() and name.isdigit() and len(name) <= _MOST_DIGITS):
            raise KeyError(name)
        try:
            found = self.find(int(name))
        except Missing as missing:
            raise KeyError(name) from missing
        if not self.holds(found):
            raise KeyError(name)
        return found


class Root:
    """The top.  Everybody of the team reads and writes, an administrator manages the users."""

    __parent__ = None
    __name__ = ""
    __acl__: ClassVar[Acl] = [(Allow, Authenticated, (READ, WRITE)), (Allow, ADMINS, ADMIN)]

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def stores(self) -> Stores:
        """The stores, not touched before something below is asked for."""
        return stores_of(self.request)

    def __getitem__(self, name: str) -> Folder:
        """Return one of the folders."""
        finders: dict[str, Callable[[int], Any]] = {
            "boards": self.board,
            "columns": self.column,
            "cards": self.card,
            "labels": self.label,
            "comments": self.comment,
        }
        return Folder(finders[name], self, name)

    def board(self, board_id: int) -> BoardResource:
        """Return the board."""
        return BoardResource(self.stores.boards.get(board_id), Folder(self.board, self, "boards"), board_id)

    def column(self, column_id: int) -> ColumnResource:
        """Return the column, in its place on its board."""
        column = self.stores.boards.column(column_id)
        return ColumnResource(column, self.board(column.board_id)["columns"], column_id)

    def card(self, card_id: int) -> CardResource:
        """Return the card, in its place on its board."""
        card = self.stores.cards.get(card_id)
        return CardResource(card, self.board(card.board_id)["cards"], card_id)

    def label(self, label_id: int) -> LabelResource:
        """Return the label, in its place on its board."""
        label = self.stores.labels.get(label_id)
        return LabelResource(label, self.board(label.board_id)["labels"], label_id)

    def comment(self, comment_id: int) -> CommentResource:
        """Return the comment, in its place at its card."""
        comment = self.stores.comments.get(comment_id)
        return CommentResource(comment, self.card(comment.card_id)["comments"], comment_id)


class BoardResource(Resource[Board]):
    """A board: its members by their roles; and nobody else if it is for members only."""

    @property
    def root(self) -> Root:
        """The top of the tree."""
        root: Root = self.__parent__.__parent__
        return root

    @cached_property
    def members(self) -> dict[int, Member]:
        """Who belongs to the board, by number."""
        return {one.user.id: one for one in self.root.stores.members.of(self.record.id)}

    def __acl__(self) -> Acl:
        """Return who may do what; an open board without an owner is everybody's."""
        members = self.members.values()
        acl: Acl = [(Allow, person(one.user.id), _MAY[one.role]) for one in members]
        if self.record.members_only:
            acl.append(DENY_ALL)
        elif all(one.role is not Role.OWNER for one in members):
            acl.append((Allow, Authenticated, (OWN, REMOVE)))
        return acl

    def __getitem__(self, name: str) -> Folder:
        """Return one of the folders; what the root finds is here only if it lies on this board."""
        if name == "members":
            return Folder(self.member, self, name)
        root = self.root
        finders: dict[str, Callable[[int], Any]] = {
            "columns": root.column,
            "cards": root.card,
            "labels": root.label,
        }
        return Folder(finders[name], self, name, lambda one: one.record.board_id == self.record.id)

    def member(self, user_id: int) -> MemberResource:
        """Return somebody who belongs to the board.  Raises `Missing`."""
        if user_id not in self.members:
            raise Missing("member", user_id)
        return MemberResource(self.members[user_id], self["members"], user_id)


class ColumnResource(Resource[Column]):
    """A column."""


class CardResource(Resource[Card]):
    """A card, with its comments below."""

    def __getitem__(self, name: str) -> Folder:
        """Return the folder of the comments."""
        if name != "comments":
            raise KeyError(name)
        comment = board_of(self).root.comment
        return Folder(comment, self, name, lambda one: one.record.card_id == self.record.id)


class LabelResource(Resource[Label]):
    """A label."""


class CommentResource(Resource[Comment]):
    """What somebody said; who said it may take it back, while they see the board."""

    def __acl__(self) -> Acl:
        """Return the right of the author."""
        board, author = board_of(self), self.record.author_id
        sees = not board.record.members_only or author in board.members
        return [(Allow, person(author), REMOVE)] if author is not None and sees else []


class MemberResource(Resource[Member]):
    """Somebody who belongs to a board, and may leave it."""

    def __acl__(self) -> Acl:
        """Return the right of the person."""
        return [(Allow, person(self.record.user.id), REMOVE)]


def board_of(resource: Any) -> BoardResource:
    """Return the board that something lies on."""
    while not isinstance(resource, BoardResource):
        resource = resource.__parent__
    return resource
