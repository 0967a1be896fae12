"""What is wrong with hooks, said so that it can be mended.

The words only; `hookcaller` finds the faults and `specs` judges what fits.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corefw.addon.errors import raised_problem
from corefw.addon.specs import HookImplementation, HookSpec, misfit
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean

__all__ = ["misfits", "raised", "reserved", "taken", "unknown"]


def misfits(found: Iterable[HookImplementation], specs: Mapping[str, HookSpec]) -> Iterator[Problem]:
    """Yield what does not fit, of those whose hook is among *specs*."""
    events = {spec.event.__name__ for spec in specs.values()}
    for each in found:
        problem = misfit(specs[each.hook], each, events) if each.hook in specs else None
        if problem is not None:
            yield problem


def taken(first: HookSpec, second: HookSpec) -> Problem:
    """Return the problem that the hook has a spec already."""
    return Problem(
        "CFW-413",
        f'The hook "{second.name}" is specified twice.',
        tuple(Witness(spec.place, spec.owner or "corefw") for spec in (first, second)),
        fixes=(Fix("", "give one of them another name, such as one that begins with the addon's"),),
    )


def reserved(spec: HookSpec) -> Problem:
    """Return the problem that the hook could not be called by its name."""
    return Problem(
        "CFW-413",
        f'A hook cannot be called "{spec.name}": the hook caller has a method of that name.',
        (Witness(spec.place, spec.owner or "corefw"),),
        fixes=(Fix("", "give it another name, such as one that begins with the addon's"),),
    )


def unknown(each: HookImplementation, specs: Mapping[str, HookSpec]) -> Problem:
    """Return the problem that a method of an addon is no hook."""
    return Problem(
        "CFW-410",
        f'The addon "{each.addon}" defines "{each.hook}", and there is no hook of that name.'
        + did_you_mean(each.hook, specs),
        (Witness(each.place, each.owner),),
        "Every public method of an addon is the implementation of a hook.",
        (
            Fix("it is no hook", f"begin its name with an underscore: _{each.hook}"),
            Fix("it is a hook of an addon that may be absent", "mark it  @hookimpl(optional=True)"),
        ),
    )


def raised(each: HookImplementation, error: Exception) -> Problem:
    """Return the problem that an implementation raised *error* when it was called."""
    what = f'The hook "{each.hook}" of the addon "{each.addon}" raised'
    return raised_problem("CFW-412", what, error, each.owner, each.addon, each.place)
