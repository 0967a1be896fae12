"""``corefw addons``: the installed addons and what became of each.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, print_table
from corefw.operate.inspect import addon_rows, as_dicts

__all__ = ["addons"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def addons(ctx: click.Context, as_json: bool) -> None:
    """List the installed addons: their versions, states, ports and hooks."""
    rows = addon_rows(the_choice(ctx).rehearse().registry)
    if as_json:
        print_json(as_dicts(rows))
        return
    print_table(
        ["Name", "Version", "State", "Provides", "Needs", "Hooks", "Why"],
        [
            [
                row.name,
                row.version,
                row.state,
                ", ".join(row.provides),
                ", ".join(row.needs),
                ", ".join(row.hooks),
                row.reason,
            ]
            for row in rows
        ],
        empty="No addons are installed.",
    )
