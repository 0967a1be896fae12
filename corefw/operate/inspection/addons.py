"""Rows of addons: what is installed, what became of it and why.  Floor 6."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corefw.addon.discovery import FoundAddon, find_addons
from corefw.addon.health import AddonStatus, LoadReport
from corefw.app.addons import hooks_of
from corefw.base.places import UNKNOWN
from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import shown

__all__ = ["AddonRow", "addon_rows", "addon_statuses"]


@dataclass(frozen=True, slots=True)
class AddonRow:
    """One installed addon, what became of it and why; the place is its class, or its manifest."""

    name: str
    version: str
    state: str
    reason: str
    summary: str
    provides: tuple[str, ...]
    needs: tuple[str, ...]
    hooks: tuple[str, ...]
    owner: str
    place: str


def addon_rows(registry: Registry) -> list[AddonRow]:
    """Return every installed addon: those in use first, in the order they were loaded."""
    hooks = hooks_of(registry)
    used: dict[str, list[str]] = {}
    for name in hooks.specs():
        for implementation in hooks.implementers(name):
            used.setdefault(implementation.addon, []).append(name)
    statuses = addon_statuses(registry)
    known = {row.name for row in statuses}
    # An application that enables no addon has not looked for them.
    rest = [found for found in find_addons() if found.name not in known]
    return [*(_row(status, used) for status in statuses), *(_row(_off(found), used) for found in rest)]


def addon_statuses(registry: Registry) -> Sequence[AddonStatus]:
    """Return what became of each addon that the application looked at."""
    return (registry.find(LoadReport, "addons") or LoadReport()).statuses


def _off(found: FoundAddon) -> AddonStatus:
    return AddonStatus(found.name, found.version, "off", "not enabled", found.place, found.manifest)


def _row(status: AddonStatus, used: Mapping[str, Sequence[str]]) -> AddonRow:
    manifest = status.manifest
    return AddonRow(
        name=status.name,
        version=status.version,
        state=status.state,
        reason=status.reason,
        summary=manifest.summary if manifest else "",
        provides=tuple(manifest.provides) if manifest else (),
        needs=tuple(manifest.needs) if manifest else (),
        hooks=tuple(used.get(status.name, ())),
        owner=f"{status.name} {status.version}".rstrip(),
        place=_place(status),
    )


def _place(status: AddonStatus) -> str:
    """Return where the addon is: the line of its class or of what failed, else of its manifest.

    What is off is not imported, so that nothing of it but the manifest is known; of one whose
    manifest cannot be read the file is.
    """
    if status.place.line or status.place == UNKNOWN:
        return shown(status.place)
    return str(status.manifest.place_of("name") if status.manifest is not None else status.place)
