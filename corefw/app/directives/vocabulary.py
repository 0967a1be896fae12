"""Directives for the words in which others are written: predicates and renderers.  Floor 5."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.base.errors import ConfigurationError, Problem
from corefw.base.nearest import did_you_mean
from corefw.base.ordering import OrderingCycle
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, State
from corefw.engine.owner import CORE
from corefw.web.predicates.compiling import (
    PredicateDefinition,
    RoutePredicate,
    SubscriberPredicate,
    ViewPredicate,
    arranged_definitions,
)
from corefw.web.rendering.info import RendererFactory

__all__ = [
    "add_renderer",
    "add_route_predicate",
    "add_subscriber_predicate",
    "add_view_predicate",
    "on_circle",
    "refuse_strangers",
]


def add_view_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
) -> None:
    """Let views say ``name=value``; ``factory(value, info)`` makes the predicate."""
    _add(config, ViewPredicate, "view", name, factory, weighs_more_than, weighs_less_than)


def add_route_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
) -> None:
    """Let routes say ``name=value``; ``factory(value, info)`` makes the predicate."""
    _add(config, RoutePredicate, "route", name, factory, weighs_more_than, weighs_less_than)


def add_subscriber_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
) -> None:
    """Let subscribers say ``name=value``; ``factory(value, info)`` makes the predicate."""
    _add(config, SubscriberPredicate, "subscriber", name, factory, weighs_more_than, weighs_less_than)


def _add(
    config: Configuration,
    kind: type[PredicateDefinition],
    of: str,
    name: str,
    factory: Any,
    more: Any,
    less: Any,
) -> None:
    made = kind(name, callable_of(config, f"{of} predicate", factory), _names(more), _names(less))
    intro = config.introspectable(f"{of} predicates", name, f'{of} predicate "{name}"', f"{of} predicate")
    intro.update(name=name, factory=made.factory, weighs_more_than=more, weighs_less_than=less)
    registry = config.registry

    def register() -> None:
        registry.put(kind, name, made)
        # All together, since each way to put them in order looks at all of them.
        config.ledger.judge_later(("order", kind), judge)

    def judge() -> None:
        definitions = registry.all(kind)
        for row in definitions.values():
            for said in ("weighs_more_than", "weighs_less_than"):
                refuse_strangers(
                    config, f"{of} predicate", row.name, said, getattr(row, said), definitions, "CFW-502"
                )
        try:
            arranged_definitions(definitions)
        except OrderingCycle as cycle:
            what = f"The weights of the {of} predicates contradict each other: {cycle}."
            raise on_circle(config, f"{of} predicate", cycle, "CFW-502", what) from None

    config.action(
        (f"{of} predicate", name),
        register,
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind=f"{of} predicate",
        title=f'{of} predicate "{name}"',
    )


def on_circle(
    config: Configuration, kind: str, cycle: OrderingCycle, code: str, what: str, why: str = ""
) -> ConfigurationError:
    """Fail the declarations that stand on a circle; return the error with all their places."""
    return _failing(config, kind, cycle.path, code, what, why)


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
    raise _failing(config, kind, (name,), code, what + did_you_mean(wanted[0], others))


def _failing(
    config: Configuration, kind: str, names: Sequence[Any], code: str, what: str, why: str = ""
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
    return ConfigurationError(Problem(code, what, witnesses=witnesses, why=why))


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def add_renderer(config: Configuration, /, name: str | None, factory: Any) -> None:
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
    )
