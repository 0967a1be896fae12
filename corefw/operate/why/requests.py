"""Why a request is answered as it is: the routes and views that were considered, in their order.

Floor 6.  Considering them is the pipeline's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import Declared, named, plan_of, shown
from corefw.operate.inspection.views import view_row
from corefw.operate.why.answers import Answer, Lost, Tried, lost_rows
from corefw.web.pipeline.application import Application
from corefw.web.pipeline.explaining import ConsideredRoute, Explanation
from corefw.web.views.considering import ConsideredView, taken
from corefw.web.views.record import ViewRecord

__all__ = ["answer_for_request", "view_facts", "view_lost"]

Facts = tuple[tuple[str, str], ...]


def answer_for_request(application: Application, environ: dict[str, Any], line: str) -> Answer:
    """Return what would answer the request of *environ*, which a person wrote as *line*."""
    found = application.explain(environ)
    registry = application.registry
    declared = Declared(plan_of(registry))
    route = found.route
    facts: list[tuple[str, str]] = []
    if route is not None:
        values = next(row.values for row in found.routes if row.route is route)
        facts.append(("route", f"{route.name}  {route.pattern}  ({shown(route.place)})"))
        facts += (
            [("values", ", ".join(f"{name} = {value!r}" for name, value in values.items()))] if values else []
        )
    if found.context:
        facts.append(("context", found.context))
    if found.view is not None:
        facts += [fact for fact in view_facts(registry, found.view) if fact[0] not in ("route", "context")]
    elif found.status is not None:
        facts.append(("status", str(found.status)))
        facts += _for_error(found)
    lost: list[Lost] = []
    if route is not None:
        lost += lost_rows(declared.beaten(("route", route.name)))
    if found.view is not None:
        lost += view_lost(registry, found.view)
    return Answer(
        kind="request",
        name=line,
        says=found.outcome,
        facts=tuple(facts),
        owner=found.view.owner if found.view is not None else "",
        place=shown(found.view.place) if found.view is not None else "",
        tried=(*_routes(found.routes, declared), *_views(found.views)),
        lost=tuple(lost),
    )


def _for_error(found: Explanation) -> list[tuple[str, str]]:
    view = taken(found.for_error)
    if view is None:
        return [("answered by", "corefw itself")] if found.error is not None else []
    return [("answered by", f"the exception view {view.named}")]


def _routes(considered: Iterable[ConsideredRoute], declared: Declared) -> Iterable[Tried]:
    for row in considered:
        owner, _ = declared.owner_and_place(("route", row.route.name))
        what = f'route "{row.route.name}"  {row.route.pattern}'
        yield Tried(what, row.verdict, row.reason, owner, shown(row.route.place))


def _views(considered: Iterable[ConsideredView]) -> Iterable[Tried]:
    for row in considered:
        what = f"view {named(row.view.original, row.view.options.get('attr')) or 'of a renderer alone'}"
        yield Tried(what, row.verdict, row.reason, row.view.owner, shown(row.view.place))


def view_facts(registry: Registry, view: ViewRecord) -> Facts:
    """Return what stands around a view and what must hold for it, in words."""
    row = view_row(registry, view)
    facts = (
        ("route", row.route),
        ("context", row.context),
        ("name", row.name),
        ("methods", ", ".join(row.methods)),
        ("requires", ", ".join(row.predicates)),
        ("permission", row.permission or "none"),
        ("CSRF", row.csrf),
        ("renderer", row.renderer),
    )
    return tuple((label, value) for label, value in facts if value)


def view_lost(registry: Registry, view: ViewRecord) -> tuple[Lost, ...]:
    """Return the declarations that a view replaced, or that were the same and are not in use."""
    key = (
        "view",
        view.context,
        view.name,
        view.route_name,
        view.exception_only,
        view.predicates.phash,
    )
    return lost_rows(Declared(plan_of(registry)).beaten(key))
