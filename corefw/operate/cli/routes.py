"""``corefw routes``: the routes of an application in the order they are tried.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.routes import route_rows

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


@click.command()
@listing_options
@click.pass_context
def routes(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the routes, in the order they are tried.

    PATTERN is a glob for the name or the pattern of a route, such as 'card*'.
    """
    rows = route_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("name", "pattern"),
        columns=_COLUMNS,
        empty="There are no routes.",
    )
