"""Ordering by "before" and "after", stable, with a cycle shown as a path.  Floor 0.

Used for addons, tweens, view derivers, predicates and hook implementations alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

    Raises `OrderingCycle` with the path of names ("a -> b -> a": a must stand before b ...).
    """
    rows = list(entries)
    by_name = {row.name: row for row in rows}
    followers: dict[str, list[str]] = {row.name: [] for row in rows}
    waiting: dict[str, set[str]] = {row.name: set() for row in rows}
    for row in rows:
        for name in row.before:
            if name in by_name:
                followers[row.name].append(name)
                waiting[name].add(row.name)
        for name in row.after:
            if name in by_name:
                followers[name].append(row.name)
                waiting[row.name].add(name)
    arranged: list[Entry[T]] = []
    left = [row.name for row in rows]
    while left:
        ready = next((name for name in left if not waiting[name]), None)
        if ready is None:
            raise OrderingCycle(_cycle(left, followers))
        left.remove(ready)
        arranged.append(by_name[ready])
        for name in followers[ready]:
            waiting[name].discard(ready)
    return arranged


def _cycle(left: Sequence[str], followers: dict[str, list[str]]) -> list[str]:
    """Walk backwards from a stuck entry until a name comes round again."""
    stuck = set(left)
    before: dict[str, str] = {}
    for name in left:
        for follower in followers[name]:
            if follower in stuck:
                before.setdefault(follower, name)
    path = [left[0]]
    while path[-1] in before and before[path[-1]] not in path:
        path.append(before[path[-1]])
    first = before[path[-1]]
    loop = [*path[path.index(first) :], first]
    return loop[::-1]
