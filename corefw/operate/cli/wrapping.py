"""``corefw tweens`` and ``corefw derivers``: what stands around requests and views.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.wrapping import DeriverRow, TweenRow, deriver_rows, tween_rows

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


@listing(by=("name",), columns=_TWEENS, empty="There are no tweens.")
def tweens(registry: Registry) -> list[TweenRow]:
    """List the tweens around every request, the outermost first.

    PATTERN is a glob for the name of a tween.
    """
    return tween_rows(registry)


@listing(by=("name", "options"), columns=_DERIVERS, empty="There are no view derivers.")
def derivers(registry: Registry) -> list[DeriverRow]:
    """List the view derivers around every view, the outermost first.

    PATTERN is a glob for the name of a deriver or of an option that it takes.
    """
    return deriver_rows(registry)
