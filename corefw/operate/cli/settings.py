"""``corefw settings``: every setting, masked, and where its value came from.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.settings import SettingsRow, setting_rows

__all__ = ["settings"]

_COLUMNS = {"Key": "key", "Value": "value", "From": "origin", "Owner": "owner", "About": "help"}


@listing(by=("key", "source"), columns=_COLUMNS, empty="There are no settings.")
def settings(registry: Registry) -> list[SettingsRow]:
    """List the settings, the defaults among them, and where each value came from.

    Secrets are masked.  PATTERN is a glob for the key, such as 'corefw.*', or for default,
    file, environment or code, which is where a value came from.
    """
    return setting_rows(registry)
