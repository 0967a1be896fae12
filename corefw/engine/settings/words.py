"""Settings that arrive as text, from the environment or an old file, as what they mean.

What a typed section describes needs neither of these.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["asbool", "aslist"]

_TRUE = frozenset(("t", "true", "y", "yes", "on", "1"))


def asbool(value: Any) -> bool:
    """Return whether *value* says yes: True, or one of ``t true y yes on 1`` in whatever case.

    Everything else is no, None and text that nobody can read as either included.
    """
    return value if isinstance(value, bool) else str(value).strip().lower() in _TRUE


def aslist(value: str | Iterable[Any], flatten: bool = True) -> list[Any]:
    """Return the lines of *value* that are not blank (a text, or what is a list already).

    With *flatten* each line is split at its blanks as well.
    """
    lines: list[Any] = (
        [line.strip() for line in value.splitlines()] if isinstance(value, str) else list(value)
    )
    found: list[Any] = []
    for line in lines:
        found += line.split() if flatten and isinstance(line, str) else [line] if line != "" else []
    return found
