"""Directives for settings: adding values, and describing a section by a dataclass.  Floor 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from corefw.engine.configuration import Configuration

__all__ = ["add_settings", "typed_settings"]

T = TypeVar("T")


def add_settings(config: Configuration, /, settings: Mapping[str, Any] | None = None, **kw: Any) -> None:
    """Set values in the settings, at once, over what was there (as Pyramid documents it).

    What an addon sets is taken back if the application goes on without it.
    """
    owner = str(config.owner) if config.owner.kind == "addon" else ""
    config.settings.add({**(settings or {}), **kw}, config.place, owner=owner)


def typed_settings(config: Configuration, /, section: str, schema: type[T]) -> T:
    """Return the section as an instance of the dataclass *schema*; its unknown keys are errors.

    Raises `ConfigurationError` with everything that is wrong in the section.
    """
    return config.settings.typed(section, schema)
