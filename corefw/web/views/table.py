"""Choosing a view: candidates in their order, by method first, then by predicates.

A table holds the views of one route (or of no route); for a name and a class of contexts
the candidates are worked out once.  What no candidate takes is a miss, answered with 405,
406 or 404; why each candidate refused is said in words, to the developer only.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, Final, TypeVar

from zope.interface import Interface, providedBy

from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import HTTPMethodNotAllowed, HTTPNotAcceptable
from corefw.web.response import Response
from corefw.web.security.csrf_view import CheckedView
from corefw.web.views.mapping import MappedView, owner_of
from corefw.web.views.record import ViewRecord, specification

__all__ = ["UNASKED", "Candidates", "Finder", "ViewTable"]

#: What a view that names no method is asked for, and some more that no standard counts up.
_USUAL = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
#: Views that name no method are not asked for those two: nobody means them (RFC 9110, 9.3.8).
UNASKED: Final = frozenset(("CONNECT", "TRACE"))
_KNOWN = frozenset((*_USUAL, *UNASKED))
#: How many kinds of contexts are remembered for a name; past that they are worked out anew.
_REMEMBERED = 512

T = TypeVar("T")
Row = tuple[tuple[Any, ...], MappedView, ViewRecord]
#: Returns the candidates for a context, or None if there are none.
Finder = Callable[[Any], "Candidates | None"]


class Candidates:
    """The views that one name and one kind of context leave to choose from, in order.

    What to call with the context and the request depends on the method: `answer_to` returns
    the view itself where there is nothing to choose, else the choice; a miss raises its HTTP
    exception.  There are thousands of candidates in a large application, so that what a method
    needs is made when it is first asked for.
    """

    __slots__ = ("_negotiates", "_rows_of", "answers", "records", "sole")

    def __init__(self, records: Sequence[ViewRecord]) -> None:
        #: The view, where it is one only and takes every request, whatever its method; but see `UNASKED`.
        self.sole: MappedView | None = None
        if len(records) == 1 and records[0].methods is None and not [*records[0].predicates]:
            self.sole = records[0].view
        self._negotiates = any(row.accept for row in records)
        self.records = _preferred(records) if self._negotiates else records
        #: What `answer_to` returned so far, in a plain dictionary: Python knows a shorter way into one.
        self.answers: dict[str, MappedView] = {}
        self._rows_of: dict[str, tuple[Row, ...]] = {}

    def answer_to(self, method: str) -> MappedView:
        """Return what to call with the context and the request."""
        return self.answers.get(method) or self._kept(self.answers, method, self._answer(method))

    def _rows(self, method: str) -> tuple[Row, ...]:
        """Return the views that are asked for *method*, each with its tests."""
        rows = self._rows_of.get(method)
        return self._kept(self._rows_of, method, self._make_rows(method)) if rows is None else rows

    def _kept(self, where: dict[str, T], method: str, made: T) -> T:
        """Keep what was *made* for a method that is known, so that no client can make it grow; return it."""
        if method in _KNOWN or any(method in (row.methods or ()) for row in self.records):
            where[method] = made
        return made

    def _make_rows(self, method: str) -> tuple[Row, ...]:
        return tuple(
            (
                tuple(
                    one.test for one in row.predicates if one.name != "request_method" or row.methods is None
                ),
                row.view,
                row,
            )
            for row in self.records
            if (method not in UNASKED if row.methods is None else method in row.methods)
        )

    def _answer(self, method: str) -> MappedView:
        rows = self._rows(method)
        if len(rows) == 1 and not rows[0][0]:
            view = rows[0][1]
            checked = owner_of(view)
            return checked.view if isinstance(checked, CheckedView) and method in checked.safe else view
        return lambda context, request: self._first(rows, context, request)

    def _first(self, rows: Sequence[Row], context: Any, request: Any) -> Any:
        """Call the first view that takes the request; raises the HTTP exception of a miss."""
        if self._negotiates:
            request.add_response_callback(_vary)
        for tests, view, _ in self._in_order(rows, request):
            for test in tests:
                if not test(context, request):
                    break
            else:
                return view(context, request)
        return self._miss(rows, context, request)

    def _in_order(self, rows: Sequence[Row], request: Any) -> Sequence[Row]:
        return _negotiated(rows, request) if self._negotiates and len(rows) > 1 else rows

    def choose(self, context: Any, request: Any) -> MappedView | None:
        """Return the first view that takes the request, or None."""
        method = request.environ["REQUEST_METHOD"]
        rows: Sequence[Row] = self._rows_of.get(method) or self._rows(method)
        if self._negotiates:
            request.add_response_callback(_vary)
            rows = self._in_order(rows, request)
        for tests, view, _ in rows:
            for test in tests:
                if not test(context, request):
                    break
            else:
                return view
        return None

    def call(self, context: Any, request: Any) -> Any:
        """Call the first view that takes the request; raises the HTTP exception of a miss."""
        return self.answer_to(request.environ["REQUEST_METHOD"])(context, request)

    def asked(self, request: Any) -> list[ViewRecord]:
        """Return the views that are asked for the method of *request*, in the order they are asked."""
        rows = self._in_order(self._rows(request.environ["REQUEST_METHOD"]), request)
        return [record for _, _, record in rows]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods that some view takes, as the header Allow tells them."""
        named = {method for row in self.records for method in row.methods or ()}
        return tuple(
            sorted(named | (_USUAL if any(row.methods is None for row in self.records) else {"OPTIONS"}))
        )

    def _miss(self, rows: Sequence[Row], context: Any, request: Any) -> Any:
        method = request.environ["REQUEST_METHOD"]
        if not rows:
            if method == "OPTIONS":
                return Response(status=204, headerlist=[("Allow", ", ".join(self.allowed))])
            refused = HTTPMethodNotAllowed(list(self.allowed))
            refused.reasons = tuple(
                f"{row.named}: request_method = {', '.join(row.methods or ())}" for row in self.records
            )
            raise refused
        reasons = tuple(self._reason(row, context, request) for row in self.records)
        if rows and all(_only_accept_refuses(row, context, request) for _, _, row in rows):
            unacceptable = HTTPNotAcceptable()
            unacceptable.reasons = reasons
            raise unacceptable
        raise PredicateMismatch(reasons=reasons)

    @staticmethod
    def _reason(row: ViewRecord, context: Any, request: Any) -> str:
        for one in row.predicates:
            if not one.test(context, request):
                return f"{row.named}: {one.text}"
        return f"{row.named}: its method"


