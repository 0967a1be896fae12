"""The main handler: from a request to the response of its view.

The route is found by the index, and each route holds its endpoint: where it has neither a
factory nor a traversal nor views for contexts, the view is called with nothing in between.
Where no route matches, traversal looks for a context.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from corefw.contracts.interfaces import IRootFactory
from corefw.web.events import BeforeTraversal, ContextFound, NewRequest, announcer
from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.pipeline.explaining import Explainer, Explanation
from corefw.web.routing.index import RouteIndex
from corefw.web.routing.pattern import Star
from corefw.web.routing.rivals import refuse_rivals
from corefw.web.routing.route import Route
from corefw.web.traversal.walking import DefaultRootFactory, split_path, traverse
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import Candidates, ViewTable

__all__ = ["MainHandler"]

Announce = Callable[..., None] | None


class _Endpoint:
    """What a route leads to."""

    __slots__ = ("candidates", "factory", "has_subpath", "route", "table", "traverses")

    def __init__(self, route: Route, table: ViewTable, root_factory: Any) -> None:
        self.route = route
        self.table = table
        self.factory = route.factory or root_factory
        self.traverses = route.traverses
        self.has_subpath = route.parsed is not None and Star("subpath") in route.parsed.parts
        # With a root factory of the application a context is made even for plain routes.
        plain = self.factory is None and not self.traverses
        self.candidates: Candidates | None = table.plain("") if plain else None


class MainHandler:
    """The innermost handler of an application."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry
        self._root_factory = registry.queryUtility(IRootFactory)
        records = [row for row in registry.all(ViewRecord).values() if not row.exception_only]
        by_route: dict[str | None, list[ViewRecord]] = {}
        for row in records:
            by_route.setdefault(row.route_name, []).append(row)
        self._global = ViewTable(by_route.get(None, ()))
        routes = registry.all(Route).values()
        refuse_rivals(routes)
        endpoints = [
            _Endpoint(route, self._table(route, by_route), self._root_factory)
            for route in routes
            if not route.is_static and route.parsed is not None
        ]
        self._of_route = {endpoint.route.name: endpoint.table for endpoint in endpoints}
        self._index = RouteIndex((endpoint.route, endpoint) for endpoint in endpoints)
        self._new_request: Announce = announcer(registry, NewRequest)
        self._before_traversal: Announce = announcer(registry, BeforeTraversal)
        self._context_found: Announce = announcer(registry, ContextFound)
        self._traverses = bool(self._global) or self._root_factory is not None
        # The context of plain routes: one for all, since it holds nothing and nothing can be put on it.
        self._nowhere = DefaultRootFactory(None)

    @staticmethod
    def _table(route: Route, by_route: dict[str | None, list[ViewRecord]]) -> ViewTable:
        own: Iterable[ViewRecord] = by_route.get(route.name, ())
        return ViewTable([*own, *by_route.get(None, ())] if route.use_global_views else own)

    def __call__(self, request: Any) -> Any:
        """Return the response of the view for *request*; raises the HTTP exception of a miss."""
        if self._new_request is not None:
            self._new_request(request)
        path = request.environ.get("PATH_INFO") or "/"
        if not path.isascii():
            path = request.path_info
        if "\0" in path:
            raise HTTPBadRequest("The path holds a NUL.")
        for route, endpoint, found in self._index.find(path):
            # The index may hold the dictionary for the next request, and this one is the request's own.
            values = {**found}
            if route.predicates and not _agrees(route, values, request):
                continue
            attributes = request.__dict__
            attributes["matchdict"] = values
            attributes["matched_route"] = route
            if endpoint.has_subpath:
                attributes["subpath"] = values["subpath"]
            if self._before_traversal is not None:
                self._before_traversal(request)
            candidates = endpoint.candidates
            if candidates is None or self._context_found is not None:
                return self._with_context(endpoint, request)
            attributes["context"] = self._nowhere
            return candidates.call(self._nowhere, request)
        if not self._traverses:
            raise PredicateMismatch(reasons=("no route matches the path",))
        if self._before_traversal is not None:
            self._before_traversal(request)
        factory = self._root_factory or DefaultRootFactory
        return self._walk(factory(request), split_path(path), self._global, request)

    def _with_context(self, endpoint: _Endpoint, request: Any) -> Any:
        root = (endpoint.factory or DefaultRootFactory)(request)
        if endpoint.traverses:
            segments = self._traverse_path(endpoint.route, request)
            return self._walk(root, segments, endpoint.table, request)
        attributes = request.__dict__
        attributes["root"] = attributes["context"] = root
        if self._context_found is not None:
            self._context_found(request)
        return self._call(endpoint.table, "", root, request)

    @staticmethod
    def _traverse_path(route: Route, request: Any) -> tuple[str, ...]:
        values = request.matchdict
        if route.traverse is not None:
            text = "".join(
                part if isinstance(part, str) else _joined(values[part.name]) for part in route.traverse.parts
            )
            return split_path(text)
        return split_path(_joined(values["traverse"]))

    def _walk(self, root: Any, segments: tuple[str, ...], table: ViewTable, request: Any) -> Any:
        outcome = traverse(self._registry, root, segments, request)
        attributes = request.__dict__
        attributes["root"] = outcome.root
        attributes["context"] = outcome.context
        attributes["view_name"] = outcome.view_name
        # What a pattern's *subpath matched stays where the walk left nothing over.
        if outcome.subpath or "subpath" not in attributes:
            attributes["subpath"] = outcome.subpath
        attributes["traversed"] = outcome.traversed
        if self._context_found is not None:
            self._context_found(request)
        return self._call(table, outcome.view_name, outcome.context, request)

    @staticmethod
    def _call(table: ViewTable, name: str, context: Any, request: Any) -> Any:
        candidates = table.candidates(name, context)
        if candidates is None:
            raise PredicateMismatch(
                reasons=(f'no view is named "{name}" for a context of {type(context).__name__}',)
            )
        return candidates.call(context, request)

    def view_named(self, name: str, context: Any, request: Any) -> Any:
        """Return the response of the view *name* for *context*, or None if there is none.

        A view of the request's own route comes before one of no route.
        """
        route = request.matched_route
        tables = [self._of_route[route.name]] if route is not None and route.name in self._of_route else []
        for table in (*tables, self._global):
            candidates = table.candidates(name, context)
            if candidates is not None:
                return candidates.call(context, request)
        return None

    def matches(self, path: str) -> bool:
        """Say whether the pattern of some route matches the decoded *path*."""
        return bool(self._index.find(path))

    def explain(self, request: Any) -> Explanation:
        """Say what would answer *request* and why; calls no view and announces nothing."""
        return Explainer(
            self._registry,
            self._index.find,
            self._traverse_path,
            self._root_factory,
            self._global if self._traverses else None,
        ).explain(request)


def _joined(value: Any) -> str:
    return "/".join(value) if isinstance(value, tuple) else str(value)


def _agrees(route: Route, values: dict[str, Any], request: Any) -> bool:
    info = {"match": values, "route": route}
    return all(predicate.test(info, request) for predicate in route.predicates)
