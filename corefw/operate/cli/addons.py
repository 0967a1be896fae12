"""``corefw addons``: the installed addons and what became of each.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.addons import AddonRow, addon_rows

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


@listing(by=("name", "state"), columns=_COLUMNS, empty="No addons are installed.")
def addons(registry: Registry) -> list[AddonRow]:
    """List the installed addons: their versions, states, ports and hooks.

    PATTERN is a glob for the name or the state of an addon.
    """
    return addon_rows(registry)
