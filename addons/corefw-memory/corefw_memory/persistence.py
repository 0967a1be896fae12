"""The provider of the persistence port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from corefw.ports import Health, Persistence, PersistenceScratch, UnitOfWork
from corefw_memory.store import Store
from corefw_memory.unit import MemoryUnitOfWork

__all__ = ["MemoryPersistence"]

_SCRATCH = "scratch"


class MemoryPersistence(Persistence):
    """Units of work over one store, which is gone when this is."""

    capabilities: ClassVar[frozenset[str]] = frozenset({"transactions", "savepoints"})

    def __init__(self, name: str = "memory") -> None:
        self.store = Store(name)

    def begin(self) -> MemoryUnitOfWork:
        """Begin a unit of work, which sees the store as it is now."""
        return MemoryUnitOfWork(self.store)

    def health(self) -> Health:
        """Say how much is stored; a store in memory always answers."""
        state = self.store.state
        records = sum(map(len, state.values()))
        return Health(True, f'the store "{self.store.name}" in memory holds {records} records')

    @contextmanager
    def scratch(self) -> Iterator[PersistenceScratch]:
        """Give another store, since a store costs nothing."""
        yield PersistenceScratch(MemoryPersistence(f"scratch of {self.store.name}"), _put, _get)


def _put(unit: UnitOfWork, key: str, value: str) -> None:
    assert isinstance(unit, MemoryUnitOfWork)
    unit.table(_SCRATCH, str).put(key, value)


def _get(unit: UnitOfWork, key: str) -> str | None:
    assert isinstance(unit, MemoryUnitOfWork)
    return unit.table(_SCRATCH, str).get(key)
