"""Near names: what was probably meant by a name that nobody knows.  Floor 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corefw.base.errors import Fix

__all__ = ["did_you_mean", "near_fixes", "nearest"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that is nearest to *name*, or None if none is near.

    Capitals do not count; a name of three letters or more is near to one that holds it.
    """
    from difflib import get_close_matches  # for errors only, and every start would wait for it

    folded = {other.casefold(): other for other in sorted(set(known), reverse=True)}
    wanted = name.casefold()
    matches = get_close_matches(wanted, sorted(folded), n=1, cutoff=0.6)
    if matches:
        return folded[matches[0]]
    inside = [other for other in folded if min(len(wanted), len(other)) >= 3 and _holds(wanted, other)]
    return folded[min(inside, key=lambda other: (abs(len(other) - len(wanted)), other))] if inside else None


def _holds(one: str, other: str) -> bool:
    return one in other or other in one


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` with a leading space, or "" if nothing is near."""
    near = nearest(name, known)
    return f' Did you mean "{near}"?' if near is not None else ""


def near_fixes(name: str, known: Iterable[str], do: Callable[[str], str]) -> tuple[Fix, ...]:
    """Return the remedy to take the name that was probably meant, as *do* writes it, if any is near."""
    near = nearest(name, known)
    return () if near is None else (Fix(f"{near} was meant", do(near)),)
