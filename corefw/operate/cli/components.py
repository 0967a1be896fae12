"""``corefw components``: the ports, utilities and adapters that are registered.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.components import ComponentRow, component_rows

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


@listing(
    by=("provides", "contract", "requires", "component", "kind"),
    columns=_COLUMNS,
    empty="There are no components.",
)
def components(registry: Registry) -> list[ComponentRow]:
    """List the ports, utilities and adapters, by what they provide.

    PATTERN is a glob for the contract (its name, or with its module), what is adapted, the
    component, or port, utility or adapter.  One without an owner was registered directly.
    """
    return component_rows(registry)
