"""The provider: what it claims, its health, and its scratch area."""

from __future__ import annotations

from corefw.ports import Health, Persistence
from corefw_memory import MemoryPersistence


def test_it_claims_what_it_can() -> None:
    """It is not durable, and has nothing to migrate."""
    assert isinstance(MemoryPersistence(), Persistence)
    assert {"transactions", "savepoints"} == MemoryPersistence.capabilities


def test_its_health_tells_how_much_is_stored() -> None:
    """Under the name of the store."""
    memory = MemoryPersistence("visits")
    with memory.begin() as unit:
        unit.table("a").put(1, "x")
        unit.table("b").put(1, "x")

    assert Health(True, 'the store "visits" in memory holds 2 records') == memory.health()


def test_two_providers_share_nothing() -> None:
    """Not even if they have one name."""
    first, second = MemoryPersistence(), MemoryPersistence()
    with first.begin() as unit:
        unit.table("t").put(1, "x")

    with second.begin() as unit:
        assert 0 == len(unit.table("t"))


def test_the_scratch_area_is_another_store() -> None:
    """What is stored is neither seen nor touched in it."""
    memory = MemoryPersistence()
    with memory.scratch() as area:
        unit = area.provider.begin()
        area.put(unit, "a", "1")
        unit.commit()

    assert 'the store "memory" in memory holds 0 records' == memory.health().detail
