"""``corefw predicates``: in which words views, routes and subscribers say when they hold.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.predicates import predicate_rows

__all__ = ["predicates"]

_COLUMNS = {
    "Of": "of",
    "Name": "name",
    "Weight": "weight",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}


@click.command()
@listing_options
@click.pass_context
def predicates(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the predicates of views, routes and subscribers, from the lightest to the heaviest.

    Of several views that agree, the one with more predicates answers, then the one with the
    heavier ones.  PATTERN is a glob for the name of a predicate, or view, route or subscriber.
    """
    rows = predicate_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("name", "of"),
        columns=_COLUMNS,
        empty="There are no predicates.",
    )
