"""Declaring: what a scan found becomes declarations, and what it did not use stays visible.

Every attachment and every module that was left out ends in the plan.  Floor 2.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from corefw.base.dotted import package_of
from corefw.base.errors import ConfigurationError
from corefw.engine.attachment import Attachment, Target
from corefw.engine.declaration import Declaration, FullAccount, State
from corefw.engine.scan.problems import raised_problem
from corefw.engine.scan.report import ScanReport
from corefw.engine.scan.scanning import Findings

__all__ = ["declare_findings"]


def declare_findings(config: Any, findings: Findings, report: ScanReport) -> None:
    """Declare into the configuration *config* (of the engine) what a scan found.

    *report* is told how many declarations came of each module.
    """
    ledger = config.ledger
    ledger.found += findings.problems
    for left_out in report.left_out:
        row = Declaration("scan", None, FullAccount(f"scan of {left_out.name}"), report.place, config.owner)
        row.include_path = config.include_path
        row.settle(State.DISABLED, left_out.reason)
        ledger.record(row)
    for lost in findings.lost:
        _record(config, lost, State.LOST, "the scan cannot reach it")
    for failed in findings.failed:
        _record(config, failed, State.FAILED, failed.problem.what if failed.problem else "")
    for disabled, reason in findings.disabled:
        _record(config, disabled, State.DISABLED, reason)
    for aliased, name in findings.aliased:
        _record(config, aliased, State.ALIASED, f'"{name}" is another name of it')
    block = ledger.sequence + 1
    children: dict[ModuleType, Any] = {}
    for attachment, name, ob, module in findings.found:
        before = ledger.sequence
        package = package_of(module)
        if package not in children:
            children[package] = config.child(package=package, scan_block=block, autocommit=False)
        _declare(children[package], attachment, Target(ob, attachment.attr, name, module, attachment.place))
        report.modules[module.__name__].declarations += ledger.sequence - before


def _declare(config: Any, attachment: Attachment, target: Target) -> None:
    with config.speaking_from(attachment.place, attachment.via):
        try:
            attachment.declare(config, target)
        except Exception as error:
            # It would stop the scan half done; so it is kept with its place.
            row = _record(config, attachment, State.FAILED, "")
            known = row.placed(error.problems) if isinstance(error, ConfigurationError) else ()
            problems = known or (raised_problem(row.title, error, row.witness()),)
            row.reason = problems[0].what
            config.ledger.found += problems


def _record(config: Any, attachment: Attachment, state: State, reason: str) -> Declaration:
    row = Declaration(
        kind=attachment.kind,
        key=None,
        account=FullAccount(f"{attachment.via} on {attachment.target_name}"),
        place=attachment.place,
        owner=config.owner,
        include_path=config.include_path,
        via=attachment.via,
    )
    row.settle(state, reason)
    config.ledger.record(row)
    return row
