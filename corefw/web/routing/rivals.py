"""Rivals: decorated routes of one scan between which nothing decides.

Routes declared by calls are tried in their order.  Those of a scan have none, so the more
specific is tried first; of two that match the very same paths under the same conditions
either would be a coin toss, and both are named instead.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.web.routing.pattern import Pattern, Placeholder
from corefw.web.routing.route import Route

__all__ = ["refuse_rivals"]


def refuse_rivals(routes: Iterable[Route]) -> None:
    """Raise `ConfigurationError` (CFW-514) with every group of rivals."""
    groups: dict[Hashable, list[Route]] = {}
    for route in routes:
        if route.scan_block is not None and not route.is_static:
            conditions = frozenset((row.name, row.phash) for row in route.predicates)
            groups.setdefault((route.scan_block, _shape(route.parsed), conditions), []).append(route)
    problems = [_problem(group) for group in groups.values() if len(group) > 1]
    if problems:
        raise ConfigurationError(*problems)


def _shape(pattern: Pattern) -> tuple[Hashable, ...]:
    """Return the pattern without the names in it; equal shapes match equal paths."""
    shape: list[Hashable] = []
    for part in pattern.parts:
        if isinstance(part, str):
            shape.append(part)
        elif isinstance(part, Placeholder):
            shape.append((part.type.name if part.type is not None else "", part.regex))
        else:
            shape.append(None)
    return tuple(shape)


def _problem(group: list[Route]) -> Problem:
    names = " and ".join(f'"{route.name}"' for route in group)
    return Problem(
        "CFW-514",
        f"The routes {names} match the same paths.",
        witnesses=tuple(Witness(route.place, note=f'"{route.pattern}"') for route in group),
        why="They were found by one scan, whose routes have no order of their own, and neither is\n"
        "more specific than the other.",
        fixes=(
            Fix(
                "they are for different requests", 'give one a route predicate, such as request_method="GET"'
            ),
            Fix("one is to be tried first", "declare both with config.add_route, in that order"),
        ),
    )
