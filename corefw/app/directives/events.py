"""Directives for events: subscribers.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.contracts.contract import as_interface
from corefw.engine.configuration import Configuration
from corefw.web.predicates.compiling import (
    PredicateInfo,
    PredicateSet,
    SubscriberPredicate,
    arranged_definitions,
    compile_predicates,
)
from corefw.web.views.mapping import takes_one_only

__all__ = ["add_subscriber"]


def add_subscriber(config: Configuration, /, subscriber: Any, iface: Any = None, **predicates: Any) -> None:
    """Call *subscriber* with every event that is (or provides) *iface*; with each event without.

    Several interfaces in a list are for several arguments together, as Pyramid documents it: the
    subscriber takes them all, or the first alone.
    """
    function, wanted = callable_of(config, "subscriber", subscriber), config.maybe_dotted(iface)
    several = tuple(wanted) if isinstance(wanted, (list, tuple)) else (wanted,)
    required = tuple(_looked_up(config.maybe_dotted(one)) for one in several)
    registry, package, place = config.registry, config.package, config.place

    def register() -> None:
        definitions = registry.derived(SubscriberPredicate, arranged_definitions)
        known = [row.name for row in definitions]
        for key in predicates:
            if key not in known:
                raise ConfigurationError(
                    Problem(
                        "CFW-501",
                        f'The subscriber has an unknown argument "{key}".{did_you_mean(key, known)}',
                        witnesses=(Witness(place, str(config.owner)),),
                        fixes=(
                            *near_fixes(key, known, lambda near: f"write  {near}=..."),
                            Fix(
                                "a predicate is to take it",
                                f'config.add_subscriber_predicate("{key}", Factory)',
                            ),
                            Fix("an addon brings it", "enable the addon in [corefw], or include it"),
                        ),
                    )
                )
        made = compile_predicates(definitions, predicates, PredicateInfo(package, registry))
        called = _of_first(function) if len(required) > 1 and takes_one_only(function) else function
        registered = _guarded(called, made) if made.predicates else called
        intro.update(derived_subscriber=registered, predicates=made.predicates)
        registry.registerHandler(registered, required)

    title = f"subscriber {getattr(function, '__qualname__', type(function).__name__)} of " + " and ".join(
        getattr(one, "__name__", "every event") for one in several
    )
    intro = config.introspectable("subscribers", (id(function), required), title, "subscriber")
    intro.update(subscriber=function, interfaces=several, predicates=())
    config.action(None, register, introspectables=(intro,), kind="subscriber", title=title)


def _looked_up(kind: Any) -> Any:
    """Return a class itself and an ABC contract as its interface."""
    return as_interface(kind) if isinstance(kind, type) and "__corefw_interface__" in vars(kind) else kind


def _of_first(function: Any) -> Any:
    def subscriber(event: Any, *others: Any) -> None:
        function(event)

    return subscriber


def _guarded(function: Any, predicates: PredicateSet) -> Any:
    def subscriber(*events: Any) -> None:
        if all(one.test(*events) for one in predicates):
            function(*events)

    return subscriber
