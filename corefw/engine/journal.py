"""The journal: how a registry takes back what was done to it.  Floor 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Journal"]


class Journal:
    """The inverse of every change, newest last, while an attempt is under way."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []
        self._depth = 0

    def note(self, undo: Callable[[], object]) -> None:
        """Remember how the change just made is undone; outside an attempt nothing is kept."""
        if self._depth:
            self._undo.append(undo)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo, in reverse, whatever was noted inside if the block raises.  Attempts nest."""
        mark = len(self._undo)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._undo) > mark:
                self._undo.pop()()
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._undo.clear()
