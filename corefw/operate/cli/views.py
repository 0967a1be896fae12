"""``corefw views``: the views of an application and when each of them answers.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.views import ViewRow, view_rows
from corefw.web.security.csrf import SAFE_METHODS

__all__ = ["views"]

_COLUMNS = {
    "Route": "route",
    "Context": "context",
    "Name": "name",
    "Methods": "methods",
    "Requires": "predicates",
    "Permission": "permission",
    "CSRF": "csrf",
    "Renderer": "renderer",
    "View": "view",
    "Owner": "owner",
    "Place": "place",
}
_CSRF_COLUMNS = {
    name: _COLUMNS[name] for name in ("CSRF", "Route", "Context", "Name", "Methods", "View", "Owner", "Place")
}


@click.command()
@listing_options
@click.option("--route", help="Only the views of this route.")
@click.option("--csrf", is_flag=True, help="What unsafe requests are checked for, the exempt views first.")
@click.pass_context
def views(ctx: click.Context, pattern: str | None, as_json: bool, route: str | None, csrf: bool) -> None:
    """List the views, and when each of them answers.

    PATTERN is a glob for the route, the name, the context or the callable of a view.  With
    --csrf only those that take unsafe methods, and what is checked there: the origin of a
    request, a token, or nothing (off).
    """
    rows = [
        row
        for row in view_rows(the_choice(ctx).rehearse().registry)
        if (route is None or row.route == route) and (not csrf or _is_asked(row))
    ]
    if csrf:
        rows.sort(key=lambda row: row.csrf != "off")
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("route", "name", "context", "view"),
        columns=_CSRF_COLUMNS if csrf else _COLUMNS,
        empty="No view takes unsafe methods." if csrf else "There are no views.",
    )


def _is_asked(row: ViewRow) -> bool:
    """Say whether the view takes unsafe requests; not those for exceptions, which nobody asks for."""
    return bool(row.csrf) and not (row.methods and SAFE_METHODS.issuperset(row.methods))
