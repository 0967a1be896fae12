"""``corefw routes``: the routes of an application in the order they are tried.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.routes import RouteRow, route_rows

__all__ = ["routes"]

_COLUMNS = {
    "Name": "name",
    "Pattern": "pattern",
    "Methods": "methods",
    "Views": "views",
    "Requires": "predicates",
    "Owner": "owner",
    "Place": "place",
}


@listing(by=("name", "pattern"), columns=_COLUMNS, empty="There are no routes.")
def routes(registry: Registry) -> list[RouteRow]:
    """List the routes, in the order they are tried.

    PATTERN is a glob for the name or the pattern of a route, such as 'card*'.
    """
    return route_rows(registry)
