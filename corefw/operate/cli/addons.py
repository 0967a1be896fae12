"""``corefw addons``: the installed addons and what became of each.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.addons import addon_rows

__all__ = ["addons"]

_COLUMNS = {
    "Name": "name",
    "Version": "version",
    "State": "state",
    "Provides": "provides",
    "Needs": "needs",
    "Hooks": "hooks",
    "Why": "reason",
    "Place": "place",
}


@click.command()
@listing_options
@click.pass_context
def addons(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the installed addons: their versions, states, ports and hooks.

    PATTERN is a glob for the name or the state of an addon.
    """
    rows = addon_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("name", "state"),
        columns=_COLUMNS,
        empty="No addons are installed.",
    )
