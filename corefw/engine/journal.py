"""The journal: how a registry takes back what was done to it.  Floor 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Journal"]


class Journal:
    """The inverse of every change, newest last, while an attempt is under way."""

    def __init__(self) -> None:
        #: Each a callable with its arguments: thousands in the commit of a large application.
        self._undo: list[tuple[Any, ...]] = []
        self._depth = 0
        self._undoing = False

    @property
    def is_kept(self) -> bool:
        """Whether an attempt is under way whose changes are to be noted."""
        return self._depth > 0 and not self._undoing

    def note(self, undo: Callable[..., object], *args: Any) -> None:
        """Remember to undo the change just made by ``undo(*args)``; outside an attempt nothing is kept."""
        if self._depth and not self._undoing:
            self._undo.append((undo, *args))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo, in reverse, whatever was noted inside if the block raises.  Attempts nest.

        If undoing one change fails, the others are undone all the same, and a note on the
        exception says so.
        """
        mark = len(self._undo)
        self._depth += 1
        try:
            yield
        except BaseException as error:
            self._undo_until(mark, error)
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._undo.clear()

    def _undo_until(self, mark: int, error: BaseException) -> None:
        self._undoing = True
        try:
            while len(self._undo) > mark:
                try:
                    undo, *args = self._undo.pop()
                    undo(*args)
                except Exception as trouble:
                    error.add_note(f"A change could not be undone: {type(trouble).__name__}: {trouble}")
        finally:
            self._undoing = False
