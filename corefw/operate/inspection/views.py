"""Rows of views: what each answers, what must hold, and what stands around it.  Floor 6."""

from __future__ import annotations

from dataclasses import dataclass

from corefw.engine.registry import Registry
from corefw.operate.inspection.routes import methods_of, route_rows
from corefw.operate.inspection.rows import named, shown
from corefw.web.security.csrf import csrf_options_of
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.record import DefaultPermission, ViewRecord

__all__ = ["PUBLIC", "ViewRow", "csrf_of", "permission_of", "renderer_of", "view_row", "view_rows"]

#: What stands for "said to need no permission".
PUBLIC = "(public)"


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One view: what it answers, what must hold, and the callable.

    ``csrf`` is what unsafe requests are checked for ("origin", "origin, token", "token", or
    "off"), and "" for views of exceptions, which answer what was refused.
    """

    route: str
    context: str
    name: str
    methods: tuple[str, ...]
    predicates: tuple[str, ...]
    permission: str
    csrf: str
    renderer: str
    view: str
    owner: str
    place: str


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
    return [view_row(registry, view) for view in records]


def view_row(registry: Registry, view: ViewRecord) -> ViewRow:
    """Return the row of one view."""
    return ViewRow(
        route=view.route_name or "",
        context=named(view.context) if view.context is not None else "",
        name=view.name,
        methods=methods_of([view.methods]),
        predicates=tuple(str(row.text) for row in view.predicates if row.name != "request_method"),
        permission=permission_of(registry, view),
        csrf=csrf_of(registry, view),
        renderer=renderer_of(view),
        view=named(view.original, view.options.get("attr")),
        owner=view.owner,
        place=shown(view.place),
    )


def permission_of(registry: Registry, view: ViewRecord) -> str:
    """Return the permission that the view needs, by itself or by default; "" if it needs none."""
    own = view.options.get("permission")
    if own == NO_PERMISSION_REQUIRED:
        return PUBLIC
    if own is not None:
        return str(own)
    default = registry.find(DefaultPermission, "permission")
    if default is None or view.is_for_exceptions or default.permission == NO_PERMISSION_REQUIRED:
        return ""
    return f"{default.permission} (default)"


def csrf_of(registry: Registry, view: ViewRecord) -> str:
    """Return what unsafe requests are checked for: "origin", "origin, token", "token", "off", or ""."""
    options = csrf_options_of(registry, view.options.get("require_csrf"), view.is_for_exceptions)
    if options is None:
        return "" if view.is_for_exceptions else "off"
    checks = ["origin"] if options.check_origin else []
    return ", ".join([*checks, "token"] if options.asks_for_a_token else checks)


def renderer_of(view: ViewRecord) -> str:
    """Return the name of the view's renderer, or ""."""
    renderer = view.options.get("renderer")
    return "" if renderer is None else str(getattr(renderer, "name", renderer))
