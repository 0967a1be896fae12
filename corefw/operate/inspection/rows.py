"""What all listings share: whose a registration is, names in words, rows as JSON, choosing by a glob.

Floor 6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from zope.interface import Interface

from corefw.base.nearest import did_you_mean
from corefw.base.places import Place
from corefw.engine.declaration import Declaration, State
from corefw.engine.plan import Plan
from corefw.engine.registry import Registry

__all__ = [
    "ANY_METHOD",
    "Declared",
    "as_dicts",
    "first_sentence",
    "fitting",
    "named",
    "none_fits",
    "plan_of",
    "shown",
    "specification_name",
]

#: What stands for "every request method".
ANY_METHOD = "*"

R = TypeVar("R")


def as_dicts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return rows as JSON types."""
    return [asdict(row) for row in rows]


def plan_of(registry: Registry) -> Plan:
    """Return the plan that the application was built from."""
    found: Plan = registry.plan
    return found


class Declared:
    """Whose each registration is: the declaration in force for a key."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._active: dict[Hashable, Declaration] = {
            row.key: row for row in plan if row.state is State.ACTIVE and row.key is not None
        }

    def find(self, *keys: Hashable) -> Declaration | None:
        """Return the active declaration of the first of *keys* that has one."""
        return next((self._active[key] for key in keys if key in self._active), None)

    def owner_and_place(self, *keys: Hashable) -> tuple[str, str]:
        """Return both as texts, empty for what nobody declared (it was registered directly)."""
        found = self.find(*keys)
        return (str(found.owner), shown(found.place)) if found is not None else ("", "")

    def beaten(self, *keys: Hashable) -> list[Declaration]:
        """Return the declarations of *keys* that did not become active, in the order they were made."""
        wanted = {key for key in keys if key is not None}
        return [
            row
            for row in self.plan
            if row.state is not State.ACTIVE and row.key is not None and row.key in wanted
        ]


def fitting(rows: Iterable[R], pattern: str | None, *fields: str) -> list[R]:
    """Return the rows of which one of *fields* fits the glob *pattern*; all of them without one."""
    return [
        row
        for row in rows
        if pattern is None or any(fnmatchcase(text, pattern) for text in _texts(row, fields))
    ]


def none_fits(rows: Iterable[Any], pattern: str, *fields: str) -> str:
    """Return the sentence that says that nothing fits *pattern*, and what was probably meant."""
    known = [text for row in rows for text in _texts(row, fields) if text]
    return f'Nothing fits "{pattern}".{did_you_mean(pattern.strip("*"), known)}'


def _texts(row: Any, fields: Sequence[str]) -> list[str]:
    values = [getattr(row, field) for field in fields]
    return [text for value in values for text in (value if isinstance(value, tuple) else (value,))]


def named(thing: Any, attr: str | None = None) -> str:
    """Return a callable, a class or an interface in words: its module and its name."""
    if thing is None:
        return ""
    if hasattr(thing, "__iro__") and not isinstance(thing, type):  # an interface of zope
        return f"{thing.__module__}.{thing.__name__}"
    owner = thing if getattr(thing, "__qualname__", None) else type(thing)
    return f"{owner.__module__}.{owner.__qualname__}" + (f".{attr}" if attr else "")


def specification_name(specification: Any) -> str:
    """Return what is adapted in words: an interface or a class by its name, or "anything"."""
    if specification is Interface or specification is None:
        return "anything"
    cls = getattr(specification, "inherit", None)
    return str(cls.__name__ if cls is not None else specification.__name__)


def first_sentence(thing: Any) -> str:
    """Return the first line of the docstring of *thing* (or of its class), or ""."""
    text = getattr(thing, "__doc__", None) or ""
    return text.strip().partition("\n")[0] if isinstance(text, str) else ""


def shown(place: Place | None) -> str:
    """Return a place as its text; "" where none is known."""
    return str(place) if place is not None and place.line else ""
