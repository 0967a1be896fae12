"""Rows of settings: every value and every default, masked, with where it came from.  Floor 6."""

from __future__ import annotations

from dataclasses import dataclass

from corefw.engine.owner import CORE
from corefw.engine.registry import Registry
from corefw.operate.inspection.addons import addon_statuses
from corefw.operate.inspection.rows import plan_of

__all__ = ["SettingsRow", "application_name", "setting_rows"]

_CORE_SECTIONS = ("corefw", "server")


@dataclass(frozen=True, slots=True)
class SettingsRow:
    """One setting: its value as it may be shown, where that came from, and whose setting it is.

    ``source`` is "default", "file", "environment" or "code"; ``origin`` is the line or the
    variable; ``place`` for a default is the dataclass that has it.
    """

    key: str
    value: str
    source: str
    origin: str
    help: str
    owner: str
    place: str


def setting_rows(registry: Registry) -> list[SettingsRow]:
    """Return the settings by key."""
    owners = {name: str(CORE) for name in _CORE_SECTIONS}
    for status in addon_statuses(registry):
        if status.manifest is not None and status.state != "off":
            section = status.manifest.section or status.name
            owners[section] = f"{status.name} {status.version}".rstrip()
    rest = application_name(registry)
    return [
        SettingsRow(
            row.key,
            row.shown,
            row.origin.kind,
            str(row.origin),
            row.help,
            owners.get(row.key.partition(".")[0], rest),
            str(row.origin.place) if row.origin.place is not None else "",
        )
        for row in registry.settings.rows()
    ]


def application_name(registry: Registry) -> str:
    """Return the application as an owner, in words."""
    owners = (row.owner for row in plan_of(registry))
    return next((str(owner) for owner in owners if owner.kind == "application"), registry.package_name)
