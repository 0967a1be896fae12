"""Settings: read from TOML, environment and code; typed by dataclasses; with their origins.

Floor 2.  The parts: ``sources`` (reading), ``schema`` and ``conversion`` (typing),
``values`` (the mapping an application holds), ``secrets`` (masking), ``problems`` (words).
"""

from corefw.engine.settings.schema import SchemaField, fields_of
from corefw.engine.settings.secrets import Secret
from corefw.engine.settings.sources import Given, Origin, SettingsError, variable_name
from corefw.engine.settings.values import SettingRow, Settings, load_settings

__all__ = [
    "Given",
    "Origin",
    "SchemaField",
    "Secret",
    "SettingRow",
    "Settings",
    "SettingsError",
    "fields_of",
    "load_settings",
    "variable_name",
]
