"""``corefw hooks`` and ``corefw subscribers``: who is told what, and in which order.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.hooks import hook_rows, subscriber_rows

__all__ = ["hooks", "subscribers"]

_HOOKS = {
    "Hook": "hook",
    "Event": "event",
    "Specified by": "specified_by",
    "Order": "order",
    "Wrapper": "is_wrapper",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}
_SUBSCRIBERS = {
    "Event": "events",
    "Order": "order",
    "Subscriber": "subscriber",
    "Requires": "predicates",
    "Owner": "owner",
    "Place": "place",
}


@click.command()
@listing_options
@click.pass_context
def hooks(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the hooks, and for each of them who implements it in the order of calling.

    A hook that nobody implements has the order 0, no owner, and the place where it is
    specified.  PATTERN is a glob for the name of a hook or for who implements it.
    """
    rows = hook_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("hook", "owner"),
        columns=_HOOKS,
        empty="There are no hooks.",
    )


@click.command()
@listing_options
@click.pass_context
def subscribers(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the subscribers of events, in the order in which they are called.

    PATTERN is a glob for the event or the subscriber.
    """
    rows = subscriber_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("events", "subscriber"),
        columns=_SUBSCRIBERS,
        empty="There are no subscribers.",
    )
