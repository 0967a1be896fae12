"""Errors for the person who must act: what, where, why we could not decide, what to paste.

A `Problem` holds the facts; its text is made from them, and ``as_dict`` serves machines.
A `ConfigurationError` carries all problems that were found together.  The codes and their
one-line meanings are in `corefw.base.codes`.  Floor 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corefw.base.places import Place

__all__ = [
    "ConfigurationConflictError",
    "ConfigurationError",
    "ConfigurationExecutionError",
    "Fix",
    "Problem",
    "UnknownDirectiveError",
    "Witness",
    "located",
]


@dataclass(frozen=True, slots=True)
class Witness:
    """One place that a problem is about, and who owns it."""

    place: Place
    owner: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as JSON types."""
        return {
            "file": self.place.shown_file,
            "line": self.place.line,
            "module": self.place.module,
            "source": self.place.source,
            "owner": self.owner,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Fix:
    """One remedy: in which case it is the right one, and what to paste or do."""

    when: str
    do: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with everything somebody needs to mend it."""

    code: str
    what: str
    witnesses: tuple[Witness, ...] = ()
    why: str = ""
    fixes: tuple[Fix, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def docs(self) -> str:
        """The page of the documentation about problems of this sort, from its top: causes and remedies."""
        return f"reference/errors/{self.code}"

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as JSON types."""
        return {
            "code": self.code,
            "docs": self.docs,
            "what": self.what,
            "places": [witness.as_dict() for witness in self.witnesses],
            "why": self.why,
            "fixes": [{"when": fix.when, "do": fix.do} for fix in self.fixes],
            **({"facts": self.facts} if self.facts else {}),
        }

    def __str__(self) -> str:
        blocks = [f"{self.code}  {self.what}"]
        if self.witnesses:
            blocks.append("\n".join(self._witness_lines()))
        if self.why:
            blocks.append("\n".join("  " + line for line in self.why.splitlines()))
        if self.fixes:
            blocks.append("\n".join(self._fix_lines()))
        return "\n\n".join(blocks)

    def _witness_lines(self) -> Iterable[str]:
        rows = [
            (witness.owner, str(witness.place), witness.note or witness.place.source)
            for witness in self.witnesses
        ]
        owners = max(len(owner) for owner, _, _ in rows)
        places = max(len(place) for _, place, _ in rows)
        for owner, place, note in rows:
            lead = f"  {owner:<{owners}}   " if owners else "  "
            yield f"{lead}{place:<{places}}   {note}".rstrip()

    def _fix_lines(self) -> Iterable[str]:
        if len(self.fixes) == 1 and not self.fixes[0].when:
            yield f"  To mend it: {self.fixes[0].do}"
            return
        yield "  Choose one:" if len(self.fixes) > 1 else "  To mend it:"
        width = max(len(fix.when) for fix in self.fixes)
        for fix in self.fixes:
            yield f"    {fix.when:<{width}}   {fix.do}" if fix.when else f"    {fix.do}"


class ConfigurationError(Exception):
    """The configuration cannot be used; ``problems`` says why, each with its remedy.

    Raised with problems, or with a plain message as Pyramid's class of that name is.
    """

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: Sequence[Problem] = tuple(
            problem if isinstance(problem, Problem) else Problem("CFW-200", problem) for problem in problems
        )
        super().__init__(*problems)

    def __str__(self) -> str:
        text = "\n\n".join(str(problem) for problem in self.problems)
        if len(self.problems) > 1:
            return f"{len(self.problems)} problems were found.\n\n{text}"
        return text

    def as_dict(self) -> dict[str, Any]:
        """Return every problem as JSON types."""
        return {"problems": [problem.as_dict() for problem in self.problems]}


class UnknownDirectiveError(ConfigurationError, AttributeError):
    """The configurator has no directive of that name; an AttributeError too, so that hasattr works."""


def located(error: ConfigurationError, witness: Witness) -> ConfigurationError:
    """Give *witness* to every problem of *error* that has no place yet; return *error*."""
    error.problems = tuple(
        problem if problem.witnesses else replace(problem, witnesses=(witness,)) for problem in error.problems
    )
    error.args = error.problems
    return error


class ConfigurationConflictError(ConfigurationError):
    """Declarations about the same thing stand side by side and nothing prefers one of them."""


class ConfigurationExecutionError(ConfigurationError):
    """A declaration was decided but performing it raised; the cause is chained."""
