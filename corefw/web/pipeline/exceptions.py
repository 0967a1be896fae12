"""Exception views: the answers to what views and tweens raise.

They are views whose context is a class of exceptions; the candidates for a class of
exception are worked out once, those of the matched route first.  Floor 4.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from corefw.web.exceptions import PredicateMismatch
from corefw.web.views.considering import ConsideredView, consider_candidates, taken
from corefw.web.views.derivers import permissive
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import ViewTable

__all__ = ["ExceptionViews", "excview_tween_factory"]

Handler = Callable[[Any], Any]


class ExceptionViews:
    """The exception views of an application: those of each route, and those of no route."""

    def __init__(self, records: Iterable[ViewRecord]) -> None:
        rows = [row for row in records if row.is_for_exceptions]
        self._general = ViewTable(row for row in rows if row.route_name is None)
        self._only_general = [self._general]
        self._of_route = {
            name: ViewTable(row for row in rows if row.route_name == name)
            for name in {row.route_name for row in rows if row.route_name is not None}
        }

    def respond(self, error: BaseException, request: Any, *, secure: bool = True) -> Any:
        """Return the response of the view for *error*, or None if there is no such view.

        The view has a ``request.response`` of its own, without what the view that failed put
        there; without *secure*, its permission is not asked for.  Raises what the view raises.
        """
        attributes = request.__dict__
        begun = attributes.pop("response", None)
        attributes["exception"] = error
        attributes["exc_info"] = (type(error), error, error.__traceback__)
        attributes.setdefault("finished_callbacks", ())  # both lead back to the request, and go with it
        for table in self._tables(request):
            candidates = table.candidates("", error)
            view = candidates.choose(error, request) if candidates is not None else None
            if view is not None:
                return (view if secure else permissive(view))(error, request)
        if begun is not None:
            attributes["response"] = begun
        return None

    def _tables(self, request: Any) -> list[ViewTable]:
        route = request.matched_route if self._of_route else None
        own = self._of_route.get(route.name) if route is not None else None
        return self._only_general if own is None else [own, self._general]

    def consider(self, error: BaseException, request: Any) -> list[ConsideredView]:
        """Return the views that could answer *error*, in the order they are asked; calls none of them.

        Raises `PredicateRaised`.
        """
        considered: list[ConsideredView] = []
        for table in self._tables(request):
            candidates = table.candidates("", error)
            if candidates is not None and taken(considered) is None:
                considered += consider_candidates(candidates, error, request)
        return considered

    def tween_factory(self, handler: Handler, registry: Any) -> Handler:
        """Return *handler* with exceptions answered by their views (the EXCVIEW tween)."""
        respond = self.respond

        def excview_tween(request: Any) -> Any:
            try:
                return handler(request)
            except Exception as error:
                response = respond(error, request)
                if response is None:
                    raise
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


def excview_tween_factory(handler: Handler, registry: Any) -> Handler:
    """Return *handler* with exceptions answered by the exception views of *registry*.

    The factory of the tween that `EXCVIEW` names, for a tween of your own in its place.
    """
    return ExceptionViews(registry.all(ViewRecord).values()).tween_factory(handler, registry)
