"""What a configuration refuses, said so that it can be mended.

The words, and which names can be called; `configuration` finds the faults.  Floor 2.
"""

from __future__ import annotations

import keyword
import re
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
    "is_directive_name",
    "no_directive",
    "no_directive_name",
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


def is_directive_name(name: Any) -> bool:
    """Whether ``config.name(...)`` can be written, and is looked up among the added directives."""
    return (
        isinstance(name, str)
        and name.isidentifier()
        and not keyword.iskeyword(name)
        and not name.startswith("__")
    )


def no_directive(name: str, found: Any, place: Place, owner: Owner) -> Problem:
    """Return the problem (CFW-215) that what was added as a directive cannot be called."""
    is_module = isinstance(found, ModuleType)
    shown = f"the module {found.__name__}" if isinstance(found, ModuleType) else shown_value(found)
    return Problem(
        "CFW-215",
        f'The directive "{name}" must be a function, and {shown} cannot be called.',
        witnesses=(Witness(place, str(owner)),),
        why="A directive is called with the configurator, and with what its caller gives.",
        fixes=(
            Fix(
                "",
                f'name the function in it:  config.add_directive("{name}", "{found.__name__}.{name}")'
                if is_module
                else f'def {name}(config, ...): ...   and  config.add_directive("{name}", {name})',
            ),
        ),
    )


def no_directive_name(name: Any, place: Place, owner: Owner) -> Problem:
    """Return the problem (CFW-215) that nobody could call a directive by this name."""
    if not isinstance(name, str):
        why = "It becomes the name of a method of the configurator, and so it must be text."
    elif keyword.iskeyword(name):
        why = f'config.{name}(...) is no Python: "{name}" is a word of the language.'
    elif name.startswith("__"):
        why = "Names with two underscores at their beginning are Python's own, and not looked up here."
    else:
        why = f"config.{name}(...) is no Python: a name has letters, digits and underscores, no digit first."
    near = re.sub(r"\W+", "_", str(name)).strip("_") if isinstance(name, str) else ""
    near = near if near.isidentifier() and not keyword.iskeyword(near) else f"add_{near or 'thing'}"
    return Problem(
        "CFW-215",
        f"{shown_value(name)} cannot be the name of a directive.",
        witnesses=(Witness(place, str(owner)),),
        why=why,
        fixes=(Fix("", f'config.add_directive("{near}", function)'),),
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
