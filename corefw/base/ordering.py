"""Ordering by "before" and "after", stable, with a cycle shown as a path.  Floor 0.

Used for addons, tweens, view derivers, predicates and hook implementations alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

__all__ = ["Entry", "OrderingCycle", "arrange"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One named thing, and the names that it must stand before or after.

    A name that is not among the entries is ignored: it is a wish about something absent.
    """

    name: str
    value: T
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class OrderingCycle(ValueError):
    """The wishes contradict each other; ``path`` begins and ends with the same name."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        super().__init__(" -> ".join(self.path))


def arrange(entries: Iterable[Entry[T]]) -> list[Entry[T]]:
    """Return the entries so that every wish holds; ties keep the order they came in.

    Of those that may come next, the one that came in first does.  Several entries may have one
    name; a wish about it is about each of them.  Raises `OrderingCycle` with the path of names
    ("a -> b -> a": a must stand before b ...).
    """
    rows = list(entries)
    followers = _followers(rows)
    waiting = [0] * len(rows)
    for found in followers:
        for follower in found:
            waiting[follower] += 1
    ready = [position for position, number in enumerate(waiting) if not number]
    heapify(ready)
    arranged: list[Entry[T]] = []
    while ready:
        position = heappop(ready)
        arranged.append(rows[position])
        for follower in followers[position]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, follower)
    if len(arranged) < len(rows):
        raise OrderingCycle([rows[position].name for position in _cycle(waiting, followers)])
    return arranged


def _followers(rows: Sequence[Entry[T]]) -> list[list[int]]:
    """Return for each position those that must come later, each once."""
    positions: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        positions.setdefault(row.name, []).append(position)
    followers: list[dict[int, None]] = [{} for _ in rows]
    for position, row in enumerate(rows):
        for name in row.before:
            followers[position].update(dict.fromkeys(positions.get(name, ())))
        for name in row.after:
            for earlier in positions.get(name, ()):
                followers[earlier][position] = None
    return [list(found) for found in followers]


def _cycle(waiting: Sequence[int], followers: Sequence[Sequence[int]]) -> list[int]:
    """Walk backwards from a stuck position until one comes round again."""
    before: dict[int, int] = {}
    for position, found in enumerate(followers):
        if waiting[position]:
            for follower in found:
                before.setdefault(follower, position)
    path: dict[int, None] = {}
    position = next(position for position, number in enumerate(waiting) if number)
    while position not in path:
        path[position] = None
        position = before[position]
    walked = list(path)
    return [position, *reversed(walked[walked.index(position) :])]
