"""``corefw tweens`` and ``corefw derivers``: what stands around requests and views.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.wrapping import deriver_rows, tween_rows

__all__ = ["derivers", "tweens"]

_TWEENS = {
    "#": "position",
    "Name": "name",
    "Under": "under",
    "Over": "over",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}
_DERIVERS = {
    "#": "position",
    "Name": "name",
    "Options": "options",
    "Under": "under",
    "Over": "over",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}


@click.command()
@listing_options
@click.pass_context
def tweens(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the tweens around every request, the outermost first.

    PATTERN is a glob for the name of a tween.
    """
    rows = tween_rows(the_choice(ctx).rehearse().registry)
    show(rows, pattern=pattern, as_json=as_json, by=("name",), columns=_TWEENS, empty="There are no tweens.")


@click.command()
@listing_options
@click.pass_context
def derivers(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the view derivers around every view, the outermost first.

    PATTERN is a glob for the name of a deriver or of an option that it takes.
    """
    rows = deriver_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("name", "options"),
        columns=_DERIVERS,
        empty="There are no view derivers.",
    )
