"""Rows of predicates: the words in which views, routes and subscribers say when they hold.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import Declared, first_sentence, named, plan_of
from corefw.web.predicates.compiling import (
    PredicateDefinition,
    RoutePredicate,
    SubscriberPredicate,
    ViewPredicate,
    arranged_definitions,
)

__all__ = ["PredicateRow", "predicate_rows"]

_KINDS: tuple[tuple[str, type[PredicateDefinition]], ...] = (
    ("view", ViewPredicate),
    ("route", RoutePredicate),
    ("subscriber", SubscriberPredicate),
)


@dataclass(frozen=True, slots=True)
class PredicateRow:
    """One predicate of views, routes or subscribers; a heavier one makes a declaration come earlier."""

    of: str
    name: str
    weight: int
    factory: str
    help: str
    owner: str
    place: str


def predicate_rows(registry: Registry) -> list[PredicateRow]:
    """Return the predicates by what uses them, from the lightest to the heaviest."""
    return list(_rows(registry))


def _rows(registry: Registry) -> Iterator[PredicateRow]:
    declared = Declared(plan_of(registry))
    for of, kind in _KINDS:
        for weight, row in enumerate(arranged_definitions(registry.all(kind)), start=1):
            yield PredicateRow(
                of,
                row.name,
                weight,
                named(row.factory),
                first_sentence(row.factory),
                *declared.owner_and_place((f"{of} predicate", row.name)),
            )
