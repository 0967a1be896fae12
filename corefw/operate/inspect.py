"""Facts about a built application as typed rows: routes, views, addons and the plan.

They are read from the registry's records and from the plan, and change nothing; the commands
only print them.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corefw.addon.discovery import FoundAddon, find_addons
from corefw.addon.health import AddonStatus, LoadReport
from corefw.app.addons import hooks_of
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, readable
from corefw.engine.plan import Plan
from corefw.engine.registry import Registry
from corefw.web.routing.route import Route
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.record import ViewRecord

__all__ = [
    "AddonRow",
    "PlanRow",
    "RouteRow",
    "ViewRow",
    "addon_rows",
    "as_dicts",
    "plan_of",
    "plan_rows",
    "route_rows",
    "view_rows",
]

#: What stands for "every request method".
ANY_METHOD = "*"


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


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One view: what it answers, what must hold, and the callable."""

    route: str
    context: str
    name: str
    methods: tuple[str, ...]
    predicates: tuple[str, ...]
    permission: str
    renderer: str
    view: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class AddonRow:
    """One installed addon, what became of it and why."""

    name: str
    version: str
    state: str
    reason: str
    summary: str
    provides: tuple[str, ...]
    needs: tuple[str, ...]
    hooks: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One declaration and its state."""

    state: str
    kind: str
    title: str
    key: str
    owner: str
    place: str
    via: str
    include_path: tuple[str, ...]
    reason: str
    by: str
    is_foreseeable: bool


def as_dicts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return rows as JSON types."""
    return [asdict(row) for row in rows]


def route_rows(registry: Registry) -> list[RouteRow]:
    """Return the routes in the order they are tried; those that only make URLs come last."""
    views: dict[str, list[ViewRecord]] = {}
    for view in registry.all(ViewRecord).values():
        if view.route_name is not None:
            views.setdefault(view.route_name, []).append(view)
    owners = {row.key: row.owner for row in _active(registry, "route")}
    routes = sorted(registry.all(Route).values(), key=lambda route: (route.is_static, route.rank))
    return [_route_row(route, views.get(route.name, []), owners) for route in routes]


def _route_row(route: Route, views: list[ViewRecord], owners: dict[Any, Any]) -> RouteRow:
    plain = [view for view in views if not view.is_for_exceptions]
    own = {str(predicate.name): str(predicate.text) for predicate in route.predicates}
    return RouteRow(
        name=route.name,
        pattern=route.external + route.pattern,
        methods=_methods([view.methods for view in plain]),
        views=tuple(_named(view.original, view.options.get("attr")) for view in plain),
        factory=_named(route.factory) if route.factory is not None else "",
        predicates=tuple(own.values()),
        is_static=route.is_static,
        owner=str(next((owner for key, owner in owners.items() if route.name in _parts(key)), "")),
        place=_shown(route.place),
    )


def view_rows(registry: Registry) -> list[ViewRow]:
    """Return the views by route, then those found by traversal, then those of exceptions."""
    order = {row.name: number for number, row in enumerate(route_rows(registry))}
    records = sorted(
        registry.all(ViewRecord).values(),
        key=lambda view: (
            view.is_for_exceptions,
            view.route_name is None,
            order.get(view.route_name or "", 0),
            view.name,
        ),
    )
    return [_view_row(view) for view in records]


def _view_row(view: ViewRecord) -> ViewRow:
    renderer = view.options.get("renderer")
    return ViewRow(
        route=view.route_name or "",
        context=_named(view.context) if view.context is not None else "",
        name=view.name,
        methods=_methods([view.methods]),
        predicates=tuple(str(row.text) for row in view.predicates if row.name != "request_method"),
        permission=_permission(view.options.get("permission")),
        renderer="" if renderer is None else str(getattr(renderer, "name", renderer)),
        view=_named(view.original, view.options.get("attr")),
        owner=view.owner,
        place=_shown(view.place),
    )


def _permission(permission: Any) -> str:
    return "(public)" if permission == NO_PERMISSION_REQUIRED else str(permission or "")


def addon_rows(registry: Registry) -> list[AddonRow]:
    """Return every installed addon: those in use first, in the order they were loaded."""
    hooks = hooks_of(registry)
    used: dict[str, list[str]] = {}
    for name in hooks.specs():
        for implementation in hooks.implementers(name):
            used.setdefault(implementation.addon, []).append(name)
    report = registry.find(LoadReport, "addons") or LoadReport()
    rows = [_addon_row(status, used) for status in report.statuses]
    known = {row.name for row in rows}
    # An application that enables no addon has not looked for them.
    rest = [found for found in find_addons() if found.name not in known]
    return [*rows, *(_addon_row(_off(found), used) for found in rest)]


def _off(found: FoundAddon) -> AddonStatus:
    return AddonStatus(found.name, found.version, "off", "not enabled", manifest=found.manifest)


def _addon_row(status: AddonStatus, used: Mapping[str, Sequence[str]]) -> AddonRow:
    manifest = status.manifest
    return AddonRow(
        name=status.name,
        version=status.version,
        state=status.state,
        reason=status.reason,
        summary=manifest.summary if manifest else "",
        provides=tuple(manifest.provides) if manifest else (),
        needs=tuple(manifest.needs) if manifest else (),
        hooks=tuple(used.get(status.name, ())),
        place=_shown(status.place),
    )


def plan_rows(
    plan: Plan, *, state: str | None = None, owner: str | None = None, kind: str | None = None
) -> list[PlanRow]:
    """Return the declarations that fit every given filter, in the order they were made."""
    return [_plan_row(row) for row in plan.select(state=state, kind=kind, owner=owner)]


def _plan_row(row: Declaration) -> PlanRow:
    return PlanRow(
        state=row.state.value if row.state is not None else "undecided",
        kind=row.kind,
        title=row.title,
        key=readable(row.key),
        owner=str(row.owner),
        place=_shown(row.place),
        via=row.via,
        include_path=row.include_path,
        reason=row.reason,
        by=_shown(row.by.place) if row.by is not None else "",
        is_foreseeable=row.is_foreseeable,
    )


def plan_of(registry: Registry) -> Plan:
    """Return the plan that the application was built from."""
    found: Plan = registry.plan
    return found


def _active(registry: Registry, kind: str) -> list[Declaration]:
    return plan_of(registry).select(state="active", kind=kind)


def _parts(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _methods(groups: Iterable[tuple[str, ...] | None]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for group in groups:
        for method in group if group is not None else (ANY_METHOD,):
            found[method] = None
    return (ANY_METHOD,) if ANY_METHOD in found else tuple(found)


def _named(thing: Any, attr: str | None = None) -> str:
    """Return a callable, a class or an interface in words."""
    if thing is None:
        return ""
    owner = thing if getattr(thing, "__qualname__", None) else type(thing)
    if hasattr(thing, "__iro__") and not isinstance(thing, type):  # an interface of zope
        return f"{thing.__module__}.{thing.__name__}"
    return f"{owner.__module__}.{owner.__qualname__}" + (f".{attr}" if attr else "")


def _shown(place: Place) -> str:
    return str(place) if place.line else ""
