"""Locking: the lock of a configuration as it is now, and refusing one that drifted.

What a lock holds and how two are compared is floor 2's.  Floor 5.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from corefw.addon.health import LoadReport
from corefw.app.version import VERSION
from corefw.engine.drift import compare, refuse_drift
from corefw.engine.lockfile import Lock, lock_of, read_lock
from corefw.engine.registry import Registry
from corefw.engine.scan.locked import KnownModules

__all__ = ["HeldLock", "lock_now", "refuse_unlocked"]


class HeldLock:
    """The lock that a configuration must be the one of, read when it is first asked."""

    def __init__(self, file: str | Path) -> None:
        self.file = Path(file)

    @cached_property
    def content(self) -> Lock:
        """What it holds.  Raises `ConfigurationError` (CFW-220, CFW-221)."""
        return read_lock(self.file)

    @property
    def known_modules(self) -> KnownModules:
        """What it knows of modules, for a scan by the lock."""
        return KnownModules(self.content.modules, self.content.quiet)


def lock_now(registry: Registry, profile: str = "") -> Lock:
    """Return the lock of what *registry* is configured with now."""
    report = registry.find(LoadReport, "addons") or LoadReport()
    modules = [row for scan in registry.plan.scans for row in scan.modules.values()]
    busy = {row.name for row in modules if not row.is_quiet}
    return lock_of(
        registry.plan,
        versions={"corefw": VERSION, **{row.name: row.version for row in report.loaded}},
        modules={row.name: row.hashed() for row in modules},
        quiet={row.name for row in modules} - busy,
        profile=profile,
    )


def refuse_unlocked(registry: Registry, lock: HeldLock) -> None:
    """Raise `ConfigurationError` (CFW-222) unless the configuration is the one that *lock* holds.

    Raises CFW-220 or CFW-221 for a lock that cannot be used.
    """
    locked = lock.content
    refuse_drift(lock.file, compare(locked, lock_now(registry, locked.profile)))
