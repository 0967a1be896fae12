"""The session-store port asks for little, and a store may leave out what it does not have."""

from __future__ import annotations

import pytest

from corefw.contracts.contract import as_interface, capabilities_of, port_name_of
from corefw.contracts.persistence import Health, Savepoint, UnitOfWork
from corefw.contracts.session_store import SessionChange, SessionStore, StoredSession


class Unit(UnitOfWork):
    def commit(self) -> None: ...

    def abort(self) -> None: ...

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


class Nothing(SessionStore):
    def read(self, key: str) -> StoredSession | None:
        return None

    def create(self, key: str, session: StoredSession, expires: int | None) -> None: ...

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        return False

    def delete(self, key: str) -> None: ...

    def health(self) -> Health:
        return Health(True)


def test_it_is_the_port_session_store_with_four_capabilities() -> None:
    """Deployments and addons name it so."""
    assert "session_store" == port_name_of(SessionStore)
    assert {"durable", "shared", "expires", "transactions"} == capabilities_of(SessionStore)
    assert as_interface(SessionStore).providedBy(Nothing())


def test_a_store_promises_nothing_unless_it_says_so() -> None:
    """It has nothing to sweep or to close, and is in nobody's unit of work."""
    store = Nothing()
    store.close()

    assert (frozenset(), 0, None) == (store.capabilities, store.sweep(), store.within(Unit()))


def test_a_store_without_a_scratch_area_says_so() -> None:
    """By its name."""
    with pytest.raises(NotImplementedError, match=r"^Nothing offers no scratch area$"):
        Nothing().scratch()


def test_a_change_changes_nothing_unless_it_says_so() -> None:
    """But for the time of the last use."""
    change = SessionChange(5)

    assert (5, {}, frozenset()) == (change.used, change.texts, change.removed)
