"""``corefw views``: the views of an application and when each of them answers.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.views import view_rows

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


@click.command()
@listing_options
@click.option("--route", help="Only the views of this route.")
@click.option("--csrf", is_flag=True, help="Only the views that other sites' pages may send requests to.")
@click.pass_context
def views(ctx: click.Context, pattern: str | None, as_json: bool, route: str | None, csrf: bool) -> None:
    """List the views, and when each of them answers.

    PATTERN is a glob for the route, the name, the context or the callable of a view.  With
    --csrf only those whose protection is switched off (require_csrf=False).
    """
    rows = [
        row
        for row in view_rows(the_choice(ctx).rehearse().registry)
        if (route is None or row.route == route) and (not csrf or row.csrf == "off")
    ]
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("route", "name", "context", "view"),
        columns=_COLUMNS,
        empty="No view is exempt from the protection." if csrf else "There are no views.",
    )
