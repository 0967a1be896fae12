"""The providers pass the conformance kits of their ports."""

from __future__ import annotations

from corefw.testing import PersistenceConformance, SessionStoreConformance
from corefw_memory import MemoryPersistence, MemorySessionStore


class TestConformance(PersistenceConformance):
    def provider(self) -> MemoryPersistence:
        return MemoryPersistence()


class TestSessionStore(SessionStoreConformance):
    def provider(self) -> MemorySessionStore:
        return MemorySessionStore()
