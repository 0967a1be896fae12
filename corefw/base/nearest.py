"""Near names: what was probably meant by a name that nobody knows.  Floor 0."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "nearest"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that is nearest to *name*, or None if none is near."""
    names = sorted(set(known))
    matches = get_close_matches(name, names, n=1, cutoff=0.6)
    if matches:
        return matches[0]
    inside = [other for other in names if name and (name in other or other in name)]
    return inside[0] if inside else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` with a leading space, or "" if nothing is near."""
    near = nearest(name, known)
    return f' Did you mean "{near}"?' if near is not None else ""
