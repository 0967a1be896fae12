"""What is asked of corefw in each row, and whether it was met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TARGETS", "Target", "judged"]


@dataclass(frozen=True, slots=True)
class Target:
    """At most so many times what *peer* needs."""

    peer: str
    most: float


#: By case.  Those of "many-routes" (its own one route) and of "template" (a difference) are in `measuring`.
TARGETS: dict[str, Sequence[Target]] = {
    "plaintext": (Target("wheezy", 1.0), Target("wheezy", 1.15)),
    "json": (Target("wheezy", 0.5), Target("falcon", 0.3)),
    "parameter": (Target("wheezy", 0.6), Target("falcon", 0.4)),
    "form": (Target("falcon", 1.2),),
    "missing": (Target("wheezy", 1.5), Target("falcon", 0.2)),
    "error": (Target("wheezy", 1.1),),
    "page": (Target("django", 0.75), Target("pyramid", 0.55)),
}


def judged(is_met: bool) -> str:
    """Return the word for it."""
    return "met" if is_met else "**not met**"
