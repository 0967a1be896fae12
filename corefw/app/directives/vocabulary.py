"""Directives for the words in which others are written: predicates and renderers.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.base.errors import ConfigurationError, Problem, Witness
from corefw.base.ordering import OrderingCycle
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG
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
    made = kind(name, config.maybe_dotted(factory), _names(more), _names(less))
    intro = config.introspectable(f"{of} predicates", name, f'{of} predicate "{name}"', f"{of} predicate")
    intro.update(name=name, factory=made.factory, weighs_more_than=more, weighs_less_than=less)
    place, owner = config.place, str(config.owner)

    def register() -> None:
        config.registry.put(kind, name, made)
        try:
            arranged_definitions(config.registry.all(kind))
        except OrderingCycle as cycle:
            raise ConfigurationError(
                Problem(
                    "CFW-502",
                    f"The weights of the {of} predicates contradict each other: {cycle}.",
                    witnesses=(Witness(place, owner),),
                )
            ) from None

    config.action(
        (f"{of} predicate", name),
        register,
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind=f"{of} predicate",
        title=f'{of} predicate "{name}"',
    )


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def add_renderer(config: Configuration, /, name: str | None, factory: Any) -> None:
    """Render names that end in *name* (".ext"), or are it, with ``factory(info)``.

    A name of None (or "") is the renderer for names that nothing else renders.
    """
    key = name or ""
    found = config.maybe_dotted(factory)
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
