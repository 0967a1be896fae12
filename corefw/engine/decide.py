"""Deciding: from declarations to states, without performing anything.

Floor 2.  Uses declarations and conflicts; ``commit`` performs what was decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from traceback import walk_tb

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place
from corefw.engine.conflicts import reason_of, settle_group
from corefw.engine.declaration import Declaration, Deferred, Need, State
from corefw.engine.replacing import Said, replaced_names

__all__ = ["Decision", "decide", "lacking", "unmet"]


@dataclass(slots=True)
class Decision:
    """What one round of deciding found."""

    active: list[Declaration] = field(default_factory=list)
    #: Rivals for one key, the first of them in force until the commit is refused.
    conflicts: list[tuple[Declaration, ...]] = field(default_factory=list)
    #: Who says ``replaces=`` and has something to replace, with the name.
    replaced: set[Said] = field(default_factory=set)
    #: What could not be decided: the declaration, what it raised, and that in words.
    undecidable: list[tuple[Declaration, Exception, tuple[Problem, ...]]] = field(default_factory=list)


def decide(
    rows: Sequence[Declaration],
    winners: MutableMapping[Hashable, Declaration],
    performed: Collection[Declaration] = (),
) -> Decision:
    """Give every one of *rows* its state; *winners* of earlier rounds take part and are updated.

    A rival of something that was performed already is a conflict, even from a shorter include
    path: what has been performed is not taken back inside a commit.
    """
    decision = Decision()
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
        winner = group[0]
        if len(group) > 1:
            decision.replaced |= replaced_names(group)
            winner, rivals = settle_group(group, kept=earlier if earlier in performed else None)
            if rivals:
                decision.conflicts.append((winner, *rivals))
        if winner is not earlier:
            winner.settle(State.ACTIVE)
            winners[key] = winner
            decision.active.append(winner)
    decision.active = [row for row in decision.active if row.state is State.ACTIVE]
    for rows in decision.conflicts:
        for row in rows[1:]:
            row.settle(State.FAILED, reason_of(row, rows), by=rows[0])
    return decision


def lacking(row: Declaration, winners: Mapping[Hashable, Declaration]) -> Sequence[Need]:
    """Return the needs of a declaration that are not met."""
    needs = row.needs
    if not needs:
        return ()
    return [
        need for need in needs if need.key not in winners or (need.is_met is not None and not need.is_met())
    ]


def unmet(row: Declaration, missing: Sequence[Need]) -> Problem:
    """Return the problem of a declaration that needs what nobody declares."""
    if missing[0].problem is not None:
        return missing[0].problem(row.witness())
    return Problem(
        "CFW-202",
        f"The {row.title} needs a {missing[0].what} that nobody declares.",
        witnesses=(row.witness(),),
        why="\n".join(need.explain() for need in missing),
        fixes=tuple(dict.fromkeys(fix for need in missing for fix in need.fixes())),
        facts={"kind": row.kind, "missing": [need.name for need in missing]},
    )


def _resolved(row: Declaration, decision: Decision) -> Hashable:
    try:
        if isinstance(row.key, Deferred):
            row.key = row.key.resolve()
        hash(row.key)
    except Exception as error:
        problems = _in_words(row, error)
        decision.undecidable.append((row, error, problems))
        row.settle(State.FAILED, problems[0].what)
        return None
    return row.key


def _in_words(row: Declaration, error: Exception) -> tuple[Problem, ...]:
    if isinstance(error, ConfigurationError) and error.problems:
        return row.placed(error.problems)
    what = f"The discriminator of the {row.title} cannot be decided: {type(error).__name__}: {error}"
    raised = [row.witness()]
    if error.__traceback__ is not None:
        at, line = list(walk_tb(error.__traceback__))[-1]
        place = replace(Place.of_frame(at), line=line)
        if place.module.partition(".")[0] != "corefw" and place != row.place:
            raised.append(Witness(place, note="raised it"))
    fix = "let it return something hashable, such as a tuple of names, and raise nothing"
    return (Problem("CFW-206", what, witnesses=tuple(raised), fixes=(Fix("", fix),)),)
