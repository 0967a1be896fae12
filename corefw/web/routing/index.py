"""The index: from a path to the routes that match it, at a cost that hardly grows with routes.

Paths without placeholders are looked up whole; for the others a tree of segments is walked,
along the literal branch and the placeholder branch, and what cannot be told by segments
(own expressions, stars) is matched by its regular expression under the literal prefix it
has.  The documented order is kept: all that match are tried by rank.  Floor 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from corefw.web.routing.pattern import Placeholder, Star
from corefw.web.routing.placeholders import PlaceholderType
from corefw.web.routing.route import Route

__all__ = ["Candidate", "Found", "RouteIndex"]

#: A route, what it leads to, and the values of its placeholders.
Found = tuple[Route, Any, dict[str, Any]]
#: Returns the values of the placeholders in a path, or None if the path does not match after all.  It is
#: given the path and its last segment, which is all that most patterns leave to be read.
Reader = Callable[[str, str], dict[str, Any] | None]
#: A route that a path may match: its rank, itself, what it leads to, what reads its placeholders, if any.
Candidate = tuple[int, Route, Any, Reader | None]
#: Makes the value of a segment's text, or raises ValueError; None where the text is taken as it is.
Parse = Callable[[str], Any] | None

_NOTHING: tuple[Candidate, ...] = ()


class _Node:
    """One step of the tree."""

    __slots__ = ("any_segment", "ends", "literals", "matched_whole")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.any_segment: _Node | None = None
        #: Routes whose last segment this is, by rank; most steps end none.
        self.ends: list[Candidate] | None = None
        #: Routes that begin with this prefix and are matched by their expression.
        self.matched_whole: list[Candidate] | None = None


class RouteIndex:
    """The routes of one application, with what each leads to."""

    def __init__(self, rows: Iterable[tuple[Route, Any]]) -> None:
        self._root = _Node()
        #: The candidates of paths without placeholders, by the path as WSGI has it (PEP 3333).
        self.literal: dict[str, Sequence[Candidate]] = {}
        #: The same by the decoded path, where that is another text.
        self._decoded: dict[str, Sequence[Candidate]] = {}
        ordered = sorted(rows, key=lambda row: row[0].rank)
        literal: dict[str, list[Candidate]] = {}
        readers = _Readers()
        for rank, (route, leads_to) in enumerate(ordered):
            if route.parsed.is_literal:
                literal.setdefault(route.parsed.text, []).append((rank, route, leads_to, None))
            else:
                self._plant(rank, route, leads_to, readers)
        #: What a path can match whose last segment alone is not literal, by all that is before its slash.
        self.last = _last_segments(self._root)
        while literal:  # each is let go of before the next is made
            path, every = literal.popitem()
            # What else matches this very path is known now, so the lookup is the whole answer.
            _descend(self._root, path.split("/"), 1, every)
            every.sort(key=_rank)
            self._keep(path, tuple(_read_already(path, every)))

    def _keep(self, path: str, rows: Sequence[Candidate]) -> None:
        """Remember the candidates of a path without placeholders."""
        (self.literal if path.isascii() else self._decoded)[path] = rows
        self.literal[path.encode("utf-8").decode("latin-1")] = rows
        if path == "/":
            self.literal[""] = rows  # no path is the root's (RFC 9110, section 4.2.3)

    def find(self, path: str) -> Sequence[Found]:
        """Return every route that matches the decoded *path*, in the order they are tried."""
        last = path.rpartition("/")[2]
        rows = (
            (route, leads_to, {} if read is None else read(path, last))
            for _, route, leads_to, read in self.candidates(path)
        )
        return [(route, leads_to, values) for route, leads_to, values in rows if values is not None]

    def candidates(self, path: str) -> Sequence[Candidate]:
        """Return the routes that the decoded *path* may match, in the order they are tried."""
        path = path or "/"  # as above
        rows = (self.literal if path.isascii() else self._decoded).get(path)
        if rows is None:
            before, slash, _ = path.rpartition("/")
            rows = self.last.get(before) if slash else ()
        return self.walk(path) if rows is None else rows

    def walk(self, path: str) -> Sequence[Candidate]:
        """Return what `candidates` does, step by step, for a path that is no pattern itself."""
        if not path.startswith("/"):
            return ()
        rows: list[Candidate] = []
        _descend(self._root, path.split("/"), 1, rows)
        rows.sort(key=_rank)
        return rows

    def _plant(self, rank: int, route: Route, leads_to: Any, readers: _Readers) -> None:
        node = self._root
        segments = _segments(route.parsed.parts)
        for segment in segments:
            if segment is None:
                if node.matched_whole is None:
                    node.matched_whole = []
                node.matched_whole.append((rank, route, leads_to, _whole_reader(route.parsed.match)))
                return
            if isinstance(segment, str):
                node = node.literals.setdefault(segment, _Node())
            else:
                if node.any_segment is None:
                    node.any_segment = _Node()
                node = node.any_segment
        if node.ends is None:
            node.ends = []
        node.ends.append((rank, route, leads_to, readers.of_path(segments)))


def _read_already(path: str, rows: Iterable[Candidate]) -> Iterable[Candidate]:
    """Yield those of *rows* that match *path*, with what makes their values whatever it is given."""
    last = path.rpartition("/")[2]
    for rank, route, leads_to, read in rows:
        if read is None:
            yield rank, route, leads_to, None
        elif read(path, last) is not None:
            yield rank, route, leads_to, partial(_known, read, path, last)


def _known(read: Reader, path: str, last: str, *others: str) -> dict[str, Any] | None:
    return read(path, last)


def _descend(node: _Node, segments: list[str], position: int, found: list[Candidate]) -> None:
    """Add to *found* what may match below *node*, from the segment at *position* on."""
    for segment in segments[position:]:
        if node.matched_whole:
            found += node.matched_whole
        position += 1
        step = node.literals.get(segment)
        other = node.any_segment
        if step is None:
            if other is None or not segment:
                return
            node = other
        else:
            if other is not None and segment:
                _descend(other, segments, position, found)
            node = step
    # What is matched whole begins with a slash below its node, so it was tried before the last step.
    found += node.ends or _NOTHING


def _last_segments(root: _Node) -> dict[str, Sequence[Candidate]]:
    """Return the routes that end in a placeholder after literal segments, where nothing else can match.

    By what is before the placeholder and its slash: ``/cards`` for ``/cards/{id}``.
    """
    found: dict[str, Sequence[Candidate]] = {}
    waiting = [("", root)]
    while waiting:
        before, node = waiting.pop()
        other = node.any_segment
        if node.matched_whole or (other is not None and other.matched_whole):
            continue
        found[before] = (other.ends if other is not None else None) or _NOTHING
        if other is not None and (other.literals or other.any_segment is not None):
            continue  # what is below a literal may be below the placeholder as well
        waiting += [(f"{before}/{text}", below) for text, below in node.literals.items()]
    return found


class _Readers:
    """Makes what reads the placeholders of a path; routes of the same shape share it."""

    def __init__(self) -> None:
        # By the id of what parses, which need not be hashable; the routes keep it meanwhile.
        self._parsers: dict[int, Parse] = {}
        self._of_last: dict[tuple[str, int], Reader] = {}
        self._of_more: dict[tuple[tuple[int, str, int], ...], Reader] = {}

    def of_path(self, segments: Sequence[str | Placeholder | None]) -> Reader:
        """Return the reader for a pattern that was cut into *segments*."""
        *before, last = segments
        if isinstance(last, Placeholder) and all(isinstance(one, str) for one in before):
            parse = self._parser(last.type)
            key = (last.name, id(parse))
            return self._of_last.get(key) or self._of_last.setdefault(key, _last_reader(last.name, parse))
        parts = tuple(
            (position, segment.name, self._parser(segment.type))
            for position, segment in enumerate(segments, 1)  # before the first slash there is nothing
            if isinstance(segment, Placeholder)
        )
        keys = tuple((position, name, id(parse)) for position, name, parse in parts)
        return self._of_more.get(keys) or self._of_more.setdefault(keys, _reader(parts))

    def _parser(self, kind: PlaceholderType | None) -> Parse:
        if kind is None:
            return None
        return self._parsers.get(id(kind)) or self._parsers.setdefault(id(kind), _parser(kind))


def _parser(kind: PlaceholderType) -> Callable[[str], Any]:
    parse = kind.parse
    if kind.is_strict:
        return parse
    matches = re.compile(kind.regex).fullmatch

    def parse_matching(text: str) -> Any:
        if matches(text) is None:
            raise ValueError(text)
        return parse(text)

    return parse_matching


def _whole_reader(match: Callable[[str], dict[str, Any] | None]) -> Reader:
    """Return what reads a path by the expression of its pattern."""

    def read(path: str, last: str) -> dict[str, Any] | None:
        return match(path)

    return read


def _last_reader(name: str, parse: Parse) -> Reader:
    """Return what reads a path whose only placeholder is its last segment."""

    def read(path: str, last: str) -> dict[str, Any] | None:
        if not last:
            return None
        try:
            return {name: last if parse is None else parse(last)}
        except ValueError:
            return None

    return read


def _reader(parts: Sequence[tuple[int, str, Parse]]) -> Reader:
    """Return what reads a path with a placeholder in each of the segments that *parts* number."""

    def read(path: str, last: str) -> dict[str, Any] | None:
        segments = path.split("/")
        values: dict[str, Any] = {}
        for position, name, parse in parts:
            text = segments[position]
            try:
                values[name] = text if parse is None else parse(text)
            except ValueError:
                return None
        return values

    return read


def _rank(row: Candidate) -> int:
    return row[0]


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
