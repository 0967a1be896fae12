"""Why for the name of a route and of a view.

A view is named as ``package.module:function`` (or with dots, or by the function alone), as
``NAME of ROUTE``, or by its own name.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from corefw.engine.declaration import Declaration, State
from corefw.engine.registry import Registry
from corefw.operate.inspection.routes import RouteRow, route_rows
from corefw.operate.inspection.rows import Declared, named, plan_of, shown
from corefw.operate.why.answers import Answer, Tried, lost_rows
from corefw.operate.why.requests import view_facts, view_lost
from corefw.web.views.record import ViewRecord

__all__ = ["route_names", "routes", "view_names", "views"]


def routes(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield the route of that name, and every route with that pattern."""
    rows = route_rows(registry)
    declared = Declared(plan_of(registry))
    for position, row in enumerate(rows, start=1):
        if name in (row.name, row.pattern):
            yield _route(registry, row, position, len(rows), declared)


def _route(registry: Registry, row: RouteRow, position: int, total: int, declared: Declared) -> Answer:
    turn = "makes URLs only" if row.is_static else f"tried as number {position} of {total}"
    tried = [
        Tried(
            f"view {named(view.original, view.options.get('attr'))}",
            ", ".join(view.methods or ("every method",)),
            ", ".join(str(one.text) for one in view.predicates if one.name != "request_method"),
            view.owner,
            shown(view.place),
        )
        for view in registry.all(ViewRecord).values()
        if view.route_name == row.name
    ]
    facts = (
        ("pattern", row.pattern),
        ("methods", ", ".join(row.methods)),
        ("requires", ", ".join(row.predicates)),
        ("factory", row.factory),
    )
    return Answer(
        kind="route",
        name=row.name,
        says=turn,
        facts=tuple((label, value) for label, value in facts if value),
        owner=row.owner,
        place=row.place,
        tried=tuple(tried),
        lost=lost_rows([*declared.beaten(("route", row.name)), *_lost_views(declared, row.name)]),
    )


def _lost_views(declared: Declared, route: str) -> Iterator[Declaration]:
    """Yield the views of a route that did not become active: another overrides them, say."""
    for row in declared.plan.select(kind="view"):
        if row.state is not State.ACTIVE and any(need.key == ("route", route) for need in row.needs):
            yield row


def views(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield every view of that name, in any of the ways in which a view is named."""
    for view in registry.all(ViewRecord).values():
        if name in _names_of(view):
            yield Answer(
                kind="view",
                name=named(view.original, view.options.get("attr")) or "a renderer alone",
                says=_says(view),
                facts=view_facts(registry, view),
                owner=view.owner,
                place=shown(view.place),
                lost=view_lost(registry, view),
            )


def _says(view: ViewRecord) -> str:
    if view.route_name is not None:
        return f'answers requests of the route "{view.route_name}"'
    if view.is_for_exceptions:
        return f"answers the exception {getattr(view.context, '__name__', view.context)}"
    return f"answers for contexts of {getattr(view.context, '__name__', 'every class')}"


def _names_of(view: ViewRecord) -> set[str]:
    dotted = named(view.original, view.options.get("attr"))
    found = {f"{view.name} of {view.route_name}".strip()} if view.route_name is not None else set()
    if view.name:
        found.add(view.name)
    if dotted:
        thing = view.original if hasattr(view.original, "__qualname__") else type(view.original)
        tail = dotted.removeprefix(f"{thing.__module__}.")
        found |= {dotted, f"{thing.__module__}:{tail}", tail}
    return found


def route_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `routes` knows."""
    yield from (row.name for row in route_rows(registry))


def view_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `views` knows."""
    for view in registry.all(ViewRecord).values():
        yield from _names_of(view)
