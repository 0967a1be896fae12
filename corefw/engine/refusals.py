"""What a configuration refuses, said so that it can be mended.

The words only; `configuration` finds the faults.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.base.places import Place, place_of
from corefw.engine.declaration import shown_value
from corefw.engine.ledger import AddedDirective
from corefw.engine.owner import Owner

__all__ = [
    "circle",
    "not_includable",
    "taken_directive",
    "unknown_directive",
]


def unknown_directive(name: str, known: Iterable[str], place: Place, owner: Owner) -> Problem:
    """Return the problem (CFW-210) that there is no such directive."""
    return Problem(
        "CFW-210",
        f'The configurator has no directive "{name}".{did_you_mean(name, known)}',
        witnesses=(Witness(place, str(owner)),),
        fixes=(
            Fix("an addon brings it", "enable the addon in [corefw], or include it before this line"),
            Fix("it is your own", f'config.add_directive("{name}", function)'),
        ),
    )


def not_includable(found: Any, module: ModuleType | None, place: Place, owner: Owner) -> Problem:
    """Return the problem (CFW-209) that something cannot be included."""
    if module is None:
        return Problem(
            "CFW-209",
            f"{shown_value(found)} cannot be included: it is neither a module nor callable.",
            witnesses=(Witness(place, str(owner)),),
            fixes=(Fix("", 'name a module with includeme, or a function: config.include("package.module")'),),
        )
    return Problem(
        "CFW-209",
        f"The module {module.__name__} cannot be included: it has no function includeme.",
        witnesses=(Witness(place, str(owner)),),
        fixes=(
            Fix("it configures something", f"def includeme(config): ...   in {module.__name__}"),
            Fix("it only has decorators", f'config.scan("{module.__name__}")'),
        ),
    )


def circle(path: Sequence[str], prefix: str | None, witness: Witness) -> Problem:
    """Return the problem (CFW-213) that includes never end; *path* is the way, with the last one to come."""
    before = [number for number, name in enumerate(path[:-1]) if name == path[-1]]
    shown = path[before[-1] :] if before else (*path[:2], "...", *path[-2:])
    return Problem(
        "CFW-213",
        f"Includes go around in a circle: {' -> '.join(shown)}."
        if before
        else f"Includes stand {len(path)} deep inside each other: {' -> '.join(shown)}.",
        witnesses=(witness,),
        why=f'Each time round the prefix is longer, by now "/{prefix}", so that it never ends.'
        if before and prefix
        else "Each of them includes a next one that is new, so that it never ends.",
        fixes=(
            Fix("", "take one of the includes away, or the route_prefix: the same is then included once"),
        ),
    )


def taken_directive(name: str, earlier: AddedDirective | None, place: Place, owner: Owner) -> Problem:
    """Return the problem (CFW-208) that there is a directive, or a method, of that name."""
    witnesses = [Witness(place, str(owner))]
    if earlier is None:
        what = f'The configurator has a method or attribute "{name}" of its own, which no directive can hide.'
    else:
        what = f'The directive "{name}" was added by {earlier.owner} already.'
        witnesses.insert(0, Witness(place_of(earlier.function), str(earlier.owner), "is what it calls"))
    return Problem(
        "CFW-208",
        what,
        witnesses=tuple(witnesses),
        fixes=(Fix("", "give it another name, such as one that begins with your addon's"),),
    )
