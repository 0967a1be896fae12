"""Explaining: what would answer a request, and why the routes and views before it do not.

What is asked are the index and the tables that answer requests.  No view, tween, hook or
subscriber is called.  Predicates are, and the factories of contexts (which may refuse a
request themselves), since the choice of a view depends on them.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corefw.base.places import place_of
from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPException,
    HTTPInternalServerError,
    HTTPMethodNotAllowed,
    HTTPNotAcceptable,
    HTTPRequestURITooLong,
)
from corefw.web.routing.index import Found
from corefw.web.routing.route import Route
from corefw.web.traversal.walking import DefaultRootFactory, split_path, traverse
from corefw.web.views.considering import (
    ConsideredView,
    PredicateRaised,
    Verdict,
    consider_views,
    refusal,
    taken,
)
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import ViewTable

__all__ = ["ConsideredRoute", "Explainer", "Explanation", "refused"]


@dataclass(frozen=True, slots=True)
class ConsideredRoute:
    """A route whose pattern matches, the values it gave, and what became of it."""

    route: Route
    values: dict[str, Any]
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would answer a request; ``error`` is raised where no view does.

    ``status`` is that of the error, or None where a view answers and decides it.
    """

    outcome: str
    view: ViewRecord | None = None
    error: Exception | None = None
    status: int | None = None
    routes: tuple[ConsideredRoute, ...] = ()
    views: tuple[ConsideredView, ...] = ()
    context: str = ""
    #: The exception views that were considered for the error.
    for_error: tuple[ConsideredView, ...] = field(default=())

    @property
    def route(self) -> Route | None:
        """The route that the request takes, if any."""
        return next((row.route for row in self.routes if row.verdict == "taken"), None)


def refused(error: Exception, outcome: str) -> Explanation:
    """Return the explanation of a request that is answered with *error*."""
    status = error.status_int if isinstance(error, HTTPException) else 500
    return Explanation(outcome, error=error, status=status)


class _Stopped(Exception):
    """Something that had to be called raised; the cause is chained."""


class Explainer:
    """Explains requests to one main handler."""

    def __init__(
        self,
        registry: Any,
        path_of: Callable[[Any], str],
        find: Callable[[str], Sequence[Found]],
        traverse_path: Callable[[Route, Any], tuple[str, ...]],
        root_factory: Any,
        global_views: ViewTable | None,
    ) -> None:
        self._registry = registry
        self._path_of = path_of
        self._find = find
        self._traverse_path = traverse_path
        self._root_factory = root_factory
        #: None where no view can be found by traversal alone.
        self._global = global_views

    def explain(self, request: Any) -> Explanation:
        """Say what would answer *request* and why."""
        try:
            path = self._path_of(request)
        except HTTPRequestURITooLong as error:
            return refused(error, "the path is longer than corefw.limits.url")
        except HTTPBadRequest as error:
            has_nul = "\0" in request.environ["PATH_INFO"]
            return refused(error, "the path holds a NUL" if has_nul else "the path is not valid UTF-8")
        routes: tuple[ConsideredRoute, ...] = ()
        try:
            routes, endpoint = self._routes(path, request)
            if endpoint is not None:
                return self._through(endpoint, routes, request)
            if self._global is None:
                return self._no_route(path, routes)
            root = _made_by(self._root_factory or DefaultRootFactory, request)
            return self._walked(root, split_path(path), self._global, routes, request)
        except (_Stopped, PredicateRaised) as stopped:
            cause = stopped.__cause__
            assert isinstance(cause, Exception)
            status = cause.status_int if isinstance(cause, HTTPException) else 500
            said = next(iter(str(cause).splitlines()), "")  # one line of a listing, whatever a database tells
            outcome = f"{stopped} raised {type(cause).__name__}: {said}"
            answer = cause if isinstance(cause, HTTPException) else HTTPInternalServerError()
            return Explanation(outcome, error=answer, status=status, routes=routes)

    def _routes(self, path: str, request: Any) -> tuple[tuple[ConsideredRoute, ...], Any]:
        """Return the routes whose patterns match, and what the one that is taken leads to."""
        considered: list[ConsideredRoute] = []
        chosen = None
        for route, endpoint, found in self._find(path):
            values = {**found}
            if chosen is not None:
                considered.append(ConsideredRoute(route, values, "not asked", "an earlier route answers"))
                continue
            reason = refusal(route.predicates, {"match": values, "route": route}, request)
            if reason is None:
                chosen = endpoint
                request.__dict__.update(matchdict=values, matched_route=route)
                if endpoint.has_subpath:
                    request.__dict__["subpath"] = values["subpath"]
            verdict: Verdict = "taken" if reason is None else "refused"
            considered.append(ConsideredRoute(route, values, verdict, reason or ""))
        return tuple(considered), chosen

    def _no_route(self, path: str, routes: tuple[ConsideredRoute, ...]) -> Explanation:
        if routes:
            outcome = "routes match the path, and none of them agrees with the request"
        else:
            outcome = "no route matches the path" + self._with_or_without_slash(path)
        error = PredicateMismatch(reasons=(outcome,))
        return Explanation(outcome, error=error, status=404, routes=routes)

    def _with_or_without_slash(self, path: str) -> str:
        for other, words in ((path + "/", "with"), (path.rstrip("/"), "without")):
            found = self._find(other) if other and other != path else ()
            if found:
                return f' ({words} a slash at its end it would match the route "{found[0][0].name}")'
        return ""

    def _through(self, endpoint: Any, routes: tuple[ConsideredRoute, ...], request: Any) -> Explanation:
        table, factory = endpoint.table, endpoint.factory
        if not endpoint.traverses and factory is None:
            return _outcome(table, "", DefaultRootFactory(request), request, routes, "")
        root = _made_by(factory or DefaultRootFactory, request)
        if endpoint.traverses:
            return self._walked(root, self._traverse_path(endpoint.route, request), table, routes, request)
        request.__dict__.update(root=root, virtual_root=root, context=root)
        said = f"{type(root).__name__}, made by {_named(factory)}"
        return _outcome(table, "", root, request, routes, said)

    def _walked(
        self,
        root: Any,
        segments: tuple[str, ...],
        table: ViewTable,
        routes: tuple[ConsideredRoute, ...],
        request: Any,
    ) -> Explanation:
        try:
            found = traverse(self._registry, root, segments, request)
        except Exception as error:
            raise _Stopped(f"traversal from {type(root).__name__}") from error
        request.__dict__.update(
            root=found.root,
            virtual_root=found.virtual_root,
            virtual_root_path=found.virtual_root_path,
            context=found.context,
            view_name=found.view_name,
            traversed=found.traversed,
        )
        if found.subpath or "subpath" not in request.__dict__:
            request.__dict__["subpath"] = found.subpath
        said = f"{type(found.context).__name__}, found by traversal"
        said += f"; the view name is {found.view_name!r}" if found.view_name else ""
        return _outcome(table, found.view_name, found.context, request, routes, said)


