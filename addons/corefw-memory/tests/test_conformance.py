"""The provider passes the conformance kit of its port."""

from __future__ import annotations

from corefw.testing import PersistenceConformance
from corefw_memory import MemoryPersistence


class TestConformance(PersistenceConformance):
    def provider(self) -> MemoryPersistence:
        return MemoryPersistence()
