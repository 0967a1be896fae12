"""What the API says of each thing: the names here are a promise to programs."""

from __future__ import annotations

from typing import Any, TypeAlias

from board.domain.entities import Board, Card, Column, Found, Lane

__all__ = ["board_shape", "card_shape", "column_shape", "found_shape", "lane_shape"]

Shape: TypeAlias = dict[str, Any]


def board_shape(board: Board) -> Shape:
    """Return a board without its columns."""
    return {
        "id": board.id,
        "name": board.name,
        "summary": board.summary,
        "created": board.created.isoformat(),
    }


def column_shape(column: Column) -> Shape:
    """Return a column without its cards."""
    return {"id": column.id, "board": column.board_id, "name": column.name, "position": column.position}


def lane_shape(lane: Lane) -> Shape:
    """Return a column with its cards."""
    return {**column_shape(lane.column), "cards": [card_shape(card) for card in lane.cards]}


def card_shape(card: Card) -> Shape:
    """Return a card."""
    return {
        "id": card.id,
        "board": card.board_id,
        "column": card.column_id,
        "position": card.position,
        "title": card.title,
        "text": card.text,
        "revision": card.revision,
        "author": card.author_id,
        "created": card.created.isoformat(),
        "changed": card.changed.isoformat(),
    }


def found_shape(found: Found) -> Shape:
    """Return a card with the names of where it hangs."""
    return {
        **card_shape(found.card),
        "board_name": found.board.name,
        "column_name": found.column.name,
    }
