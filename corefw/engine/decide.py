"""Deciding: from declarations to states, without performing anything.

Floor 2.  Uses declarations and conflicts; ``commit`` performs what was decided here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field

from corefw.base.errors import ConfigurationError, Problem
from corefw.engine.conflicts import conflict_problem, settle_group
from corefw.engine.declaration import Declaration, Deferred, State

__all__ = ["Decision", "decide", "unmet"]


@dataclass(slots=True)
class Decision:
    """What one round of deciding found."""

    active: list[Declaration] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def decide(
    rows: Sequence[Declaration],
    winners: MutableMapping[Hashable, Declaration],
    performed: Iterable[Declaration] = (),
) -> Decision:
    """Give every one of *rows* its state; *winners* of earlier rounds take part and are updated.

    A rival of something that was performed already is a conflict, even from a shorter include
    path: what has been performed is not taken back inside a commit.
    """
    decision = Decision()
    done = set(map(id, performed))
    groups: dict[Hashable, list[Declaration]] = {}
    for row in rows:
        if row.state is not None:
            continue
        key = _resolved(row, decision)
        if row.state is State.FAILED:
            continue
        if key is None:
            row.settle(State.ACTIVE)
            decision.active.append(row)
        else:
            groups.setdefault(key, []).append(row)
    for key, group in groups.items():
        earlier = winners.get(key)
        if earlier is not None:
            group.insert(0, earlier)
        winner, rivals = settle_group(group)
        if earlier is not None and winner is not earlier and id(earlier) in done:
            rivals = [row for row in [winner, *rivals] if row is not earlier]
            winner = earlier
        if rivals:
            problem = conflict_problem(winner, rivals)
            decision.conflicts.append(problem)
            for row in rivals:
                row.settle(State.FAILED, f"conflicts with {winner.place}", by=winner)
        if winner is not earlier:
            winner.settle(State.ACTIVE)
            winners[key] = winner
            decision.active.append(winner)
    decision.active = [row for row in decision.active if row.state is State.ACTIVE]
    return decision


def unmet(row: Declaration, winners: MutableMapping[Hashable, Declaration]) -> Problem | None:
    """Return the problem of a declaration that needs what nobody declares, or None."""
    missing = [need for need in row.needs if need.key not in winners]
    if not missing:
        return None
    return Problem(
        "CFW-202",
        f"The {row.title} needs a {missing[0].what} that nobody declares.",
        witnesses=(row.witness(),),
        why="\n".join(need.explain() for need in missing),
        facts={"kind": row.kind, "missing": [need.name for need in missing]},
    )


def _resolved(row: Declaration, decision: Decision) -> Hashable:
    if not isinstance(row.key, Deferred):
        return row.key
    try:
        row.key = row.key.resolve()
    except ConfigurationError as error:
        decision.problems.extend(error.problems)
        row.settle(State.FAILED, str(error.problems[0].what))
        return None
    except Exception as error:
        decision.problems.append(
            Problem(
                "CFW-206",
                f"What the {row.title} is about cannot be decided: {type(error).__name__}: {error}",
                witnesses=(row.witness(),),
            )
        )
        row.settle(State.FAILED, str(error))
        return None
    return row.key
