"""Choosing a view: candidates in their order, by method first, then by predicates.

A table holds the views of one route (or of no route); for a name and a class of contexts
the candidates are worked out once.  What no candidate takes is a miss, answered with 405,
406 or 404; why each candidate refused is said in words, to the developer only.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zope.interface import Interface, providedBy

from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import HTTPMethodNotAllowed, HTTPNotAcceptable
from corefw.web.response import Response
from corefw.web.views.mapping import MappedView
from corefw.web.views.record import ViewRecord, specification

__all__ = ["Candidates", "ViewTable"]

#: What a view that names no method is asked for, and some more that no standard counts up.
_USUAL = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
#: How many kinds of contexts a table remembers; past that they are worked out anew.
_REMEMBERED = 512

Row = tuple[tuple[Any, ...], MappedView, ViewRecord]


class Candidates:
    """The views that one name and one kind of context leave to choose from, in order."""

    def __init__(self, records: Sequence[ViewRecord]) -> None:
        self.records = records
        self._negotiates = sum(1 for row in records if row.accept) > 0
        named = {method for row in records for method in row.methods or ()}
        self._other = self._rows(row for row in records if row.methods is None)
        # Views that name no method are not asked for those two: nobody means them (RFC 9110, 9.3.8).
        self._by_method: dict[str, tuple[Row, ...]] = {"TRACE": (), "CONNECT": ()}
        for method in named:
            self._by_method[method] = self._rows(
                row for row in records if row.methods is None or method in row.methods
            )
        self._allowed = tuple(sorted(named | (_USUAL if self._other else {"OPTIONS"})))

    @staticmethod
    def _rows(records: Iterable[ViewRecord]) -> tuple[Row, ...]:
        return tuple(
            (
                tuple(
                    one.test for one in row.predicates if one.name != "request_method" or row.methods is None
                ),
                row.view,
                row,
            )
            for row in records
        )

    def choose(self, context: Any, request: Any) -> MappedView | None:
        """Return the first view that takes the request, or None."""
        rows: Sequence[Row] = self._by_method.get(request.environ["REQUEST_METHOD"], self._other)
        if self._negotiates and len(rows) > 1:
            rows = _negotiated(rows, request)
        for tests, view, _ in rows:
            if all(test(context, request) for test in tests):
                return view
        return None

    def call(self, context: Any, request: Any) -> Any:
        """Call the first view that takes the request; raises the HTTP exception of a miss."""
        rows: Sequence[Row] = self._by_method.get(request.environ["REQUEST_METHOD"], self._other)
        if self._negotiates and len(rows) > 1:
            rows = _negotiated(rows, request)
        for tests, view, _ in rows:
            for test in tests:
                if not test(context, request):
                    break
            else:
                return view(context, request)
        return self._miss(rows, context, request)

    def asked(self, request: Any) -> list[ViewRecord]:
        """Return the views that are asked for the method of *request*, in the order they are asked."""
        rows: Sequence[Row] = self._by_method.get(request.environ["REQUEST_METHOD"], self._other)
        return [record for _, _, record in (_negotiated(rows, request) if self._negotiates else rows)]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods that some view takes, as the header Allow tells them."""
        return self._allowed

    def _miss(self, rows: Sequence[Row], context: Any, request: Any) -> Any:
        method = request.environ["REQUEST_METHOD"]
        if not rows:
            if method == "OPTIONS":
                return Response(status=204, headerlist=[("Allow", ", ".join(self._allowed))])
            raise HTTPMethodNotAllowed(list(self._allowed))
        reasons = tuple(self._reason(row, context, request) for row in self.records)
        if rows and all(_only_accept_refuses(row, context, request) for _, _, row in rows):
            raise HTTPNotAcceptable()
        raise PredicateMismatch(reasons=reasons)

    @staticmethod
    def _reason(row: ViewRecord, context: Any, request: Any) -> str:
        for one in row.predicates:
            if not one.test(context, request):
                return f"{row.named}: {one.text}"
        return f"{row.named}: its method"


def _only_accept_refuses(row: ViewRecord, context: Any, request: Any) -> bool:
    refusing = [one.name for one in row.predicates if not one.test(context, request)]
    return refusing == ["accept"]


def _negotiated(rows: Sequence[Row], request: Any) -> Sequence[Row]:
    """Put the views with an ``accept`` into the client's order, before those without."""
    offers = [one for _, _, row in rows for one in row.accept]
    if not offers or "HTTP_ACCEPT" not in request.environ:
        return rows
    ranked = [offer for offer, _ in request.accept.acceptable_offers(offers)]
    place = {offer: number for number, offer in reversed(list(enumerate(ranked)))}

    def key(entry: Row) -> int:
        return min((place.get(one, len(ranked)) for one in entry[2].accept), default=len(ranked) + 1)

    return sorted(rows, key=key)


class ViewTable:
    """The views of one route, or of no route, by name and context."""

    def __init__(self, records: Iterable[ViewRecord]) -> None:
        self._by_name: dict[str, list[ViewRecord]] = {}
        for row in records:
            self._by_name.setdefault(row.name, []).append(row)
        # Where no view of a name asks for a context there is nothing to look up.
        self._plain: dict[str, Candidates] = {
            name: Candidates(sorted(rows, key=_order))
            for name, rows in self._by_name.items()
            if all(row.context in (None, Interface) for row in rows)
        }
        self._remembered: dict[tuple[str, Any], Candidates | None] = {}

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def names(self) -> list[str]:
        """Return the view names that the table knows."""
        return sorted(self._by_name)

    def records(self) -> list[ViewRecord]:
        """Return every view of the table."""
        return [row for rows in self._by_name.values() for row in rows]

    def plain(self, name: str) -> Candidates | None:
        """Return the candidates of a name for which no context matters, if it is such a name."""
        return self._plain.get(name)

    def candidates(self, name: str, context: Any) -> Candidates | None:
        """Return the candidates for a name and a context, or None if there are none."""
        plain = self._plain.get(name)
        if plain is not None:
            return plain
        rows = self._by_name.get(name)
        if rows is None:
            return None
        provided = providedBy(context)
        key = (name, provided)
        if key in self._remembered:
            return self._remembered[key]
        found = _for_context(rows, provided)
        if len(self._remembered) < _REMEMBERED:
            self._remembered[key] = found
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
