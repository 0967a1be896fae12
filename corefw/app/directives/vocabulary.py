"""The words in which others are written: renderers, and what a word that cannot stand is refused with.

The directives for predicates are in ``predicates``, those for derivers in ``views``.  Floor 5.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.base.ordering import OrderingCycle
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Replaces, State
from corefw.engine.owner import CORE
from corefw.web.rendering.info import RendererFactory

__all__ = [
    "add_renderer",
    "names_of",
    "on_circle",
    "refuse_strangers",
]


def on_circle(
    config: Configuration, kind: str, cycle: OrderingCycle, code: str, what: str, why: str = ""
) -> ConfigurationError:
    """Fail the declarations that stand on a circle; return the error with all their places."""
    fix = "take one of the wishes away, at one of the places above"
    return _failing(config, kind, cycle.path, code, what, why, (Fix("", fix),))


def refuse_strangers(
    config: Configuration,
    kind: str,
    name: str,
    said: str,
    wanted: Sequence[str],
    known: Collection[Any],
    code: str,
) -> None:
    """Raise `ConfigurationError` (*code*) if *name* stands beside others of which none is there."""
    if not wanted or any(one in known for one in wanted):
        return
    what = f'The {kind} "{name}" says {said}="{wanted[0]}", and there is no such {kind}.'
    others = sorted(one for one in known if isinstance(one, str) and one != name)
    fixes = (
        *near_fixes(wanted[0], others, lambda near: f'{said}="{near}"'),
        Fix("it may be missing", f'{said}=("{wanted[0]}", "{others[0] if others else "another"}")'),
    )
    raise _failing(config, kind, (name,), code, what + did_you_mean(wanted[0], others), fixes=fixes)


def _failing(
    config: Configuration,
    kind: str,
    names: Sequence[Any],
    code: str,
    what: str,
    why: str = "",
    fixes: tuple[Fix, ...] = (),
) -> ConfigurationError:
    found = [
        row
        for row in config.plan.select(kind=kind, state=State.ACTIVE)
        if isinstance(row.key, tuple) and row.key[1] in names
    ]
    for row in found:
        if row.owner != CORE:
            row.settle(State.FAILED, what)
    witnesses = tuple(row.witness() for row in found if row.owner != CORE)
    return ConfigurationError(Problem(code, what, witnesses=witnesses, why=why, fixes=fixes))


def names_of(value: Any) -> tuple[str, ...]:
    """Return one name, several or none (None) as a tuple."""
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def add_renderer(
    config: Configuration, /, name: str | None, factory: Any, *, replaces: Replaces = ()
) -> None:
    """Render names that end in *name* (".ext"), or are it, with ``factory(info)``.

    A name of None (or "") is the renderer for names that nothing else renders.
    """
    key = name or ""
    found = callable_of(config, "renderer factory", factory)
    intro = config.introspectable("renderer factories", key, f'renderer "{key}"', "renderer factory")
    intro.update(name=key, factory=found)
    config.action(
        ("renderer", key),
        lambda: config.registry.put(RendererFactory, key, RendererFactory(key, found)),
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="renderer",
        title=f'renderer "{key}"' if key else "default renderer",
        replaces=replaces,
    )
