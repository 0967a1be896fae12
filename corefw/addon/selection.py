"""Selection: which of the installed addons are used, in which order, and which cannot be.

All problems are collected, by addon; what is done about them (abort, or do without) is the
failure policy's business, in `loading`.  Nothing is imported.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corefw.addon.compatibility import core_problems, need_problems
from corefw.addon.discovery import FoundAddon
from corefw.addon.errors import leave_out
from corefw.addon.load_order import LoadOrderCycle, load_order
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import nearest
from corefw.base.places import Place

__all__ = ["Refusal", "Selection", "choose", "unknown_name"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An addon that is enabled and cannot be used, and why; ``found`` is None if it is not installed."""

    name: str
    problems: tuple[Problem, ...]
    found: FoundAddon | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen: ``order`` is to be loaded, ``refused`` cannot be, ``off`` is not enabled."""

    order: tuple[FoundAddon, ...] = ()
    refused: tuple[Refusal, ...] = ()
    off: tuple[FoundAddon, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem once, though several addons may share it."""
        found: list[Problem] = []
        for refusal in self.refused:
            found += [problem for problem in refusal.problems if problem not in found]
        return tuple(found)


def choose(
    found: Iterable[FoundAddon],
    enabled: Sequence[str] | Literal["all"],
    corefw_version: str,
    place: Place | None = None,
) -> Selection:
    """Return which of the addons *found* are used if the settings say ``addons =`` *enabled*.

    *place* is where the settings say it.  Nothing is raised: an addon that is not installed
    (CFW-401), fits no corefw (CFW-407), lacks what it needs (CFW-408), stands on a circle
    (CFW-409) or was found with problems is refused, with the reasons.
    """
    everything = list(found)
    # Of two with one name either will do: both carry the problem that there are two.
    installed = {addon.name: addon for addon in everything}
    names = sorted(installed) if enabled == "all" else list(dict.fromkeys(enabled))
    wanted = {name: installed.get(name) for name in names}
    refused: dict[str, tuple[Problem, ...]] = {}
    for name, addon in wanted.items():
        if addon is None:
            refused[name] = (_not_installed(name, installed, place),)
            continue
        both = (each.problems for each in everything if each.name == name)
        problems = [*dict.fromkeys(problem for some in both for problem in some)]
        problems += core_problems(addon, corefw_version)
        problems += need_problems(addon, wanted, installed)
        if problems:
            refused[name] = tuple(problems)
    order, circles = _ordered([each for name, each in wanted.items() if each and name not in refused])
    refused |= circles
    return Selection(
        order,
        tuple(Refusal(name, refused[name], wanted[name]) for name in wanted if name in refused),
        tuple(addon for addon in everything if addon.name not in wanted),
    )


def _ordered(
    addons: Sequence[FoundAddon],
) -> tuple[tuple[FoundAddon, ...], dict[str, tuple[Problem, ...]]]:
    """Order the addons without those that stand on a circle, and say which those are."""
    try:
        return load_order(addons), {}
    except LoadOrderCycle as cycle:
        rest, more = _ordered([addon for addon in addons if addon.name not in cycle.names])
        return rest, dict.fromkeys(cycle.names, tuple(cycle.problems)) | more


def _not_installed(name: str, installed: Iterable[str], place: Place | None) -> Problem:
    names = sorted(installed)
    near = nearest(name, names)
    fixes = [leave_out(name)]
    # No distribution is named: a guessed name may be anybody's on the package index.
    fixes.insert(0, Fix(f"{name} is wanted", "pip install the distribution that brings it"))
    if near is not None:
        fixes.insert(0, Fix(f"{near} was meant", f'write "{near}"'))
    return Problem(
        "CFW-401",
        f'The addon "{name}" is enabled and not installed.' + (f' Did you mean "{near}"?' if near else ""),
        (Witness(place),) if place else (),
        f"Installed are {', '.join(names)}." if names else "No addon is installed.",
        tuple(fixes),
    )


def unknown_name(key: str, name: str, known: Iterable[str], witness: Witness) -> Problem:
    """Return the problem (CFW-416) that the setting *key* names an addon that is not there."""
    names = sorted(known)
    near = nearest(name, names)
    says = "switched off" if key == "disable" else "left out if it fails"
    fixes = [Fix(f"{near} was meant", f'write "{near}"')] if near is not None else []
    return Problem(
        "CFW-416",
        f'The addon "{name}" is to be {says}, and there is none of that name.'
        + (f' Did you mean "{near}"?' if near else ""),
        (witness,),
        f"Installed or enabled are {', '.join(names)}." if names else "No addon is installed.",
        (*fixes, Fix("it is gone", f'take "{name}" out of  {key}  in [corefw]')),
    )
