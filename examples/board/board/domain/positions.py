"""Orders of cards: pure functions over sequences of ids.

Positions are gapless integers.  They are never computed from one another (``position + 1``)
but always written from a whole order, which is read and written while the board is held
(`Boards.hold`), so that two people who move cards at once cannot make a gap or a double.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

__all__ = ["Direction", "neighbour", "placed", "without"]


class Direction(StrEnum):
    """One step of a card, as the four buttons on it say."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


def placed(order: Sequence[int], item: int, place: int) -> tuple[int, ...]:
    """Return *order* with *item* at *place* among the others; a place outside is moved inside."""
    others = without(order, item)
    at = min(max(place, 0), len(others))
    return (*others[:at], item, *others[at:])


def without(order: Sequence[int], item: int) -> tuple[int, ...]:
    """Return *order* without *item*."""
    return tuple(other for other in order if other != item)


def neighbour(
    lanes: Sequence[tuple[int, Sequence[int]]], item: int, direction: Direction
) -> tuple[int, int] | None:
    """Return the column and the place one step from *item*, or None if there is no step.

    *lanes* are the columns from left to right, each with its order.  A step to the side keeps
    the height as far as the other column reaches.
    """
    for index, (column, order) in enumerate(lanes):
        if item not in order:
            continue
        place = list(order).index(item)
        match direction:
            case Direction.UP:
                return (column, place - 1) if place > 0 else None
            case Direction.DOWN:
                return (column, place + 1) if place + 1 < len(order) else None
            case Direction.LEFT:
                beside = index - 1
            case Direction.RIGHT:
                beside = index + 1
        if not 0 <= beside < len(lanes):
            return None
        other, cards = lanes[beside]
        return other, min(place, len(cards))
    return None
