"""The main handler: from a request to the response of its view.

The route is found by the index, and each route holds its endpoint: where it has neither a
factory nor a traversal nor views for contexts, the view is called with nothing in between.
Where no route matches, traversal looks for a context.  Floor 4.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from corefw.contracts.interfaces import IRootFactory, ITraverser
from corefw.web.body.limits import limits_of
from corefw.web.events import BeforeTraversal, ContextFound, NewRequest, announcer
from corefw.web.exceptions import NoRoute, PredicateMismatch
from corefw.web.httpexceptions import HTTPBadRequest, HTTPRequestURITooLong
from corefw.web.pipeline.explaining import Explainer, Explanation
from corefw.web.request import Request
from corefw.web.routing.index import Candidate, RouteIndex
from corefw.web.routing.pattern import Star
from corefw.web.routing.rivals import refuse_rivals
from corefw.web.routing.route import Route
from corefw.web.traversal.virtual import may_be_virtual
from corefw.web.traversal.walking import DefaultRootFactory, split_path, traverse
from corefw.web.views.derivers import permissive
from corefw.web.views.mapping import MappedView
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import Candidates, ViewTable

__all__ = ["NO_ROUTE", "MainHandler"]

Announce = Callable[..., None] | None

#: Returned by `MainHandler.answer` where no route matches and nothing is traversed.
NO_ROUTE: Final = object()
#: The context of plain routes, as their requests have it.
_NOWHERE = Request.context


class _Endpoint:
    """What a route leads to.  What a request needs is made when the first one comes."""

    __slots__ = ("_table", "_views", "answers", "factory", "has_subpath", "is_plain", "route", "traverses")

    def __init__(
        self,
        route: Route,
        views: tuple[ViewRecord, ...],
        root_factory: Any,
        is_watched: bool,
        always_traverses: bool,
    ) -> None:
        self.route = route
        self._views = views
        self._table: ViewTable | None = None
        self.factory = route.factory or root_factory
        self.traverses = route.traverses or always_traverses
        self.has_subpath = Star("subpath") in route.parsed.parts
        # With a root factory of the application a context is made even for plain routes.
        self.is_plain = (
            self.factory is None and not self.traverses and not self.has_subpath and not is_watched
        )
        #: What to call for the methods that were asked so far, where there is nothing else to do.
        self.answers: dict[str, MappedView] | None = None

    @property
    def table(self) -> ViewTable:
        """The views of the route."""
        if self._table is None:
            self._table = ViewTable(self._views)
        return self._table

    def begin(self) -> Candidates | None:
        """Return the candidates, if it turns out that there is nothing else to do."""
        candidates = self.table.plain("") if self.is_plain else None
        self.is_plain = candidates is not None
        self.answers = None if candidates is None else candidates.answers
        return candidates


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
        self._new_request: Announce = announcer(registry, NewRequest)
        self._before_traversal: Announce = announcer(registry, BeforeTraversal)
        self._context_found: Announce = announcer(registry, ContextFound)
        is_watched = self._before_traversal is not None or self._context_found is not None
        # Both decide from where a path is walked, also one of no segments.
        always_traverses = may_be_virtual(registry.settings) or any(
            row.provided is ITraverser for row in registry.registeredAdapters()
        )
        endpoints = [
            _Endpoint(route, self._views(route, by_route), self._root_factory, is_watched, always_traverses)
            for route in routes
            if not route.is_static
        ]
        self._of_route = {endpoint.route.name: endpoint for endpoint in endpoints}
        self._index = RouteIndex((endpoint.route, endpoint) for endpoint in endpoints)
        self._literal, self._last = self._index.literal, self._index.last
        self._traverses = bool(self._global) or self._root_factory is not None
        self._longest = limits_of(registry).url or sys.maxsize

    @staticmethod
    def _views(route: Route, by_route: dict[str | None, list[ViewRecord]]) -> tuple[ViewRecord, ...]:
        # Nobody else asks for them, and the lists of thousands are not kept while the index is made.
        own = by_route.pop(route.name, ())
        return (*own, *(by_route.get(None, ()) if route.use_global_views else ()))

    def __call__(self, request: Any) -> Any:
        """Return the response of the view for *request*; raises the HTTP exception of a miss."""
        response = self.answer(request)
        if response is NO_ROUTE:
            raise NoRoute()
        return response

    def answer(self, request: Any) -> Any:
        """Return the same, but `NO_ROUTE` where nothing is at the path, for whom no exception is needed."""
        if self._new_request is not None:
            self._new_request(request)
        environ = request.environ
        path = environ.get("PATH_INFO", "")
        rows: Sequence[Candidate] | None = self._literal.get(path)
        last = ""  # of these nothing is left to be read
        if rows is None:
            before, slash, last = path.rpartition("/")
            if slash and path.isascii() and "\0" not in path and len(path) <= self._longest:
                rows = self._last.get(before)
                if rows is None:
                    rows = self._index.walk(path)
            else:
                path = self._path_of(request)
                last = path.rpartition("/")[2]
                rows = self._index.candidates(path)
        for _, route, endpoint, read in rows:
            values = {} if read is None else read(path, last)
            if values is None or (route.predicates and not _agrees(route, values, request)):
                continue
            request.matchdict = values
            request.matched_route = route
            answers = endpoint.answers
            view = None if answers is None else answers.get(environ["REQUEST_METHOD"])
            return self._with_context(endpoint, request) if view is None else view(_NOWHERE, request)
        if not self._traverses:
            return NO_ROUTE
        if self._before_traversal is not None:
            self._before_traversal(request)
        factory = self._root_factory or DefaultRootFactory
        return self._walk(factory(request), split_path(self._path_of(request)), self._global, request)

    def _path_of(self, request: Any) -> str:
        """Return the decoded path; raises HTTPRequestURITooLong, and HTTPBadRequest for one that is none."""
        path: str = request.environ.get("PATH_INFO") or "/"
        if len(path) > self._longest:
            raise HTTPRequestURITooLong()
        if not path.isascii():
            path = request.path_info
        if "\0" in path:
            raise HTTPBadRequest("The path holds a NUL.")
        return path

    def _with_context(self, endpoint: _Endpoint, request: Any) -> Any:
        candidates = endpoint.begin() if endpoint.is_plain else None
        if candidates is not None:
            return candidates.call(_NOWHERE, request)
        if endpoint.has_subpath:
            request.__dict__["subpath"] = request.matchdict["subpath"]
        if self._before_traversal is not None:
            self._before_traversal(request)
        root = (endpoint.factory or DefaultRootFactory)(request)
        if endpoint.traverses:
            segments = self._traverse_path(endpoint.route, request)
            return self._walk(root, segments, endpoint.table, request)
        attributes = request.__dict__
        attributes["root"] = attributes["virtual_root"] = attributes["context"] = root
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
            # Where a traverser of the application looks for it, whichever way it was said.
            segments = values["traverse"] = split_path(text)
            return segments
        return split_path(_joined(values.get("traverse", "")))

    def _walk(self, root: Any, segments: tuple[str, ...], table: ViewTable, request: Any) -> Any:
        outcome = traverse(self._registry, root, segments, request)
        attributes = request.__dict__
        attributes["root"] = outcome.root
        attributes["virtual_root"] = outcome.virtual_root
        attributes["virtual_root_path"] = outcome.virtual_root_path
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

    def view_named(self, name: str, context: Any, request: Any, *, secure: bool = True) -> Any:
        """Return the response of the view *name* for *context*, or None if there is none.

        A view of the request's own route comes before one of no route.  Without *secure* its
        permission is not asked for.
        """
        route = request.matched_route
        endpoint = self._of_route.get(route.name) if route is not None else None
        for table in (*([endpoint.table] if endpoint is not None else ()), self._global):
            candidates = table.candidates(name, context)
            if candidates is None:
                continue
            chosen = None if secure else candidates.choose(context, request)
            return (candidates.call if chosen is None else permissive(chosen))(context, request)
        return None

    def matches(self, path: str) -> bool:
        """Say whether the pattern of some route matches the decoded *path*."""
        return bool(self._index.find(path))

    def _path_to_explain(self, request: Any) -> str:
        """Return the decoded path; raises as `_path_of` does, but not for a whole path of a route."""
        text = request.environ.get("PATH_INFO", "")
        if text in self._literal:
            return request.path_info if text else "/"
        return self._path_of(request)

    def explain(self, request: Any) -> Explanation:
        """Say what would answer *request* and why; calls no view and announces nothing."""
        return Explainer(
            self._registry,
            self._path_to_explain,
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
