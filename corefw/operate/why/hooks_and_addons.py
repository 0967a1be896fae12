"""Why for a hook: who implements it, in which order; and for an addon: what became of it.  Floor 6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corefw.addon.specs import HookImplementation
from corefw.app.addons import hooks_of
from corefw.engine.declaration import State
from corefw.engine.registry import Registry
from corefw.operate.inspection.addons import AddonRow, addon_rows
from corefw.operate.inspection.rows import plan_of, shown
from corefw.operate.why.answers import Answer, Tried, lost_rows

__all__ = ["addon_names", "addons", "hook_names", "hooks"]


def hooks(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield the hook of that name."""
    caller = hooks_of(registry)
    spec = caller.specs().get(name)
    if spec is None:
        return
    found = caller.implementers(name)
    count = f"{len(found)} addons implement it" if len(found) != 1 else "1 addon implements it"
    yield Answer(
        kind="hook",
        name=name,
        says=count if found else "nobody implements it",
        facts=(("event", spec.event.__name__), ("about", spec.summary)),
        owner=spec.owner or "corefw",
        place=shown(spec.place),
        tried=tuple(_tried(number, each) for number, each in enumerate(found, start=1)),
    )


def _tried(number: int, each: HookImplementation) -> Tried:
    wishes = [
        *(f"before {name}" for name in each.mark.before),
        *(f"after {name}" for name in each.mark.after),
        *(["a wrapper"] if each.mark.wrapper else []),
    ]
    return Tried(
        f"addon {each.owner}", f"called as number {number}", ", ".join(wishes), each.owner, shown(each.place)
    )


def hook_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `hooks` knows."""
    yield from hooks_of(registry).specs()


def addons(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield the installed addon of that name."""
    for row in addon_rows(registry):
        if row.name == name:
            yield _addon(registry, row)


def _addon(registry: Registry, row: AddonRow) -> Answer:
    own = plan_of(registry).select(owner=row.name)
    counted = Counter(declared.state for declared in own if declared.state is not None)
    counts = ", ".join(f"{count} {state.value}" for state, count in counted.items())
    facts = (
        ("about", row.summary),
        ("provides", ", ".join(row.provides)),
        ("needs", ", ".join(row.needs)),
        ("hooks", ", ".join(row.hooks)),
        ("declares", counts),
    )
    return Answer(
        kind="addon",
        name=row.name,
        says=f"{row.version} is {row.state}" + (f": {row.reason}" if row.reason else ""),
        facts=tuple((label, value) for label, value in facts if value),
        owner=f"{row.name} {row.version}".rstrip(),
        place=row.place,
        lost=lost_rows(each for each in own if each.state is not State.ACTIVE),
    )


def addon_names(registry: Registry) -> Iterator[str]:
    """Yield the names that `addons` knows."""
    yield from (row.name for row in addon_rows(registry))
