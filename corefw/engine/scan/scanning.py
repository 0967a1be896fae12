"""Scanning: import a package's modules, find what its decorators attached, and lose nothing.

Two phases: first every module is imported (each on its own, all broken ones told together),
then what was attached is compared with what is found, sorted by module and line.  Declaring
is the configuration's.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from corefw.base.errors import Problem
from corefw.engine.attachment import Attachment
from corefw.engine.scan.ignoring import IGNORED, Ignored
from corefw.engine.scan.locked import KnownModules
from corefw.engine.scan.meeting import Looking, Meeting
from corefw.engine.scan.problems import lost_problem
from corefw.engine.scan.report import ScanReport
from corefw.engine.scan.walking import Walk
from corefw.engine.scan.watching import watched

__all__ = ["Findings", "scan_modules"]


@dataclass(slots=True)
class Findings:
    """What a scan found, in the order of module and line; each row with the module it belongs to."""

    #: To be declared, each under one name.
    found: list[tuple[Attachment, str, Any, ModuleType]] = field(default_factory=list)
    aliased: list[tuple[Attachment, str]] = field(default_factory=list)
    lost: list[Attachment] = field(default_factory=list)
    #: Those whose own problem is among the problems.
    failed: list[Attachment] = field(default_factory=list)
    disabled: list[tuple[Attachment, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan_modules(
    package: ModuleType,
    report: ScanReport,
    *,
    categories: Sequence[str] | None,
    ignored: Ignored,
    onerror: Callable[[str], Any] | None = None,
    extra: dict[str, Any] | None = None,
    known: KnownModules | None = None,
) -> Findings:
    """Import *package* with all below it and compare what was attached with what is found.

    Nothing is declared here.  *onerror* is called with the name of a module that cannot be
    imported, as Pyramid documents it; without it the module becomes a problem.  *extra* are
    attributes of the scanner which the venusian callbacks of others are given.  *report* is
    told what was imported; with *known* modules, those that need not be imported are not.
    """
    walk = Walk(package, ignored, report, onerror, known)
    looking = Looking(categories, extra or {})
    for module in [*walk.modules()]:
        looking.at(module)
    findings = Findings(problems=walk.problems)
    places = {name: position for position, name in enumerate(report.modules)}

    def position(row: tuple[Attachment, list[Meeting]]) -> tuple[int, int]:
        attachment, met = row
        module = met[0].module.__name__ if met else attachment.place.module
        return places.get(module, len(places)), attachment.place.line

    for attachment, met in sorted(looking.met.items(), key=position):
        _sort_out(attachment, met, attachment in looking.only_lifted, categories, ignored, findings)
    for name in looking.busy:
        report.modules[name].is_quiet = False
    watcher = watched()
    if watcher is not None:
        watcher.fill(report)
    return findings


def _sort_out(
    attachment: Attachment,
    met: Sequence[Meeting],
    is_only_lifted: bool,
    categories: Sequence[str] | None,
    ignored: Ignored,
    findings: Findings,
) -> None:
    kept = [meeting for meeting in met if not ignored.names(meeting.fullname)]
    own_name = f"{attachment.place.module}.{attachment.name}"
    if categories is not None and attachment.category not in categories:
        findings.disabled.append((attachment, f'the category "{attachment.category}" is not scanned'))
    elif not kept and (met or ignored.names(own_name)):
        findings.disabled.append((attachment, IGNORED))
    elif attachment.problem is not None:
        findings.problems.append(attachment.problem)
        findings.failed.append(attachment)
    elif not kept and is_only_lifted:
        findings.disabled.append((attachment, "only subclasses that lift it declare it"))
    elif not kept:
        findings.lost.append(attachment)
        findings.problems.append(lost_problem(attachment))
    # Several names of one object are aliases; several objects (a class and a subclass that lifts
    # its views) are declared each.
    objects: dict[int, list[Meeting]] = {}
    for meeting in kept:
        objects.setdefault(id(meeting.object), []).append(meeting)
    if attachment not in (*findings.failed[-1:], *(row for row, _ in findings.disabled[-1:])):
        for same in objects.values():
            chosen = next((row for row in same if row.name == attachment.name), same[0])
            findings.found.append((attachment, chosen.name, chosen.object, chosen.module))
            findings.aliased += [(attachment, row.name) for row in same if row is not chosen]
