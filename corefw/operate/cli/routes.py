"""``corefw routes``: the routes of an application in the order they are tried.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspect import as_dicts, route_rows

__all__ = ["routes"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def routes(ctx: click.Context, as_json: bool) -> None:
    """List the routes, in the order they are tried."""
    rows = route_rows(the_choice(ctx).rehearse().registry)
    if as_json:
        print_json(as_dicts(rows))
        return
    print_table(
        ["Name", "Pattern", "Methods", "Views", "Requires", "Owner", "Place"],
        [
            [
                row.name,
                row.pattern,
                ",".join(row.methods),
                ", ".join(row.views),
                ", ".join(row.predicates),
                row.owner,
                row.place,
            ]
            for row in rows
        ],
        empty="There are no routes.",
    )
