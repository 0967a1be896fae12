"""The persistence port asks for little, and a provider may leave out what it does not have."""

from __future__ import annotations

import pytest

from corefw.contracts.contract import as_interface, capabilities_of, port_name_of
from corefw.contracts.persistence import Health, Persistence, Savepoint, UnitOfWork


class Unit(UnitOfWork):
    def commit(self) -> None: ...

    def abort(self) -> None: ...

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


class Memory(Persistence):
    def begin(self) -> UnitOfWork:
        return Unit()

    def health(self) -> Health:
        return Health(True)


def test_it_is_the_port_persistence_with_four_capabilities() -> None:
    """Deployments and addons name it so."""
    assert "persistence" == port_name_of(Persistence)
    assert {"transactions", "savepoints", "durable", "migrations"} == capabilities_of(Persistence)


def test_a_provider_needs_begin_and_health_only() -> None:
    """Closing does nothing, and nothing is promised, unless the provider says so."""
    memory = Memory()

    memory.close()

    assert frozenset() == memory.capabilities
    assert as_interface(Persistence).providedBy(memory)
    assert as_interface(UnitOfWork) is not None
    assert isinstance(memory.begin(), UnitOfWork)


@pytest.mark.parametrize("missing", ["commit", "abort", "savepoint"])
def test_half_a_unit_of_work_cannot_be_made(missing: str) -> None:
    """Python names the method that is missing."""
    methods = {name: lambda self: None for name in ("commit", "abort", "savepoint") if name != missing}
    half = type("Half", (UnitOfWork,), methods)

    with pytest.raises(TypeError, match=missing):
        half()


def test_health_is_a_fact() -> None:
    """It cannot be changed after it was told."""
    with pytest.raises(AttributeError):
        Health(True).ok = False  # type: ignore[misc]
