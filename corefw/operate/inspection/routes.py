"""Rows of routes, in the order in which they are tried.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import ANY_METHOD, Declared, named, plan_of, shown
from corefw.web.routing.route import Route
from corefw.web.views.record import ViewRecord

__all__ = ["RouteRow", "methods_of", "route_rows"]


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route, in the order in which routes are tried."""

    name: str
    pattern: str
    methods: tuple[str, ...]
    views: tuple[str, ...]
    factory: str
    predicates: tuple[str, ...]
    is_static: bool
    owner: str
    place: str


def route_rows(registry: Registry) -> list[RouteRow]:
    """Return the routes in the order they are tried; those that only make URLs come last."""
    views: dict[str, list[ViewRecord]] = {}
    for view in registry.all(ViewRecord).values():
        if view.route_name is not None:
            views.setdefault(view.route_name, []).append(view)
    declared = Declared(plan_of(registry))
    routes = sorted(registry.all(Route).values(), key=lambda route: (route.is_static, route.rank))
    return [_row(route, views.get(route.name, []), declared) for route in routes]


def _row(route: Route, views: list[ViewRecord], declared: Declared) -> RouteRow:
    plain = [view for view in views if not view.is_for_exceptions]
    return RouteRow(
        name=route.name,
        pattern=route.pattern,
        methods=methods_of(view.methods for view in plain),
        views=tuple(named(view.original, view.options.get("attr")) for view in plain),
        factory=named(route.factory),
        predicates=tuple(str(predicate.text) for predicate in route.predicates),
        is_static=route.is_static,
        owner=declared.owner_and_place(("route", route.name))[0],
        place=shown(route.place),
    )


def methods_of(groups: Iterable[tuple[str, ...] | None]) -> tuple[str, ...]:
    """Return the request methods of several views together; None stands for every one."""
    found: dict[str, None] = {}
    for group in groups:
        for method in group if group is not None else (ANY_METHOD,):
            found[method] = None
    return (ANY_METHOD,) if ANY_METHOD in found else tuple(found)
