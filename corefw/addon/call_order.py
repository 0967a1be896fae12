"""Call order: in which order the implementations of one hook are called.

What their marks say by before and after, else the order the addons were loaded in; pluggy
knows neither.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Mapping

from corefw.addon.errors import AddonError
from corefw.addon.specs import HookImplementation
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.ordering import Entry, OrderingCycle, arrange

__all__ = ["arranged"]


def arranged(
    hook: str, addons: Mapping[str, tuple[HookImplementation, ...]]
) -> tuple[HookImplementation, ...]:
    """Return who implements *hook*, first called first; *addons* are in load order.

    Raises `AddonError` (CFW-414) with the path if the marks contradict each other.
    """
    entries = [
        Entry(each.addon, each, each.mark.before, each.mark.after)
        for addon in addons.values()
        for each in addon
        if each.hook == hook
    ]
    try:
        arranged = arrange(entries)
    except OrderingCycle as cycle:
        by_name = {entry.name: entry.value for entry in entries}
        raise AddonError(
            Problem(
                "CFW-414",
                f'The implementations of the hook "{hook}" cannot be put in an order: {cycle}.',
                tuple(Witness(by_name[name].place, by_name[name].owner) for name in cycle.path[:-1]),
                "Each wants to be called before the next.",
                (Fix("", "take one of before and after away, from the @hookimpl of one of them"),),
            )
        ) from None
    return tuple(entry.value for entry in arranged)
