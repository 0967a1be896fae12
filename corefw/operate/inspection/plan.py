"""Rows of the plan: every declaration and its state, and how many there are of each.  Floor 6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corefw.engine.declaration import Declaration, State, readable
from corefw.engine.plan import Plan
from corefw.operate.inspection.rows import shown

__all__ = ["UNDECIDED", "PlanCount", "PlanRow", "plan_counts", "plan_row", "plan_rows"]

#: The state of declarations that were made and not reached, since something stopped the commit.
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One declaration and its state."""

    state: str
    kind: str
    title: str
    key: str
    owner: str
    place: str
    via: str
    include_path: tuple[str, ...]
    reason: str
    by: str
    is_foreseeable: bool
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCount:
    """How many declarations of one kind an owner made, and how many are in each state."""

    owner: str
    kind: str
    total: int
    states: dict[str, int]


def plan_rows(
    plan: Plan, *, state: str | None = None, owner: str | None = None, kind: str | None = None
) -> list[PlanRow]:
    """Return the declarations that fit every given filter, in the order they were made."""
    return [plan_row(row) for row in plan.select(state=state, kind=kind, owner=owner)]


def plan_row(row: Declaration) -> PlanRow:
    """Return one declaration as a row."""
    return PlanRow(
        state=row.state.value if row.state is not None else UNDECIDED,
        kind=row.kind,
        title=row.title,
        key=readable(row.key),
        owner=str(row.owner),
        place=shown(row.place),
        via=row.via,
        include_path=row.include_path,
        reason=row.reason,
        by=shown(row.by.place) if row.by is not None else "",
        is_foreseeable=row.is_foreseeable,
        replaces=row.replaces.names if row.replaces is not None else (),
    )


def plan_counts(rows: Iterable[PlanRow]) -> list[PlanCount]:
    """Return the counts by owner and kind: owners as they first spoke, kinds by name."""
    owners: dict[str, dict[str, Counter[str]]] = {}
    for row in rows:
        owners.setdefault(row.owner, {}).setdefault(row.kind, Counter())[row.state] += 1
    order = [*(state.value for state in State), UNDECIDED]
    return [
        PlanCount(
            owner, kind, sum(counted.values()), {name: counted[name] for name in order if counted[name]}
        )
        for owner, kinds in owners.items()
        for kind, counted in sorted(kinds.items())
    ]
