"""Directives for predicates: names by which views, routes and subscribers say when they are meant.

A name that the directive itself takes as an argument is refused, since whoever writes it means
the argument.  The predicates that corefw brings are in ``web/predicates``.  Floor 5.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from corefw.app.directives.callables import callable_of
from corefw.app.directives.events import add_subscriber
from corefw.app.directives.routes import add_route
from corefw.app.directives.views import add_view
from corefw.app.directives.vocabulary import names_of, on_circle, refuse_strangers
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.ordering import OrderingCycle
from corefw.engine.attachment import OF_ALL_DECORATORS
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Replaces
from corefw.engine.directive import OF_ALL_DIRECTIVES
from corefw.web.predicates.builtin import ROUTE_PREDICATES, VIEW_PREDICATES
from corefw.web.predicates.compiling import (
    PredicateDefinition,
    RoutePredicate,
    SubscriberPredicate,
    ViewPredicate,
    arranged_definitions,
)

__all__ = ["add_route_predicate", "add_subscriber_predicate", "add_view_predicate"]

#: How long a line is of the names that are taken.
_WIDTH = 90


@dataclass(frozen=True, slots=True)
class _Kind:
    """Predicates of views, of routes or of subscribers: what they are for, and which names are taken."""

    definition: type[PredicateDefinition]
    of: str
    directive: str
    #: The arguments that the directive takes itself, in its order.
    taken: tuple[str, ...]


def _kind(
    definition: type[PredicateDefinition],
    of: str,
    directive: Callable[..., Any],
    answered: Collection[PredicateDefinition] = (),
) -> _Kind:
    """Return the kind; *answered* are predicates whose arguments the directive names for its readers."""
    names = {row.name for row in answered}
    rows = list(inspect.signature(directive).parameters.values())[1:]
    own = [row.name for row in rows if row.kind is not row.VAR_KEYWORD and row.name not in names]
    return _Kind(definition, of, directive.__name__, tuple(dict.fromkeys((*own, *OF_ALL_DIRECTIVES))))


_OF_VIEWS: Final = _kind(ViewPredicate, "view", add_view, VIEW_PREDICATES)
_OF_ROUTES: Final = _kind(RoutePredicate, "route", add_route, ROUTE_PREDICATES)
_OF_SUBSCRIBERS: Final = _kind(SubscriberPredicate, "subscriber", add_subscriber)


def add_view_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Let views say ``name=value``; ``factory(value, info)`` makes the predicate.

    Raises `ConfigurationError` (CFW-530) for the name of an argument that ``add_view`` takes itself.
    """
    _add(config, _OF_VIEWS, name, factory, weighs_more_than, weighs_less_than, replaces)


def add_route_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Let routes say ``name=value``; ``factory(value, info)`` makes the predicate.

    Raises `ConfigurationError` (CFW-530) for the name of an argument that ``add_route`` takes itself.
    """
    _add(config, _OF_ROUTES, name, factory, weighs_more_than, weighs_less_than, replaces)


def add_subscriber_predicate(
    config: Configuration,
    /,
    name: str,
    factory: Any,
    weighs_more_than: Any = None,
    weighs_less_than: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Let subscribers say ``name=value``; ``factory(value, info)`` makes the predicate.

    Raises `ConfigurationError` (CFW-530) for the name of an argument that ``add_subscriber`` takes
    itself.
    """
    _add(config, _OF_SUBSCRIBERS, name, factory, weighs_more_than, weighs_less_than, replaces)


def _add(
    config: Configuration, kind: _Kind, name: str, factory: Any, more: Any, less: Any, replaces: Replaces
) -> None:
    of = f"{kind.of} predicate"
    if name in kind.taken or name in OF_ALL_DECORATORS:
        raise ConfigurationError(_taken(config, kind, name))
    made = kind.definition(name, callable_of(config, of, factory), names_of(more), names_of(less))
    intro = config.introspectable(f"{of}s", name, f'{of} "{name}"', of)
    intro.update(name=name, factory=made.factory, weighs_more_than=more, weighs_less_than=less)
    registry = config.registry

    def register() -> None:
        registry.put(kind.definition, name, made)
        # All together, since each way to put them in order looks at all of them.
        config.ledger.judge_later(("order", kind.definition), judge)

    def judge() -> None:
        definitions = registry.all(kind.definition)
        for row in definitions.values():
            for said in ("weighs_more_than", "weighs_less_than"):
                wanted: Sequence[str] = getattr(row, said)
                refuse_strangers(config, of, row.name, said, wanted, definitions, "CFW-502")
        try:
            arranged_definitions(definitions)
        except OrderingCycle as cycle:
            what = f"The weights of the {of}s contradict each other: {cycle}."
            raise on_circle(config, of, cycle, "CFW-502", what) from None

    config.action(
        (of, name),
        register,
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind=of,
        title=f'{of} "{name}"',
        replaces=replaces,
    )


def _taken(config: Configuration, kind: _Kind, name: str) -> Problem:
    """Return the problem (CFW-530) that the argument *name* is not the predicate's."""
    taker, taken = kind.directive, kind.taken
    if name in OF_ALL_DECORATORS:
        taker, taken = "every decorator", OF_ALL_DECORATORS
    own = f"on_{name.strip('_')}"
    return Problem(
        "CFW-530",
        f'The {kind.of} predicate "{name}" has the name of an argument that {taker} takes itself.',
        witnesses=(Witness(config.place, str(config.owner)),),
        why=f"Whoever writes {name}= means that argument, and not the predicate.  Taken are\n"
        + "\n".join(wrap(", ".join(taken), _WIDTH)),
        fixes=(Fix("", f'give it another name:  config.add_{kind.of}_predicate("{own}", ...)'),),
        facts={"name": name, "directive": kind.directive, "taken": list(taken)},
    )
