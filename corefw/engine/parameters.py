"""Parameters: whether arguments fit a function, asked often and answered without calling it.

What `inspect.Signature.bind` answers for one question in ten times the time; a large application
asks for each of its thousands of decorators.  Saying what is wrong is ``directive``'s.  Floor 2.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Parameters"]


class Parameters:
    """The parameters of a function, the first *given* of which corefw itself gives by position."""

    __slots__ = ("_by_keyword", "_by_position", "_given", "_required", "_takes_keywords", "_takes_more")

    def __init__(self, function: Callable[..., Any], *, given: int) -> None:
        rows = inspect.signature(function).parameters.values()
        positional = [row for row in rows if row.kind in (row.POSITIONAL_ONLY, row.POSITIONAL_OR_KEYWORD)]
        nameable = [row.name for row in rows if row.kind in (row.POSITIONAL_OR_KEYWORD, row.KEYWORD_ONLY)]
        self._given = frozenset(row.name for row in positional[:given]).intersection(nameable)
        self._by_position = tuple(row.name for row in positional[given:])
        self._by_keyword = frozenset(nameable) - self._given
        self._required = tuple(
            row.name
            for row in rows
            if row.default is row.empty
            and row.kind not in (row.VAR_POSITIONAL, row.VAR_KEYWORD)
            and row not in positional[:given]
        )
        self._takes_more = any(row.kind is row.VAR_POSITIONAL for row in rows)
        self._takes_keywords = any(row.kind is row.VAR_KEYWORD for row in rows)

    def __contains__(self, name: str) -> bool:
        """Whether there is a parameter of that name to be given by keyword."""
        return name in self._by_keyword

    def fit(self, args: Sequence[Any], options: Mapping[str, Any]) -> bool:
        """Whether the function can be called with these arguments after those that are given."""
        if len(args) > len(self._by_position) and not self._takes_more:
            return False
        if not self._given.isdisjoint(options):
            return False
        if not self._takes_keywords and not self._by_keyword.issuperset(options):
            return False
        taken = self._by_position[: len(args)]
        if any(name in options and name in self._by_keyword for name in taken):
            return False
        return all(name in taken or (name in options and name in self._by_keyword) for name in self._required)
