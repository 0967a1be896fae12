"""The index: from a path to the routes that match it, at a cost that hardly grows with routes.

Paths without placeholders are looked up whole; for the others a tree of segments is walked,
along the literal branch and the placeholder branch, and what cannot be told by segments
(own expressions, stars) is matched by its regular expression under the literal prefix it
has.  The documented order is kept: all that match are tried by rank.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from corefw.web.routing.pattern import Placeholder, Star
from corefw.web.routing.route import Route

__all__ = ["Found", "RouteIndex"]

#: A route, what it leads to, and the values of its placeholders.
Found = tuple[Route, Any, dict[str, Any]]
#: Which segment gives which name, and how its text is read (None: as it is).
Readers = tuple[tuple[int, str, Callable[[str], Any] | None], ...]


class _Node:
    """One step of the tree."""

    __slots__ = ("any_segment", "ends", "literals", "matched_whole")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.any_segment: _Node | None = None
        #: Routes whose last segment this is: rank, route, what it leads to, readers.
        self.ends: list[tuple[int, Route, Any, Readers]] = []
        #: Routes that begin with this prefix and are matched by their expression.
        self.matched_whole: list[tuple[int, Route, Any]] = []


class RouteIndex:
    """The routes of one application, with what each leads to."""

    def __init__(self, rows: Iterable[tuple[Route, Any]]) -> None:
        self._root = _Node()
        self._whole: dict[str, tuple[Found, ...]] = {}
        ordered = sorted(rows, key=lambda row: row[0].rank)
        literal: dict[str, list[tuple[int, Route, Any]]] = {}
        for rank, (route, leads_to) in enumerate(ordered):
            assert route.parsed is not None
            if route.parsed.is_literal:
                literal.setdefault(route.parsed.text, []).append((rank, route, leads_to))
            else:
                self._plant(rank, route, leads_to)
        for path, own in literal.items():
            # What else matches this very path is known now, so the lookup is the whole answer.
            every: list[tuple[int, Found]] = [(rank, (route, to, {})) for rank, route, to in own]
            every += self._walk(path)
            self._whole[path] = tuple(found for _, found in sorted(every, key=lambda row: row[0]))

    def find(self, path: str) -> Sequence[Found]:
        """Return every route that matches the decoded *path*, in the order they are tried.

        The match dictionaries are not to be changed.
        """
        whole = self._whole.get(path)
        if whole is not None:
            return whole
        rows = self._walk(path)
        if len(rows) > 1:
            rows.sort(key=lambda row: row[0])
        return [found for _, found in rows]

    def _plant(self, rank: int, route: Route, leads_to: Any) -> None:
        assert route.parsed is not None
        node = self._root
        readers: list[tuple[int, str, Callable[[str], Any] | None]] = []
        for position, segment in enumerate(_segments(route.parsed.parts)):
            if segment is None:
                node.matched_whole.append((rank, route, leads_to))
                return
            if isinstance(segment, str):
                node = node.literals.setdefault(segment, _Node())
            else:
                if node.any_segment is None:
                    node.any_segment = _Node()
                node = node.any_segment
                readers.append((position, segment.name, segment.type.read if segment.type else None))
        node.ends.append((rank, route, leads_to, tuple(readers)))

    def _walk(self, path: str) -> list[tuple[int, Found]]:
        segments = path.split("/")[1:]
        last = len(segments)
        found: list[tuple[int, Found]] = []
        stack = [(self._root, 0)]
        while stack:
            node, position = stack.pop()
            for rank, route, leads_to in node.matched_whole:
                values = route.match(path)
                if values is not None:
                    found.append((rank, (route, leads_to, values)))
            if position == last:
                for rank, route, leads_to, readers in node.ends:
                    values = _read(segments, readers)
                    if values is not None:
                        found.append((rank, (route, leads_to, values)))
                continue
            segment = segments[position]
            if node.any_segment is not None and segment:
                stack.append((node.any_segment, position + 1))
            literal = node.literals.get(segment)
            if literal is not None:
                stack.append((literal, position + 1))
        return found


def _read(segments: Sequence[str], readers: Readers) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    for position, name, read in readers:
        if read is None:
            values[name] = segments[position]
            continue
        try:
            values[name] = read(segments[position])
        except ValueError:
            return None
    return values


def _segments(parts: Sequence[str | Placeholder | Star]) -> list[str | Placeholder | None]:
    """Cut a pattern at its slashes; None stands for a rest that only its expression can match."""
    cut: list[list[str | Placeholder | Star]] = []
    for part in parts:
        if isinstance(part, str):
            head, *rest = part.split("/")
            if head:
                cut[-1].append(head)
            for one in rest:
                cut.append([one] if one else [])
        else:
            cut[-1].append(part)
    segments: list[str | Placeholder | None] = []
    for pieces in cut:
        if not pieces:
            segments.append("")
        elif (len(pieces) == 1 and isinstance(pieces[0], str)) or (
            len(pieces) == 1 and isinstance(pieces[0], Placeholder) and pieces[0].fills_a_segment
        ):
            segments.append(pieces[0])
        else:
            segments.append(None)
            break
    return segments
