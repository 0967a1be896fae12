"""Locking: the lock of a configuration as it is now, and refusing one that drifted.

What a lock holds and how two are compared is floor 2's.  Floor 5.
"""

from __future__ import annotations

from pathlib import Path

from corefw.addon.health import LoadReport
from corefw.app.version import VERSION
from corefw.engine.drift import compare, refuse_drift
from corefw.engine.lockfile import Lock, hash_of, lock_of, read_lock
from corefw.engine.registry import Registry

__all__ = ["lock_now", "refuse_unlocked"]


def lock_now(registry: Registry, profile: str = "") -> Lock:
    """Return the lock of what *registry* is configured with now."""
    report = registry.find(LoadReport, "addons") or LoadReport()
    return lock_of(
        registry.plan,
        versions={"corefw": VERSION, **{row.name: row.version for row in report.loaded}},
        modules={name: hash_of(file) for name, file in registry.plan.modules.items()},
        profile=profile,
    )


def refuse_unlocked(registry: Registry, file: Path) -> None:
    """Raise `ConfigurationError` (CFW-222) unless the configuration is the one that *file* holds.

    Raises CFW-220 or CFW-221 for a lock that cannot be used.
    """
    locked = read_lock(file)
    refuse_drift(file, compare(locked, lock_now(registry, locked.profile)))
