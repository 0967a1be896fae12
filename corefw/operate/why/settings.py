"""Why for a setting: which source its value came from, and which it came before.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corefw.engine.registry import Registry
from corefw.engine.settings.secrets import MASK, shown
from corefw.engine.settings.sources import SettingsError, from_file
from corefw.operate.inspection.settings import SettingsRow, setting_rows
from corefw.operate.why.answers import Answer, Lost

__all__ = ["setting_names", "settings_named"]

_REASONS = {
    "environment": "the environment comes before the file and the default",
    "file": "the file comes before the default",
    "code": "what code gives comes before everything else",
    "default": "nobody set it",
}


def settings_named(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield the setting of that key."""
    for row in setting_rows(registry):
        if row.key == name:
            yield Answer(
                kind="setting",
                name=name,
                says=f"{row.value}, from {row.origin}"
                if row.source != "default"
                else f"{row.value}, the default",
                facts=tuple(
                    (label, value)
                    for label, value in (("because", _REASONS[row.source]), ("about", row.help))
                    if value
                ),
                owner=row.owner,
                place=row.place,
                lost=tuple(_lost(registry, row)),
            )


def _lost(registry: Registry, row: SettingsRow) -> Iterator[Lost]:
    if row.source == "default":
        return
    if row.source == "environment":
        yield from _in_the_file(registry, row)
    for default in registry.settings.defaults():
        if default.key == row.key:
            place = str(default.origin.place) if default.origin.place is not None else ""
            yield Lost(default.shown, "overridden", "the default", row.owner, place)


def _in_the_file(registry: Registry, row: SettingsRow) -> Iterator[Lost]:
    """Yield what the settings file says of a key that the environment overrides.

    The file is read again, since settings keep only the value that holds.
    """
    files = {
        each.origin.place.file
        for each in registry.settings.rows()
        if each.origin.kind == "file" and each.origin.place is not None
    }
    for file in sorted(files):
        try:
            given = list(from_file(Path(file)))
        except SettingsError:  # it was changed since
            continue
        for each in given:
            if each.key == row.key:
                value = shown(each.key, each.value, secret=row.value == MASK)
                yield Lost(value, "overridden", "the file", row.owner, str(each.origin))


def setting_names(registry: Registry) -> Iterator[str]:
    """Yield the keys that `settings_named` knows."""
    yield from (row.key for row in setting_rows(registry))
