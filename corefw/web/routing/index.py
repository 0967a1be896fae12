"""The index: from a path to the routes that match it, at a cost that hardly grows with routes.

Paths without placeholders are looked up whole; for the others a tree of segments is walked,
along the literal branch and the placeholder branch, and what cannot be told by segments
(own expressions, stars) is matched by its regular expression under the literal prefix it
has.  The documented order is kept: all that match are tried by rank.  Floor 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from corefw.web.routing.pattern import Placeholder, Star
from corefw.web.routing.placeholders import PlaceholderType
from corefw.web.routing.route import Route

__all__ = ["Found", "RouteIndex"]

#: A route, what it leads to, and the values of its placeholders.
Found = tuple[Route, Any, dict[str, Any]]
#: Which segment, counted from the last, gives which name; what reads its text (None: it is taken as it is).
Readers = tuple[tuple[int, str, Callable[[str], Any] | None], ...]
#: A route that ends at a node: its rank, itself, what it leads to, and what reads its placeholders.
End = tuple[int, Route, Any, Readers]

_NOTHING: tuple[End, ...] = ()


class _Node:
    """One step of the tree."""

    __slots__ = ("any_segment", "ends", "literals", "matched_whole")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.any_segment: _Node | None = None
        #: Routes whose last segment this is, by rank; most steps end none.
        self.ends: list[End] | None = None
        #: Routes that begin with this prefix and are matched by their expression.
        self.matched_whole: list[tuple[int, Route, Any]] | None = None


class RouteIndex:
    """The routes of one application, with what each leads to."""

    def __init__(self, rows: Iterable[tuple[Route, Any]]) -> None:
        self._root = _Node()
        #: What `find` returns for paths without placeholders, by the path as WSGI has it (PEP 3333).
        self.literal: dict[str, tuple[Found, ...]] = {}
        #: The same by the decoded path, where that is another text.
        self._decoded: dict[str, tuple[Found, ...]] = {}
        ordered = sorted(rows, key=lambda row: row[0].rank)
        literal: dict[str, list[tuple[int, Route, Any]]] = {}
        for rank, (route, leads_to) in enumerate(ordered):
            assert route.parsed is not None
            if route.parsed.is_literal:
                literal.setdefault(route.parsed.text, []).append((rank, route, leads_to))
            else:
                self._plant(rank, route, leads_to)
        #: What a path can match whose last segment alone is not literal, by all that is before it.
        self._last = _last_segments(self._root)
        nothing: dict[str, Any] = {}  # the values of each, which nobody changes
        while literal:  # each is let go of before the next is made
            path, own = literal.popitem()
            # What else matches this very path is known now, so the lookup is the whole answer.
            every: list[tuple[int, Found]] = [(rank, (route, to, nothing)) for rank, route, to in own]
            _descend(self._root, path.split("/"), 1, path, every)
            found = tuple(found for _, found in sorted(every, key=lambda row: row[0]))
            if path.isascii():
                self.literal[path] = found
            else:
                self._decoded[path] = self.literal[path.encode("utf-8").decode("latin-1")] = found
        if "/" in self.literal:
            self.literal[""] = self.literal["/"]  # no path is the root's (RFC 9110, section 4.2.3)

    def find(self, path: str) -> Sequence[Found]:
        """Return every route that matches the decoded *path*, in the order they are tried.

        The match dictionaries are not to be changed.
        """
        whole = (self.literal if path.isascii() else self._decoded).get(path)
        return self.walk(path) if whole is None else whole

    def walk(self, path: str) -> Sequence[Found]:
        """Return what `find` does, for a path that is known to have placeholders in its patterns."""
        at = path.rfind("/") + 1
        ends = self._last.get(path[:at])
        if ends is None:
            return self._descend(path)
        text = path[at:]
        found: list[Found] = []
        for _, route, leads_to, ((_, name, read),) in ends if text else _NOTHING:
            try:
                value = text if read is None else read(text)
            except ValueError:
                continue
            found.append((route, leads_to, {name: value}))
        return found

    def _descend(self, path: str) -> Sequence[Found]:
        if not path.startswith("/"):
            return ()
        rows: list[tuple[int, Found]] = []
        _descend(self._root, path.split("/"), 1, path, rows)
        if len(rows) > 1:
            rows.sort(key=_rank)
        return [found for _, found in rows]

    def _plant(self, rank: int, route: Route, leads_to: Any) -> None:
        assert route.parsed is not None
        node = self._root
        readers: list[tuple[int, str, Callable[[str], Any] | None]] = []
        segments = _segments(route.parsed.parts)
        for position, segment in enumerate(segments, -len(segments)):
            if segment is None:
                if node.matched_whole is None:
                    node.matched_whole = []
                node.matched_whole.append((rank, route, leads_to))
                return
            if isinstance(segment, str):
                node = node.literals.setdefault(segment, _Node())
            else:
                if node.any_segment is None:
                    node.any_segment = _Node()
                node = node.any_segment
                readers.append((position, segment.name, _reader(segment.type)))
        if node.ends is None:
            node.ends = []
        node.ends.append((rank, route, leads_to, tuple(readers)))


def _descend(
    node: _Node, segments: list[str], position: int, path: str, found: list[tuple[int, Found]]
) -> None:
    """Add to *found* what matches below *node*, from the segment at *position* on."""
    for segment in segments[position:]:
        if node.matched_whole:
            found += _matched(node, path)
        position += 1
        step = node.literals.get(segment)
        other = node.any_segment
        if step is None:
            if other is None or not segment:
                return
            node = other
        else:
            if other is not None and segment:
                _descend(other, segments, position, path, found)
            node = step
    # What is matched whole begins with a slash below its node, so it was tried before the last step.
    for rank, route, leads_to, readers in node.ends or ():
        values = _read(segments, readers)
        if values is not None:
            found.append((rank, (route, leads_to, values)))


def _last_segments(root: _Node) -> dict[str, Sequence[End]]:
    """Return the routes that end in a placeholder after literal segments, where nothing else can match.

    By what is before the placeholder: ``/cards/`` for ``/cards/{id}``.
    """
    found: dict[str, Sequence[End]] = {}
    waiting = [("/", root)]
    while waiting:
        before, node = waiting.pop()
        other = node.any_segment
        if node.matched_whole or (other is not None and other.matched_whole):
            continue
        found[before] = (other.ends if other is not None else None) or _NOTHING
        if other is not None and (other.literals or other.any_segment is not None):
            continue  # what is below a literal may be below the placeholder as well
        waiting += [(f"{before}{text}/", below) for text, below in node.literals.items()]
    return found


def _reader(kind: PlaceholderType | None) -> Callable[[str], Any] | None:
    """Return what makes the value of a segment's text, or raises ValueError."""
    if kind is None:
        return None
    parse = kind.parse
    if kind.is_strict:
        return parse
    matches = re.compile(kind.regex).fullmatch

    def read(text: str) -> Any:
        if matches(text) is None:
            raise ValueError(text)
        return parse(text)

    return read


def _read(segments: Sequence[str], readers: Readers) -> dict[str, Any] | None:
    """Return the values that the segments give, or None if one does not fit."""
    values: dict[str, Any] = {}
    for position, name, read in readers:
        text = segments[position]
        try:
            values[name] = text if read is None else read(text)
        except ValueError:
            return None
    return values


def _rank(row: tuple[int, Found]) -> int:
    return row[0]


def _matched(node: _Node, path: str) -> list[tuple[int, Found]]:
    tried = [
        (rank, (route, leads_to, route.match(path))) for rank, route, leads_to in node.matched_whole or ()
    ]
    return [(rank, (route, to, values)) for rank, (route, to, values) in tried if values is not None]


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
