"""The answer to a "why": what answers, the facts about it, what was tried, and what lost.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corefw.engine.declaration import Declaration
from corefw.operate.inspection.plan import UNDECIDED
from corefw.operate.inspection.rows import shown

__all__ = ["Answer", "Lost", "Tried", "lost_rows"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One candidate, in the order in which they are asked."""

    what: str
    verdict: str
    reason: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class Lost:
    """One declaration that did not become active, and why."""

    what: str
    state: str
    reason: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers for one name; ``says`` is it in words, ``facts`` are labels and values."""

    kind: str
    name: str
    says: str
    facts: tuple[tuple[str, str], ...] = ()
    owner: str = ""
    place: str = ""
    tried: tuple[Tried, ...] = ()
    lost: tuple[Lost, ...] = ()


def lost_rows(declarations: Iterable[Declaration]) -> tuple[Lost, ...]:
    """Return declarations that did not become active as rows."""
    return tuple(
        Lost(
            row.description,
            row.state.value if row.state is not None else UNDECIDED,
            row.reason,
            str(row.owner),
            shown(row.place),
        )
        for row in declarations
    )
