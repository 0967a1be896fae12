"""``corefw settings``: every setting, masked, and where its value came from.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.settings import setting_rows

__all__ = ["settings"]

_COLUMNS = {"Key": "key", "Value": "value", "From": "origin", "Owner": "owner", "About": "help"}


@click.command()
@listing_options
@click.pass_context
def settings(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the settings, the defaults among them, and where each value came from.

    Secrets are masked.  PATTERN is a glob for the key, such as 'corefw.*', or for default,
    file, environment or code, which is where a value came from.
    """
    rows = setting_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("key", "source"),
        columns=_COLUMNS,
        empty="There are no settings.",
    )
