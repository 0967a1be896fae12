"""Load order: what an addon needs comes first, then what before and after say, then the settings.

Floor 3.  Whether what is needed is there at all belongs to `compatibility`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corefw.addon.discovery import FoundAddon
from corefw.addon.errors import AddonError
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.ordering import Entry, OrderingCycle, arrange

__all__ = ["LoadOrderCycle", "load_order"]


class LoadOrderCycle(AddonError):
    """Addons ask to be loaded before one another (CFW-409); ``names`` are those on the circle."""

    def __init__(self, path: Sequence[str], problem: Problem) -> None:
        super().__init__(problem)
        self.names = frozenset(path)


def load_order(addons: Sequence[FoundAddon]) -> tuple[FoundAddon, ...]:
    """Return *addons* in the order they are loaded; ties keep the order they came in.

    Raises `LoadOrderCycle`, which shows the circle as a path and the line of each step.
    """
    try:
        return tuple(entry.value for entry in arrange([_entry(addon) for addon in addons]))
    except OrderingCycle as cycle:
        by_name = {addon.name: addon for addon in addons}
        steps = [(by_name[one], by_name[other]) for one, other in pairwise(cycle.path)]
        raise LoadOrderCycle(
            cycle.path,
            Problem(
                "CFW-409",
                f"The addons cannot be put in an order: {cycle}.",
                tuple(witness for step in steps for witness in _reasons(*step)),
                "Each wants to be loaded before the next.",
                (Fix("", "take one of before, after and needs away, at one of the lines above"),),
            ),
        ) from None


def _entry(addon: FoundAddon) -> Entry[FoundAddon]:
    manifest = addon.manifest
    if manifest is None:
        return Entry(addon.name, addon)
    needed = tuple(need.name for need in manifest.needed)
    return Entry(addon.name, addon, manifest.before, (*needed, *manifest.after))


def _reasons(first: FoundAddon, second: FoundAddon) -> Iterator[Witness]:
    """Yield the lines which say that *first* is loaded before *second*."""
    if first.manifest and second.name in first.manifest.before:
        yield Witness(first.manifest.place_of("before"), first.owner)
    if second.manifest and first.name in second.manifest.after:
        yield Witness(second.manifest.place_of("after"), second.owner)
    if second.manifest and first.name in {need.name for need in second.manifest.needed}:
        yield Witness(second.manifest.place_of("needs"), second.owner)
