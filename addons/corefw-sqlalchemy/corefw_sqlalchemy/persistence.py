"""The provider of the persistence port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from corefw.ports import Health, Persistence, PersistenceScratch
from corefw_sqlalchemy.engine import is_memory, shown
from corefw_sqlalchemy.scratch import scratch_area
from corefw_sqlalchemy.unit import SqlUnitOfWork, guard_commits

__all__ = ["MemoryPersistence", "SqlPersistence", "persistence_over"]


class SqlPersistence(Persistence):
    """Units of work over one database."""

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"transactions", "savepoints", "durable", "migrations"}
    )

    def __init__(self, engine: Engine, *, expire_on_commit: bool = False) -> None:
        self.engine = engine
        # close_resets_only=False: a session that was closed with its unit refuses to be used
        # again, where it would otherwise begin a transaction that nobody commits.
        self.sessions: sessionmaker[Session] = sessionmaker(
            engine, expire_on_commit=expire_on_commit, close_resets_only=False
        )
        guard_commits(self.sessions)

    @property
    def shown_url(self) -> str:
        """The address of the database, without its secrets."""
        return shown(self.engine.url)

    def begin(self) -> SqlUnitOfWork:
        """Begin a unit of work.  The database is reached at the first statement, not here."""
        return SqlUnitOfWork(self.sessions)

    def health(self) -> Health:
        """Ask the database for one row."""
        try:
            with self.engine.connect() as connection:
                connection.execute(select(1))
        except Exception as error:  # the contract: never raises
            return Health(False, str(error).splitlines()[0] if str(error) else type(error).__name__)
        return Health(True, f"{self.shown_url} answers")

    @contextmanager
    def scratch(self) -> Iterator[PersistenceScratch]:
        """Give a table of this database that is dropped afterwards; needs the right to create tables."""
        reopen = self._reopened if "durable" in self.capabilities else None
        with scratch_area(self, self.engine, reopen) as area:
            yield area

    def _reopened(self) -> SqlPersistence:
        self.engine.dispose()  # so that not one connection is the same
        return type(self)(self.engine)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class MemoryPersistence(SqlPersistence):
    """A database in memory, gone with the process: one connection, taken by one unit at a time."""

    capabilities: ClassVar[frozenset[str]] = SqlPersistence.capabilities - {"durable"}


def persistence_over(engine: Engine, *, expire_on_commit: bool = False) -> SqlPersistence:
    """Return the provider for *engine*, which claims no more than the database can do."""
    kind = MemoryPersistence if is_memory(engine.url) else SqlPersistence
    return kind(engine, expire_on_commit=expire_on_commit)
