"""``corefw pipeline``: the order of a request, and what is configured at each step.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.pipeline import pipeline_rows

__all__ = ["pipeline"]

_COLUMNS = {"#": "step", "Step": "name", "What": "what", "Owner": "owner", "Place": "place"}


@click.command()
@listing_options
@click.pass_context
def pipeline(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """Show what a request goes through, in the order in which it does.

    A step where nothing is configured is shown with what happens then.  PATTERN is a glob for
    the name of a step, such as 'tweens', or for what is configured there.
    """
    rows = pipeline_rows(the_choice(ctx).rehearse().registry)
    show(rows, pattern=pattern, as_json=as_json, by=("name", "what"), columns=_COLUMNS, empty="")
