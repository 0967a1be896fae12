"""Conflicts: declarations about one thing, and which of them wins.

The documented rule: a declaration beats those whose include path goes on from its own, so
whoever includes something may override it; side by side, nobody wins.  What says that it
replaces another is `replacing`'s.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from corefw.base.errors import Fix, Problem
from corefw.base.nearest import did_you_mean
from corefw.engine.declaration import Declaration, Replacing, State, quoted
from corefw.engine.replacing import shown_as, winner_of

__all__ = ["beats", "conflict_problem", "reason_of", "settle_group"]

#: How many places of one conflict are shown.
_SHOWN = 8
#: How many rivals are named in a sentence.
_NAMED = 4


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
    if any(row.replaces is not None for row in group):
        return _settle_replacing(group, kept)
    winner = kept or min(group, key=_by_path)
    rivals: list[Declaration] = []
    for row in group:
        if row is winner:
            continue
        if beats(winner, row):
            row.settle(State.OVERRIDDEN, _why_overridden(winner, row), by=winner)
        else:
            rivals.append(row)
    return winner, rivals


def _by_path(row: Declaration) -> tuple[int, int]:
    return len(row.include_path), row.sequence


def _settle_replacing(
    group: Sequence[Declaration], kept: Declaration | None
) -> tuple[Declaration, list[Declaration]]:
    winner, beaten = winner_of(group, kept, _by_path)
    rivals: list[Declaration] = []
    for row in group:
        if id(row) in beaten:
            directly, name = beaten[id(row)]
            row.settle(State.OVERRIDDEN, _why_replaced(winner, directly, row, name), by=winner)
        elif row is not winner:
            rivals.append(row)
    return winner, rivals


def _why_overridden(winner: Declaration, row: Declaration) -> str:
    step = row.include_path[len(winner.include_path)]
    return f"{winner.owner} includes {step} and declares the same at {winner.place}"


def _why_replaced(winner: Declaration, directly: Declaration, row: Declaration, name: str) -> str:
    if name:
        how = f"{directly.owner} says replaces={quoted(name)} at {directly.place}"
    else:
        how = _why_overridden(directly, row)
    return how if directly is winner else f"{how}, and gives way itself to {winner.place}"


def reason_of(row: Declaration, rows: Sequence[Declaration]) -> str:
    """Return the reason of *row*, one of several in conflict: which the others are."""
    # Of very many the first few: each has a reason, and all of them together must stay linear.
    others = [str(other.place) for other in rows[:_NAMED] if other is not row]
    more = len(rows) - 1 - len(others)
    return f"conflicts with {', '.join(others)}" + (f" and {more} more" if more else "")


def conflict_problem(winner: Declaration, rivals: Sequence[Declaration]) -> Problem:
    """Describe rivals for one key: every place, why nothing decides, what to do."""
    everyone = [winner, *rivals]
    rows = sorted(everyone, key=lambda row: (row.place.shown_file, row.place.line, row.sequence))
    owners = sorted({str(row.owner) for row in rows})
    if rows[0].kind == "port" and len(owners) == len(rows):
        return _port_problem(rows)
    number = {2: "Two", 3: "Three", 4: "Four"}.get(len(rows), f"{len(rows):,}")
    first = rows[0]
    witnesses = [row.witness() for row in rows[:_SHOWN]]
    if len(rows) > _SHOWN:
        # The sentence below says how many there are.
        witnesses[-1] = rows[-1].witness(
            f"and {len(rows) - _SHOWN:,} more between this one and the one above"
        )
    return Problem(
        "CFW-201",
        f"{number} declarations are about the same {first.description}.",
        witnesses=tuple(witnesses),
        why=_why_undecided(rows, owners),
        fixes=_conflict_fixes(rows, owners),
        facts={"kind": first.kind, "title": first.title},
    )


def _why_undecided(rows: Sequence[Declaration], owners: Sequence[str]) -> str:
    """Say why no rule decides, and which include path would have."""
    saying = [row for row in rows if row.replaces is not None]
    if saying:
        return "\n".join(_replaces_in_vain(row, rows) for row in saying[:_NAMED])
    if _is_one_line(rows):
        return (
            "The same line declared it each time: it is in a loop or a function that is called twice,\n"
            "or its package is included or scanned twice."
        )
    ways = [(str(row.place), _way(row)) for row in rows[:_NAMED]]
    if len({way for _, way in ways}) == 1:
        every = "both" if len(rows) == 2 else "all"
        return f"They stand side by side, {every} {ways[0][1]}, so there is no rule to prefer one."
    if len(owners) == 1:
        lead = "They stand side by side"
    elif len(owners) == 2:
        lead = f"Neither of {owners[0]} and {owners[1]} includes the other"
    else:
        lead = f"None of {', '.join(owners[:_NAMED])} includes the others"
    width = max(len(place) for place, _ in ways)
    rest = [f"  and {len(rows) - len(ways):,} more"] if len(rows) > len(ways) else []
    return "\n".join(
        [
            f"{lead}, so there is no rule to prefer one:",
            *(f"  {place:<{width}}   {way}" for place, way in ways),
            *rest,
        ]
    )


def _way(row: Declaration) -> str:
    """Say how a declaration got into the application."""
    return f"by way of {' -> '.join(row.include_path)}" if row.include_path else "in the application itself"


def _replaces_in_vain(row: Declaration, rows: Sequence[Declaration]) -> str:
    assert row.replaces is not None
    others = [other for other in rows if other is not row]
    known = {name for other in others for name in (other.owner.name, other.title)}
    missing = _missing(row, others)
    if missing:
        return (
            f"{row.place} says {row.replaces}, and none of the others is of {quoted(missing[0])}."
            + did_you_mean(missing[0], known)
        )
    back = [other for other in others if other.replaces is not None and not _missing(other, [row])]
    if back:
        return f"{row.place} says {row.replaces}, and is replaced itself by what {back[0].place} says."
    return f"{row.place} says {row.replaces}, and not every other one is of that."


def _missing(row: Declaration, others: Sequence[Declaration]) -> list[str]:
    """Return what *row* says it replaces and is none of *others*."""
    names = row.replaces.names if row.replaces is not None else ()
    return [name for name in names if not any(name in shown_as(other) for other in others)]


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
    if _is_one_line(rows):
        return (
            _both(rows)
            if first.kind == "view"
            else Fix("both are needed", f"give each another name at {first.place}"),
            Fix("only one is needed", "include or scan it once, or call it once"),
        )
    saying = [row for row in rows if row.replaces is not None]
    if len(saying) > 1:
        places = " or ".join(str(row.place) for row in saying[:_NAMED])
        return (Fix("one of them should win", f"take  replaces=  away at {places}"), _both(rows))
    if saying:
        return (
            Fix(f"{saying[0].place} should win", f"write  {_names_of_others(saying[0], rows)}  there"),
            _both(rows),
        )
    if len(owners) == 1:
        return _both(rows), Fix("only one is needed", f"remove {first.place} or {last.place}")
    # Who spoke last knew most: an addon that is built on another is loaded after it.
    best = max(rows, key=lambda row: row.sequence)
    fixes = []
    if _is_code(best):
        others = sorted({row.owner.name for row in rows if row.owner != best.owner})
        who = others[0] if len(others) == 1 else "the others"
        fixes.append(
            Fix(
                f"{best.owner.name} should replace {who}",
                f"add  {_names_of_others(best, rows)}  at {best.place}",
            )
        )
    fixes.append(_both(rows))
    unwanted = next((row.owner for row in (best, *rows) if row.owner.kind == "addon"), None)
    if unwanted is not None:
        fixes.append(Fix(f"{unwanted.name} is not wanted", f'disable = ["{unwanted.name}"]   in [corefw]'))
    return tuple(fixes)


def _names_of_others(row: Declaration, rows: Sequence[Declaration]) -> Replacing:
    """Return the ``replaces=`` with which *row* would win."""
    names = sorted({other.owner.name for other in rows if other is not row})
    # Of very many it is the thing itself that is shorter.
    return Replacing(tuple(names) if len(names) <= _NAMED else (row.title,))


def _is_code(row: Declaration) -> bool:
    """Whether something can be added to the call; a manifest and a setting take no arguments."""
    return row.place.file.endswith(".py")


def _both(rows: Sequence[Declaration]) -> Fix:
    """Say how all of them can be in use."""
    when = "both are needed" if len(rows) == 2 else "all are needed"
    if rows[0].kind == "view":
        return Fix(when, "give one another name=, request_method=, accept= or other predicate")
    best = next((row for row in reversed(rows) if _is_code(row)), rows[-1])
    return Fix(when, f"give one another name at {best.place}")
