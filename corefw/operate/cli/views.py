"""``corefw views``: the views of an application and when each of them answers.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspect import as_dicts, view_rows

__all__ = ["views"]

_TITLES = (
    *("Route", "Context", "Name", "Methods", "Requires"),
    *("Permission", "Renderer", "View", "Owner", "Place"),
)


@click.command()
@click.option("--route", help="Only the views of this route.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def views(ctx: click.Context, route: str | None, as_json: bool) -> None:
    """List the views, and when each of them answers."""
    rows = [
        row for row in view_rows(the_choice(ctx).rehearse().registry) if route is None or row.route == route
    ]
    if as_json:
        print_json(as_dicts(rows))
        return
    print_table(
        _TITLES,
        [
            [
                row.route,
                row.context,
                row.name,
                ",".join(row.methods),
                ", ".join(row.predicates),
                row.permission,
                row.renderer,
                row.view,
                row.owner,
                row.place,
            ]
            for row in rows
        ],
        empty="There are no views.",
    )
