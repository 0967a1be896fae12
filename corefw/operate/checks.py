"""Checks: what an application and its addons find wrong with the way they are set up.

An addon implements the hook ``check`` and returns findings; one that raises is a finding
itself and does not stop the others.  Ids in ``silence`` of ``[corefw]`` are not reported, and
one of them that finds nothing any more is (``core.silence``).  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corefw.addon.errors import AddonError
from corefw.addon.health import LoadReport
from corefw.app.addons import hooks_of
from corefw.app.hooks import Check, Finding
from corefw.base.errors import ConfigurationError, Problem
from corefw.base.nearest import did_you_mean
from corefw.base.places import Place, place_of
from corefw.engine.owner import CORE
from corefw.engine.registry import Registry
from corefw.operate.deploy_checks import DEPLOY_CHECKS, DeployCheck
from corefw.operate.route_checks import ROUTE_CHECKS

__all__ = ["SILENCE", "CheckReport", "CheckRow", "check", "exit_code", "rows_of_error"]

Level = Literal["warning", "error"]

#: The id of the finding that an id was silenced for nothing.
SILENCE = "core.silence"
_RAISED = "CFW-412"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that was found: its id, what and where, what to do, and who found it."""

    level: Level
    id: str
    message: str
    hint: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, errors first, and what was found and silenced."""

    rows: list[CheckRow] = field(default_factory=list)
    silenced: list[CheckRow] = field(default_factory=list)


def check(
    registry: Registry, *, deploy: bool = False, core: Iterable[DeployCheck] = tuple(DEPLOY_CHECKS)
) -> CheckReport:
    """Return what corefw and the addons find; with *deploy*, what *core* and they find for a deployment."""
    found = _everything(registry, core if deploy else (), deploy)
    silence = [str(one) for one in registry.settings.get("corefw.silence", ())]
    silenced = [row for row in found if row.id in silence]
    rows = [row for row in found if row.id not in silence]
    unreported = {*silence} - {row.id for row in found} - {SILENCE}
    if unreported and SILENCE not in silence:
        # What only a deployment is checked for may be silenced for all times.
        whole = found if deploy else _everything(registry, core, deploy=True)
        rows += _silenced_for_nothing(registry, silence, whole)
    return CheckReport(sorted(rows, key=lambda row: row.level != "error"), silenced)


def rows_of_error(error: ConfigurationError) -> list[CheckRow]:
    """Return an application that cannot be built as findings: one for each problem."""
    return [_row_of_problem(problem, "") for problem in error.problems]


def exit_code(rows: Iterable[CheckRow], *, strict: bool = False) -> int:
    """Return 1 if there is an error among *rows* (with *strict*, anything at all), else 0."""
    return int(any(strict or row.level == "error" for row in rows))


def _everything(registry: Registry, core: Iterable[DeployCheck], deploy: bool) -> list[CheckRow]:
    return [
        *_problems_of_addons(registry),
        *(row for each in (*ROUTE_CHECKS, *core) for row in _core_findings(each, registry)),
        *_addon_findings(registry, deploy),
    ]


def _problems_of_addons(registry: Registry) -> Iterator[CheckRow]:
    for report in registry.all(LoadReport).values():
        for problem in report.problems:
            yield _row_of_problem(problem, "", level="warning")


def _core_findings(each: DeployCheck, registry: Registry) -> Iterator[CheckRow]:
    try:
        for finding in each(registry):
            yield _row_of_finding(finding, str(CORE))
    except Exception as error:
        yield _raised(error, str(CORE), place_of(each))


def _addon_findings(registry: Registry, deploy: bool) -> Iterator[CheckRow]:
    hooks = hooks_of(registry)
    for implementation in hooks.implementers("check"):
        owner = implementation.owner
        try:
            # Drawn within the try: a check may be a generator and raise half way.
            event = Check(registry, deploy)
            for finding in _as_findings(hooks.call_one(implementation.addon, "check", event)):
                yield _row_of_finding(finding, owner)
        except AddonError as error:
            for problem in error.problems:
                yield _row_of_problem(problem, owner)
        except Exception as error:
            yield _raised(error, owner, implementation.place)


def _silenced_for_nothing(
    registry: Registry, silence: Sequence[str], found: Sequence[CheckRow]
) -> Iterator[CheckRow]:
    """Yield a row for each silenced id that nothing reported, unless a check that raised may have."""
    reported = {row.id for row in found}
    known = {id for ids in (*ROUTE_CHECKS.values(), *DEPLOY_CHECKS.values()) for id in ids}
    for id in dict.fromkeys(silence):
        if id in reported or (_RAISED in reported and id not in known):
            continue
        yield CheckRow(
            "warning",
            SILENCE,
            f'"{id}" is silenced, and nothing reports it.'
            + ("" if id in known else did_you_mean(id, known | reported)),
            "take it out of silence   in [corefw]",
            str(CORE),
            str(registry.settings.origin("corefw.silence")),
        )


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
    return CheckRow("error", _RAISED, message, "", owner, str(place))
