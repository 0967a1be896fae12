"""Checks: what an application and its addons find wrong with the way they are set up.

An addon implements the hook ``check`` and returns findings; one that raises is a finding
itself and does not stop the others.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corefw.addon.errors import AddonError
from corefw.addon.health import LoadReport
from corefw.app.addons import hooks_of
from corefw.app.hooks import Check, Finding
from corefw.base.errors import ConfigurationError, Problem
from corefw.base.places import Place
from corefw.engine.registry import Registry

__all__ = ["CheckRow", "check", "exit_code", "rows_of_error"]

Level = Literal["warning", "error"]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that was found: its id, what and where, what to do, and who found it."""

    level: Level
    id: str
    message: str
    hint: str
    owner: str
    place: str


def check(registry: Registry) -> list[CheckRow]:
    """Return what the core and every addon find; errors first."""
    rows = [*_core_findings(registry), *_addon_findings(registry)]
    return sorted(rows, key=lambda row: row.level != "error")


def rows_of_error(error: ConfigurationError) -> list[CheckRow]:
    """Return an application that cannot be built as findings: one for each problem."""
    return [_row_of_problem(problem, "") for problem in error.problems]


def exit_code(rows: Iterable[CheckRow], *, strict: bool = False) -> int:
    """Return 1 if there is an error among *rows* (with *strict*, anything at all), else 0."""
    return int(any(strict or row.level == "error" for row in rows))


def _core_findings(registry: Registry) -> Iterable[CheckRow]:
    for report in registry.all(LoadReport).values():
        for problem in report.problems:
            yield _row_of_problem(problem, "", level="warning")


def _addon_findings(registry: Registry) -> Iterable[CheckRow]:
    hooks = hooks_of(registry)
    for implementation in hooks.implementers("check"):
        owner = implementation.owner
        try:
            # Drawn within the try: a check may be a generator and raise half way.
            for finding in _as_findings(hooks.call_one(implementation.addon, "check", Check(registry))):
                yield _row_of_finding(finding, owner)
        except AddonError as error:
            for problem in error.problems:
                yield _row_of_problem(problem, owner)
        except Exception as error:
            yield _raised(error, owner, implementation.place)


def _as_findings(result: Any) -> Sequence[Any] | Iterable[Any]:
    if result is None:
        return ()
    return (result,) if isinstance(result, Finding) else result


def _row_of_finding(finding: Any, owner: str) -> CheckRow:
    if not isinstance(finding, Finding):
        raise TypeError(f"a check returns findings, and this is {type(finding).__name__}")
    place = str(finding.place) if finding.place is not None else ""
    level: Level = "error" if finding.level == "error" else "warning"
    return CheckRow(level, finding.id, finding.message, finding.hint, owner, place)


def _row_of_problem(problem: Problem, owner: str, *, level: Level = "error") -> CheckRow:
    first = problem.witnesses[0] if problem.witnesses else None
    return CheckRow(
        level,
        problem.code,
        problem.what,
        "; ".join(fix.do for fix in problem.fixes),
        (first.owner if first else "") or owner,
        str(first.place) if first else "",
    )


def _raised(error: Exception, owner: str, place: Place) -> CheckRow:
    message = f"The check raised {type(error).__name__}: {error}"
    return CheckRow("error", "CFW-412", message, "", owner, str(place))
