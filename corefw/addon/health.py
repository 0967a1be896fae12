"""Health: what became of each installed addon, for commands, checks and error pages.

Records only; `loading` writes them.  Floor 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corefw.addon.discovery import FoundAddon
from corefw.base.errors import Problem
from corefw.base.places import UNKNOWN, Place
from corefw.contracts.manifest import Manifest

__all__ = ["AddonState", "AddonStatus", "LoadReport", "LoadedAddon"]

#: active: in use.  failed: enabled, unusable, and its policy is to do without.
#: disabled: what it needs is not in use.  off: installed and not enabled; never imported.
AddonState = Literal["active", "failed", "disabled", "off"]


@dataclass(frozen=True, slots=True)
class LoadedAddon:
    """An addon that was imported and made: the object whose hooks are called."""

    found: FoundAddon
    manifest: Manifest
    addon: object
    place: Place

    @property
    def name(self) -> str:
        """The addon's name."""
        return self.manifest.name

    @property
    def version(self) -> str:
        """The addon's version."""
        return self.manifest.version

    @property
    def owner(self) -> str:
        """The addon with its version: ``mako 0.1``."""
        return self.found.owner


@dataclass(frozen=True, slots=True)
class AddonStatus:
    """What became of one addon, in words where it is not in use, and all that is known of it."""

    name: str
    version: str
    state: AddonState
    reason: str = ""
    place: Place = UNKNOWN
    manifest: Manifest | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How loading went: one status an addon (in use first, in load order), and those in use."""

    statuses: tuple[AddonStatus, ...] = ()
    loaded: tuple[LoadedAddon, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the addons that are done without."""
        found: list[Problem] = []
        for status in self.statuses:
            if status.state != "off":
                found += [problem for problem in status.problems if problem not in found]
        return tuple(found)

    def status(self, name: str) -> AddonStatus | None:
        """Return what became of the addon *name*; None if it is neither installed nor enabled."""
        return next((status for status in self.statuses if status.name == name), None)
