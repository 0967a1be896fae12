"""What the API says of each thing: the names here are a promise to programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from board.domain.entities import Activity, Board, Card, Column, Comment, Found, Label, Lane, Member, User
from board.domain.notes import noted

__all__ = [
    "activity_shape",
    "board_shape",
    "card_shape",
    "column_shape",
    "comment_shape",
    "found_shape",
    "label_shape",
    "lane_shape",
    "member_shape",
    "user_shape",
]

Shape: TypeAlias = dict[str, Any]


def board_shape(board: Board) -> Shape:
    """Return a board without its columns."""
    return {
        "id": board.id,
        "name": board.name,
        "summary": board.summary,
        "members_only": board.members_only,
        "created": board.created.isoformat(),
    }


def column_shape(column: Column) -> Shape:
    """Return a column without its cards."""
    return {"id": column.id, "board": column.board_id, "name": column.name, "position": column.position}


def lane_shape(lane: Lane, labels: Mapping[int, Sequence[Label]]) -> Shape:
    """Return a column with its cards."""
    cards = [card_shape(card, labels.get(card.id, ())) for card in lane.cards]
    return {**column_shape(lane.column), "cards": cards}


def card_shape(card: Card, labels: Sequence[Label]) -> Shape:
    """Return a card; of its labels the ids."""
    return {
        "id": card.id,
        "board": card.board_id,
        "column": card.column_id,
        "position": card.position,
        "title": card.title,
        "text": card.text,
        "revision": card.revision,
        "author": card.author_id,
        "due": None if card.due is None else card.due.isoformat(),
        "labels": [label.id for label in labels],
        "created": card.created.isoformat(),
        "changed": card.changed.isoformat(),
    }


def label_shape(label: Label) -> Shape:
    """Return a label."""
    return {"id": label.id, "board": label.board_id, "name": label.name, "colour": label.colour}


def comment_shape(comment: Comment) -> Shape:
    """Return a comment."""
    return {
        "id": comment.id,
        "card": comment.card_id,
        "author": comment.author_id,
        "text": comment.text,
        "created": comment.created.isoformat(),
    }


def activity_shape(activity: Activity, tell: Callable[[str], str]) -> Shape:
    """Return what was done, in the reader's words."""
    return {
        "id": activity.id,
        "board": activity.board_id,
        "card": activity.card_id,
        "actor": activity.actor_id,
        "words": tell(noted(activity.words)),
        "created": activity.created.isoformat(),
    }


def user_shape(user: User) -> Shape:
    """Return what everybody of the team may know of a user."""
    return {"id": user.id, "login": user.login, "name": user.name}


def member_shape(member: Member) -> Shape:
    """Return a member of a board."""
    return {**user_shape(member.user), "role": member.role.value}


def found_shape(found: Found, labels: Sequence[Label]) -> Shape:
    """Return a card with the names of where it hangs."""
    return {
        **card_shape(found.card, labels),
        "board_name": found.board.name,
        "column_name": found.column.name,
    }
