"""Summaries: of very many problems of one sort the first are told in full, the rest are counted.

Ten thousand conflicts have one cause, which the first few show; a text of a million lines
would hide it.  Floor 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from corefw.base.errors import Fix, Problem
from corefw.engine.declaration import Declaration, State

__all__ = ["TOLD_IN_FULL", "more", "told"]

#: How many problems of one sort are told in full.
TOLD_IN_FULL = 10
#: How many lines the counts have.
_LINES = 8


def told(
    cases: Sequence[Sequence[Declaration]],
    problem: Callable[[Sequence[Declaration]], Problem],
    *,
    noun: str,
    nouns: str = "",
    state: State,
) -> list[Problem]:
    """Return the problems of *cases*, each of which is about some declarations of one kind.

    *problem* makes one of them, and is asked for the first only; *noun* is what one case is,
    and *state* in which state its declarations end.
    """
    found = [problem(case) for case in cases[:TOLD_IN_FULL]]
    return [*found, *more(cases, noun=noun, nouns=nouns, state=state)]


def more(
    cases: Sequence[Sequence[Declaration]], *, noun: str, nouns: str = "", state: State
) -> list[Problem]:
    """Return one problem (CFW-212) that counts what goes beyond the first of *cases*, if anything does."""
    rest = cases[TOLD_IN_FULL:]
    if not rest:
        return []
    counts = Counter((case[0].kind, _owners(case)) for case in rest)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked[:_LINES]
    digits, kinds = len(f"{shown[0][1]:,}"), max(len(kind) for (kind, _), _ in shown)
    lines = [f"{count:>{digits},}   {kind:<{kinds}}   {owners}" for (kind, owners), count in shown]
    if len(ranked) > _LINES:
        lines.append(f"{sum(count for _, count in ranked[_LINES:]):,} more, of other kinds or owners")
    what = (
        f"There are {len(rest):,} more {nouns or noun + 's'}."
        if len(rest) > 1
        else f"There is 1 more {noun}."
    )
    problem = Problem(
        "CFW-212",
        what,
        why="\n".join(lines),
        fixes=(Fix("", f"begin with those above; all are listed by  corefw plan --state {state.value}"),),
        facts={
            "count": len(rest),
            "by": [{"kind": kind, "owners": owners, "count": count} for (kind, owners), count in ranked],
        },
    )
    return [problem]


def _owners(case: Iterable[Declaration]) -> str:
    owners = sorted({str(row.owner) for row in case})
    return " and ".join(owners[:3]) + (f" and {len(owners) - 3} more" if len(owners) > 3 else "")