def _outcome(
    table: ViewTable,
    name: str,
    context: Any,
    request: Any,
    routes: tuple[ConsideredRoute, ...],
    said: str,
) -> Explanation:
    """Choose among the views, and say what a miss is answered with, as ``Candidates`` does."""
    views = tuple(consider_views(table, name, context, request))
    view = taken(views)
    candidates = table.candidates(name, context)
    asked = candidates.asked(request) if candidates is not None else []
    error: Exception | None = None
    if view is not None:
        outcome = f"the view {view.named}"
    elif candidates is None:
        outcome = "the route has no view" if not name else f'no view is named "{name}"'
        outcome += f" for a context of {type(context).__name__}" if table.records() else ""
        error = PredicateMismatch(reasons=(outcome,))
    elif not asked and request.environ["REQUEST_METHOD"] == "OPTIONS":
        outcome = f"corefw itself, with Allow: {', '.join(candidates.allowed)}"
        return Explanation(outcome, status=204, routes=routes, views=views, context=said)
    elif not asked:
        outcome = f"no view is for this method; there are {', '.join(candidates.allowed)}"
        error = HTTPMethodNotAllowed(list(candidates.allowed))
    elif all(_refused_by_accept(row, asked) for row in views if row.view in asked):
        outcome = "no view makes what the client accepts"
        error = HTTPNotAcceptable()
    else:
        outcome = "no view agrees with the request"
        error = PredicateMismatch(reasons=(outcome,))
    status = error.status_int if isinstance(error, HTTPException) else None
    return Explanation(outcome, view, error, status, routes, views, said)


def _refused_by_accept(row: ConsideredView, asked: Sequence[ViewRecord]) -> bool:
    return row.reason in [str(one.text) for one in row.view.predicates if one.name == "accept"]


def _made_by(factory: Any, request: Any) -> Any:
    try:
        return factory(request)
    except Exception as error:
        raise _Stopped(f"the factory {_named(factory)}") from error


def _named(factory: Any) -> str:
    owner = factory if hasattr(factory, "__qualname__") else type(factory)
    return f"{owner.__module__}.{owner.__qualname__} ({place_of(factory)})"
