"""Conflicts: declarations about one thing, and which of them wins.

The documented rule: a declaration beats those whose include path goes on from its own, so
whoever includes something may override it; side by side, nobody wins.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from corefw.base.errors import Fix, Problem
from corefw.engine.declaration import Declaration, State

__all__ = ["beats", "conflict_problem", "settle_group"]


def beats(winner: Declaration, other: Declaration) -> bool:
    """Whether *winner* includes, directly or not, the place where *other* was declared."""
    path, deeper = winner.include_path, other.include_path
    return len(path) < len(deeper) and deeper[: len(path)] == path


def settle_group(
    group: Sequence[Declaration], kept: Declaration | None = None
) -> tuple[Declaration, list[Declaration]]:
    """Decide among declarations of one key; return the winner and those in conflict with it.

    The overridden ones are settled; the winner and the conflicting ones are not.  What was
    performed already is *kept*: it can win, or be in conflict, and not be overridden.
    """
    winner = kept or min(group, key=lambda row: (len(row.include_path), row.sequence))
    rivals: list[Declaration] = []
    for row in group:
        if row is winner:
            continue
        if beats(winner, row):
            row.settle(State.OVERRIDDEN, _why_overridden(winner, row), by=winner)
        else:
            rivals.append(row)
    return winner, rivals


def _why_overridden(winner: Declaration, row: Declaration) -> str:
    step = row.include_path[len(winner.include_path)]
    return f"{winner.owner} includes {step} and declares the same at {winner.place}"


def conflict_problem(winner: Declaration, rivals: Sequence[Declaration]) -> Problem:
    """Describe rivals for one key: every place, why nothing decides, what to do."""
    rows = sorted([winner, *rivals], key=lambda row: (row.place.shown_file, row.place.line, row.sequence))
    owners = sorted({str(row.owner) for row in rows})
    if rows[0].kind == "port" and len(owners) == len(rows):
        return _port_problem(rows)
    number = {2: "Two", 3: "Three", 4: "Four"}.get(len(rows), str(len(rows)))
    first = rows[0]
    if _is_one_line(rows):
        why = (
            "The same line declared it each time: it is in a loop or a function that is called twice,\n"
            "or its package is included or scanned twice."
        )
    elif len(owners) > 1:
        why = f"Neither of {' and '.join(owners)} includes the other, so there is no rule to prefer one."
    else:
        why = "They stand side by side, so there is no rule to prefer one."
    return Problem(
        "CFW-201",
        f"{number} declarations are about the same {first.description}.",
        witnesses=tuple(row.witness() for row in rows),
        why=why,
        fixes=_conflict_fixes(rows, owners),
        facts={"kind": first.kind, "title": first.title},
    )


def _port_problem(rows: Sequence[Declaration]) -> Problem:
    """Describe several providers of one port: the settings choose, with a line for each."""
    rows = sorted(rows, key=lambda row: row.owner)
    names = [str(row.owner) for row in rows]
    key = rows[0].key
    port = str(key[1]) if isinstance(key, tuple) else rows[0].title
    return Problem(
        "CFW-201",
        f"The port {port} has {len(rows)} providers: {', '.join(names[:-1])} and {names[-1]}.",
        witnesses=tuple(row.witness() for row in rows),
        why="A port has one provider, and the settings do not say which of them.",
        fixes=tuple(
            Fix(f"{row.owner.name} is meant", f'{port} = "{row.owner.name}"   in [corefw.ports]')
            for row in rows
        ),
        facts={"kind": "port", "title": rows[0].title, "providers": [row.owner.name for row in rows]},
    )


def _is_one_line(rows: Sequence[Declaration]) -> bool:
    """Whether all were declared by the same line for the same owner; *rows* are sorted by place."""
    return rows[0].place == rows[-1].place and len({row.owner for row in rows}) == 1


def _conflict_fixes(rows: Sequence[Declaration], owners: Sequence[str]) -> tuple[Fix, ...]:
    first, last = rows[0], rows[-1]
    fixes = []
    if _is_one_line(rows):
        return (
            Fix("both are needed", f"give each another name at {first.place}"),
            Fix("only one is needed", "include or scan it once, or call it once"),
        )
    if first.kind == "view":
        fixes.append(
            Fix("both are needed", "give one another name=, request_method=, accept= or other predicate")
        )
    else:
        fixes.append(Fix("both are needed", f"give one another name at {last.place}"))
    if len(owners) > 1:
        fixes.append(
            Fix(f"{last.owner} should win", f"declare it in the application, after which {last.place} can go")
        )
    else:
        fixes.append(Fix("only one is needed", f"remove {first.place} or {last.place}"))
    return tuple(fixes)