def _vary(request: Any, response: Any) -> None:
    """Tell caches that the answer depends on what the client accepts (RFC 9110, section 12.5.5)."""
    named = response.vary or ()
    if not {"*", "accept"}.intersection(map(str.lower, named)):
        response.vary = (*named, "Accept")


def _only_accept_refuses(row: ViewRecord, context: Any, request: Any) -> bool:
    refusing = [one.name for one in row.predicates if not one.test(context, request)]
    return refusing == ["accept"]


def _negotiated(rows: Sequence[Row], request: Any) -> Sequence[Row]:
    """Put the views with an ``accept`` into the client's order, before those without.

    What the client likes alike stays in the server's order.
    """
    offers = [pair for _, _, row in rows for pair in zip(row.accept_weights, row.accept, strict=True)]
    if not offers or "HTTP_ACCEPT" not in request.environ:
        return rows
    offers.sort(key=lambda pair: pair[0])
    ranked = [offer for offer, _ in request.accept.acceptable_offers([offer for _, offer in offers])]
    place = {offer: number for number, offer in reversed(list(enumerate(ranked)))}

    def key(entry: Row) -> int:
        return min((place.get(one, len(ranked)) for one in entry[2].accept), default=len(ranked) + 1)

    groups = groupby(rows, key=lambda entry: _subject(entry[2]))
    return [entry for _, group in groups for entry in sorted(group, key=key)]


