"""The providers pass the conformance kits of their ports, over each kind of database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import inspect

from corefw.testing import PersistenceConformance, SessionStoreConformance
from corefw_sqlalchemy import SqlPersistence, SqlSessionStore

Open = Callable[..., SqlPersistence]


class TestConformance(PersistenceConformance):
    @pytest.fixture(autouse=True)
    def database(self, open_database: Open, url: str) -> None:
        self.opened = open_database(url)

    def provider(self) -> SqlPersistence:
        return self.opened


class TestConformanceInMemory(PersistenceConformance):
    @pytest.fixture(autouse=True)
    def database(self, open_database: Open) -> None:
        self.opened = open_database("sqlite://")

    def provider(self) -> SqlPersistence:
        return self.opened


class TestSessionStore(SessionStoreConformance):
    @pytest.fixture(autouse=True)
    def database(self, open_database: Open, url: str) -> None:
        self.opened = SqlSessionStore(open_database(url))

    def provider(self) -> SqlSessionStore:
        return self.opened


class TestSessionStoreInMemory(SessionStoreConformance):
    @pytest.fixture(autouse=True)
    def database(self, open_database: Open) -> None:
        self.opened = SqlSessionStore(open_database("sqlite://"))

    def provider(self) -> SqlSessionStore:
        return self.opened


def test_nothing_of_the_scratch_area_is_left(open_database: Open, url: str) -> None:
    """Its table is dropped, whatever happens in it."""
    database = open_database(url)

    def fail() -> None:
        with database.scratch() as area:
            unit = area.provider.begin()
            area.put(unit, "a", "1")
            unit.commit()
            assert 1 == len(inspect(database.engine).get_table_names())
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert [] == inspect(database.engine).get_table_names()
