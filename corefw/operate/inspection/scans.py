"""Rows of the scans: each module, its time, its declarations, and what it opened.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corefw.engine.scan.effects import Effect
from corefw.engine.scan.report import ModuleReport, ScanReport
from corefw.operate.inspection.rows import shown

__all__ = ["EffectRow", "LeftOutRow", "ScanRow", "left_out_rows", "scan_rows"]


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One thing that a module opened when it was imported."""

    kind: str
    what: str
    place: str


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One module that a scan came to."""

    owner: str
    module: str
    #: imported; "by lock", if it was not since the lock knows it; or broken.
    state: str
    #: Of its own, without what it imported, and with it; None where it was imported earlier.
    milliseconds: float | None
    milliseconds_in_all: float | None
    declarations: int
    effects: tuple[EffectRow, ...]
    file: str


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """One module or package that a scan did not import."""

    owner: str
    module: str
    reason: str
    place: str


def scan_rows(scans: Iterable[ScanReport]) -> list[ScanRow]:
    """Return the modules of every scan, in their order; the broken ones of each at its end."""
    rows = []
    for scan in scans:
        rows += [_row(scan, module) for module in scan.modules.values()]
        rows += [ScanRow(scan.owner, name, "broken", None, None, 0, (), "") for name in scan.broken]
    return rows


def left_out_rows(scans: Iterable[ScanReport]) -> list[LeftOutRow]:
    """Return what the scans left out, and why."""
    return [
        LeftOutRow(scan.owner, row.name, row.reason, shown(scan.place))
        for scan in scans
        for row in scan.left_out
    ]


def _row(scan: ScanReport, module: ModuleReport) -> ScanRow:
    return ScanRow(
        scan.owner,
        module.name,
        "imported" if module.is_imported else "by lock",
        _rounded(module.milliseconds),
        _rounded(module.milliseconds_in_all),
        module.declarations,
        tuple(_effect_row(effect) for effect in module.effects),
        module.file,
    )


def _effect_row(effect: Effect) -> EffectRow:
    return EffectRow(effect.kind, effect.what, shown(effect.place))


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 3)