def _preferred(records: Sequence[ViewRecord]) -> list[ViewRecord]:
    """Put the views with an ``accept`` into the server's order, before those without."""

    def key(row: ViewRecord) -> tuple[bool, Any]:
        return not row.accept, min(row.accept_weights, default=())

    return [row for _, group in groupby(records, key=_subject) for row in sorted(group, key=key)]


def _subject(row: ViewRecord) -> tuple[bool, Any]:
    """Return what decides before any offer does: views of the route, then the nearer context."""
    return row.route_name is None, row.context


class ViewTable:
    """The views of one route, or of no route, by name and context."""

    __slots__ = ("_by_name",)

    def __init__(self, records: Iterable[ViewRecord]) -> None:
        by_name: dict[str, list[ViewRecord]] = {}
        for row in records:
            by_name.setdefault(row.name, []).append(row)
        self._by_name = {name: _Namesakes(rows) for name, rows in by_name.items()}

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def names(self) -> list[str]:
        """Return the view names that the table knows."""
        return sorted(self._by_name)

    def records(self) -> list[ViewRecord]:
        """Return every view of the table."""
        return [row for namesakes in self._by_name.values() for row in namesakes.records]

    def plain(self, name: str) -> Candidates | None:
        """Return the candidates of a name for which no context matters, if it is such a name."""
        namesakes = self._by_name.get(name)
        return namesakes.plain if namesakes is not None else None

    def candidates(self, name: str, context: Any) -> Candidates | None:
        """Return the candidates for a name and a context, or None if there are none."""
        namesakes = self._by_name.get(name)
        return namesakes.for_context(context) if namesakes is not None else None

    def finder(self, name: str) -> Finder:
        """Return what finds the candidates of one name, for whoever asks for it again and again."""
        return self._by_name[name].for_context if name in self._by_name else _nothing


def _nothing(context: Any) -> None:
    """Find no candidates for a name that nobody has."""


class _Namesakes:
    """The views of one name in one table."""

    __slots__ = ("_remembered", "plain", "records")

    def __init__(self, records: list[ViewRecord]) -> None:
        self.records = records
        # Where no view of a name asks for a context there is nothing to look up.
        is_plain = all(row.context in (None, Interface) for row in records)
        self.plain = Candidates(sorted(records, key=_order)) if is_plain else None
        self._remembered: dict[Any, Candidates | None] | None = None if is_plain else {}

    def for_context(self, context: Any) -> Candidates | None:
        """Return the candidates for a context; those of the kinds that came before are remembered."""
        if self._remembered is None:
            return self.plain
        # To ask what an exception provides takes as long as all else that is done to answer one.
        is_by_class = isinstance(context, BaseException) and "__provides__" not in context.__dict__
        kind = type(context) if is_by_class else providedBy(context)
        try:
            return self._remembered[kind]
        except KeyError:
            found = _for_context(self.records, providedBy(context))
            if len(self._remembered) < _REMEMBERED:
                self._remembered[kind] = found
            return found


def _for_context(rows: Iterable[ViewRecord], provided: Any) -> Candidates | None:
    """Keep the rows whose context is among what is *provided*, the most specific first."""
    classes = list(provided.__sro__)
    ranked = []
    for row in rows:
        if row.context in (None, Interface):
            ranked.append((len(classes), row))
            continue
        wanted = specification(row.context)
        if wanted in classes:
            ranked.append((classes.index(wanted), row))
    if not ranked:
        return None
    # A view of the route itself comes before a global one that the route admits.
    ranked.sort(key=lambda entry: (entry[1].route_name is None, entry[0], *entry[1].predicates.order))
    return Candidates([row for _, row in ranked])


def _order(row: ViewRecord) -> tuple[Any, ...]:
    return (row.route_name is None, *row.predicates.order)
