"""Exception views: the answers to what views and tweens raise.

They are views whose context is a class of exceptions; the candidates for a class of
exception are worked out once, those of the matched route first.  Floor 4.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from corefw.web.exceptions import NoRoute, PredicateMismatch
from corefw.web.pipeline.main import NO_ROUTE
from corefw.web.pipeline.telling import OWN_VIEWS
from corefw.web.views.considering import ConsideredView, consider_candidates, taken
from corefw.web.views.derivers import permissive
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import UNASKED, Finder, ViewTable

__all__ = ["ExceptionViews", "excview_tween_factory"]

Handler = Callable[[Any], Any]


class ExceptionViews:
    """The exception views of an application: those of each route, and those of no route."""

    def __init__(self, records: Iterable[ViewRecord]) -> None:
        rows = [row for row in records if row.is_for_exceptions]
        self._general = [ViewTable(row for row in rows if row.route_name is None).finder("")]
        self._of_route = {
            name: ViewTable(row for row in rows if row.route_name == name).finder("")
            for name in {row.route_name for row in rows if row.route_name is not None}
        }

    def respond(self, error: BaseException, request: Any, *, secure: bool = True) -> Any:
        """Return the response of the view for *error*, or None if there is no such view.

        The view has a ``request.response`` of its own, without what the view that failed put
        there; without *secure*, its permission is not asked for.  Raises what the view raises.
        """
        begun = None if request._response is None else request.set_response_aside()
        traceback = error.__traceback__
        request.exception = error
        request.exc_info = (type(error), error, traceback)
        if traceback is not None:
            _end_with_care(request)
        is_asked = request.environ["REQUEST_METHOD"] not in UNASKED
        for find in self._finders(request) if self._of_route else self._general:
            candidates = find(error)
            if candidates is None:
                continue
            view = (candidates.sole if is_asked else None) or candidates.choose(error, request)
            if view is not None:
                try:
                    return (view if secure else permissive(view))(error, request)
                except BaseException:
                    _end_with_care(request)
                    raise
        _end_with_care(request)  # it will be raised again
        if begun is not None:
            request.response = begun
        return None

    def _finders(self, request: Any) -> list[Finder]:
        route = request.matched_route
        own = self._of_route.get(route.name) if route is not None else None
        return self._general if own is None else [own, *self._general]

    def consider(self, error: BaseException, request: Any) -> list[ConsideredView]:
        """Return the views that could answer *error*, in the order they are asked; calls none of them.

        Raises `PredicateRaised`.
        """
        considered: list[ConsideredView] = []
        for find in self._finders(request):
            candidates = find(error)
            if candidates is not None and taken(considered) is None:
                considered += consider_candidates(candidates, error, request)
        return considered

    def see_no_miss(self) -> bool:
        """Say whether only corefw's own view answers a miss: to it all is the same, raised or not."""
        candidates = self._general[0](NoRoute())
        return candidates is not None and all(row.original in OWN_VIEWS for row in candidates.records)

    def tween_factory(self, handler: Handler, registry: Any) -> Handler:
        """Return *handler* with exceptions answered by their views (the EXCVIEW tween).

        What the main handler says of a path where nothing is, is answered like its exception.
        """
        respond = self.respond

        def excview_tween(request: Any) -> Any:
            try:
                response = handler(request)
            except Exception as error:
                response = respond(error, request)
                if response is None:
                    raise
                return response
            if response is not NO_ROUTE:
                return response
            miss = NoRoute()
            response = respond(miss, request)
            if response is None:
                raise miss
            return response

        return excview_tween

    def invoke(
        self, request: Any, exc_info: Any = None, *, secure: bool = True, reraise: bool = False
    ) -> Any:
        """Return the response for *exc_info* (default: the exception being handled).

        With *reraise* the exception itself is raised if no view is for it, or that view raises;
        else HTTPNotFound, or what the view raises.
        """
        error = (exc_info or sys.exc_info())[1]
        if error is None:
            raise ValueError("there is no exception to answer: give exc_info")
        attributes = request.__dict__
        before = {name: attributes[name] for name in ("exception", "exc_info") if name in attributes}
        try:
            response = self.respond(error, request, secure=secure)
        except Exception:
            if reraise:
                raise error from None
            raise
        if response is None:
            # Nothing was answered, so the request knows of no other exception than before.
            del attributes["exception"], attributes["exc_info"]
            attributes.update(before)
            if reraise:
                raise error
            raise PredicateMismatch(reasons=(f"no exception view is for {type(error).__name__}",))
        return response


def _end_with_care(request: Any) -> None:
    """Have the exception taken from *request* in the end: its traceback leads back to the request."""
    if request.finished_callbacks is None:
        request.finished_callbacks = ()


def excview_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Return *handler* with exceptions answered by the exception views of *registry*.

    The factory of the tween that `EXCVIEW` names, for a tween of your own in its place.
    """
    return ExceptionViews(registry.all(ViewRecord).values()).tween_factory(handler, registry)
