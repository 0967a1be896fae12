"""Routes: what was declared about one, and how it speaks for itself.

Finding the route of a path is the index's work, making URLs ``urls``'.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zope.interface import implementer

from corefw.base.places import UNKNOWN, Place
from corefw.contracts.interfaces import IRoute
from corefw.web.predicates.compiling import BoundPredicate
from corefw.web.routing.pattern import Pattern

__all__ = ["Route"]


@implementer(IRoute)
@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One route.  A large application has thousands, so it holds little."""

    name: str
    pattern: str
    parsed: Pattern
    factory: Callable[[Any], Any] | None = None
    predicates: Sequence[BoundPredicate] = ()
    pregenerator: Callable[..., Any] | None = None
    use_global_views: bool = False
    #: True for a route that only makes URLs.
    is_static: bool = False
    #: The external address that the pattern began with ("https://host"), or "".
    external: str = ""
    #: A pattern filled from the matched values; traversal then follows that path.
    traverse: Pattern | None = None
    #: The number of its declaration.
    sequence: int = 0
    #: The number of the scan that found the route; None if it was declared by a call.
    scan_block: int | None = None
    place: Place = field(default=UNKNOWN)

    @property
    def path(self) -> str:
        """The pattern, under its other documented name."""
        return self.pattern

    @property
    def rank(self) -> tuple[Any, ...]:
        """When it is tried: by its declaration, or at the place of its scan, the more specific first."""
        if self.scan_block is None:
            return (self.sequence, 0)
        return (self.scan_block, 1, specificity(self.parsed), self.sequence)

    @property
    def traverses(self) -> bool:
        """Whether a context is found by traversal after the route matched."""
        return self.traverse is not None or "traverse" in self.parsed.names

    def match(self, path: str) -> dict[str, Any] | None:
        """Return the match dictionary of a decoded path, or None."""
        return self.parsed.match(path)

    def generate(self, values: dict[str, Any]) -> str:
        """Return the percent-encoded path for *values*; raises KeyError for missing ones."""
        return self.parsed.generate(values)


def specificity(pattern: Pattern) -> tuple[int, ...]:
    """Return a key by which more specific patterns sort first, segment by segment.

    A literal segment before one that is so in part, before a typed placeholder, before any
    other, before an own expression, before a star; own expressions count as equal, since which
    of two matches less cannot be told.
    """
    key: list[int] = []
    segment: list[Any] = []
    for part in pattern.parts:
        if isinstance(part, str):
            head, *rest = part.split("/")
            if head:
                segment.append(head)
            for one in rest:
                key.append(_weight(segment))
                segment = [one] if one else []
        else:
            segment.append(part)
    key.append(_weight(segment))
    return tuple(key[1:])


def _weight(segment: list[Any]) -> int:
    dynamic = [part for part in segment if not isinstance(part, str)]
    if not dynamic:
        return 0
    if any(not hasattr(part, "fills_a_segment") for part in dynamic):
        return 5
    if len(segment) > 1:
        return 1
    if dynamic[0].type is not None:
        return 2
    return 3 if dynamic[0].fills_a_segment else 4
