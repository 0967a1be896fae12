"""``corefw components``: the ports, utilities and adapters that are registered.  Floor 6."""

from __future__ import annotations

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.listing import listing_options, show
from corefw.operate.inspection.components import component_rows

__all__ = ["components"]

_COLUMNS = {
    "Kind": "kind",
    "Provides": "provides",
    "Adapts": "requires",
    "Named": "name",
    "Component": "component",
    "Owner": "owner",
    "Place": "place",
}


@click.command()
@listing_options
@click.pass_context
def components(ctx: click.Context, pattern: str | None, as_json: bool) -> None:
    """List the ports, utilities and adapters, by what they provide.

    PATTERN is a glob for the contract (its name, or with its module), what is adapted, the
    component, or port, utility or adapter.  One without an owner was registered directly.
    """
    rows = component_rows(the_choice(ctx).rehearse().registry)
    show(
        rows,
        pattern=pattern,
        as_json=as_json,
        by=("provides", "contract", "requires", "component", "kind"),
        columns=_COLUMNS,
        empty="There are no components.",
    )
