"""From the options of a directive to predicates: known, ordered, keyed and explained.

The predicates themselves are in the modules beside this one; custom ones come from
``config.add_view_predicate`` and its neighbours and are treated alike.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from zope.interface import implementer

from corefw.base.dotted import maybe_dotted
from corefw.base.errors import ConfigurationError, Problem
from corefw.base.ordering import Entry, arrange
from corefw.contracts.configuring import IPredicateInfo

__all__ = [
    "BoundPredicate",
    "PredicateDefinition",
    "PredicateInfo",
    "PredicateSet",
    "RoutePredicate",
    "SubscriberPredicate",
    "ViewPredicate",
    "compile_predicates",
    "not_",
]


@dataclass(frozen=True, slots=True)
class PredicateDefinition:
    """A predicate by name: the factory ``factory(value, info)`` and its place among the others."""

    name: str
    factory: Callable[[Any, PredicateInfo], Any]
    weighs_more_than: tuple[str, ...] = ()
    weighs_less_than: tuple[str, ...] = ()


class ViewPredicate(PredicateDefinition):
    """One that views may use."""


class RoutePredicate(PredicateDefinition):
    """One that routes may use."""


class SubscriberPredicate(PredicateDefinition):
    """One that subscribers may use."""


@implementer(IPredicateInfo)
@dataclass(frozen=True, slots=True)
class PredicateInfo:
    """What a predicate factory is told."""

    package: ModuleType
    registry: Any

    @property
    def settings(self) -> Any:
        """The settings of the application."""
        return self.registry.settings

    def maybe_dotted(self, value: Any) -> Any:
        """Return *value*, or what it names if it is a string."""
        return maybe_dotted(value, self.package)


class not_:
    """Inverts the predicate it is given to: ``request_method=not_("POST")``."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"not_({self.value!r})"


class _Inverted:
    """A predicate that agrees when another does not."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def text(self) -> str:
        return f"not {self.inner.text()}"

    def phash(self) -> Any:
        phash = self.inner.phash()
        return ("!", phash) if phash else phash

    def __call__(self, *args: Any) -> bool:
        return not self.inner(*args)


@dataclass(frozen=True, slots=True)
class BoundPredicate:
    """A predicate with its value: the test, its words, and what tells it from others."""

    name: str
    test: Callable[..., Any]
    text: str
    phash: Any
    value: Any


@dataclass(frozen=True, slots=True)
class PredicateSet:
    """The predicates of one declaration, in the order they are tested."""

    predicates: tuple[BoundPredicate, ...]
    #: Sorts declarations: more predicates first, then heavier ones.
    order: tuple[int, int]

    @property
    def phash(self) -> tuple[Any, ...]:
        """What makes two declarations the same or different."""
        return tuple((row.name, row.phash) for row in self.predicates if row.phash)

    def __iter__(self) -> Any:
        return iter(self.predicates)


#: Of the many declarations that ask for none.
NO_PREDICATES: Final = PredicateSet((), (0, 0))


def arranged_definitions(
    definitions: Mapping[Any, PredicateDefinition],
) -> list[PredicateDefinition]:
    """Return the definitions from the lightest to the heaviest."""
    return [
        entry.value
        for entry in arrange(
            Entry(row.name, row, before=row.weighs_less_than, after=row.weighs_more_than)
            for row in definitions.values()
        )
    ]


def compile_predicates(
    definitions: Sequence[PredicateDefinition],
    options: Mapping[str, Any],
    info: PredicateInfo,
) -> PredicateSet:
    """Make the predicates that *options* ask for; an option that is None asks for nothing.

    Options that name no predicate are not looked at: who knows every option checks that.
    """
    bound: list[BoundPredicate] = []
    score = 0
    for weight, definition in enumerate(definitions):
        asked = options.get(definition.name)
        if asked is None:
            continue
        # Several values of custom predicates come as a Several, as Pyramid's predvalseq.
        for value in asked if isinstance(asked, predvalseq) else (asked,):
            bound.append(_bound(definition, value, info))
            score |= 1 << weight
    return PredicateSet(tuple(bound), (-len(bound), -score)) if bound else NO_PREDICATES


def _bound(definition: PredicateDefinition, value: Any, info: PredicateInfo) -> BoundPredicate:
    """Make one predicate; raises `ConfigurationError` (CFW-502) for a value of a wrong type."""
    try:
        if isinstance(value, not_):
            made: Any = _Inverted(definition.factory(value.value, info))
        else:
            made = definition.factory(value, info)
        return BoundPredicate(definition.name, made, made.text(), made.phash(), value)
    except (AttributeError, TypeError) as error:
        shown = repr(value)
        if " at 0x" in shown:
            shown = f"an object of class {type(value).__qualname__}"
        told = f"{definition.name} cannot be {shown}: {type(error).__name__}: {error}."
        raise ConfigurationError(Problem("CFW-502", told)) from error


class predvalseq(tuple[Any, ...]):
    """Several values for one predicate, each of which must agree."""
