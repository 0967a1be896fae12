"""A session store in the database: the table ``corefw_session``.

A session that changed commits with the request's unit of work, where there is one; otherwise
in a transaction of its own.  Rows that are over are not found, and are deleted by `sweep`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
)
from sqlalchemy import update as sql_update

from corefw.ports import (
    Health,
    SessionChange,
    SessionStore,
    SessionStoreScratch,
    SessionStoreUnavailable,
    StoredSession,
    UnitOfWork,
)
from corefw_sqlalchemy.errors import DatabaseUnavailable
from corefw_sqlalchemy.persistence import SqlPersistence
from corefw_sqlalchemy.unit import SqlUnitOfWork

__all__ = ["LABEL", "MIGRATIONS", "SqlSessionStore", "metadata"]

#: The branch of the migrations of the table, and the folder of them.
LABEL = "corefw_session"
MIGRATIONS = "corefw_sqlalchemy:session_migrations"

Connect = Callable[[], AbstractContextManager[Connection]]


def _table(name: str, of: MetaData) -> Table:
    return Table(
        name,
        of,
        Column("id_hash", String(64), primary_key=True),
        # A JSON object of JSON texts, and so ASCII whatever is in them.
        Column("texts", Text, nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("used", BigInteger, nullable=False),
        Column("expires", BigInteger, nullable=True, index=True),
    )


metadata = MetaData()
_SESSIONS = _table("corefw_session", metadata)


class SqlSessionStore(SessionStore):
    """Sessions in one table of the database of *persistence*."""

    def __init__(
        self, persistence: SqlPersistence, table: Table = _SESSIONS, connect: Connect | None = None
    ) -> None:
        self.persistence = persistence
        self.table = table
        self._connect = connect or persistence.engine.begin
        lasting = persistence.capabilities & {"durable"}
        # A database in memory belongs to one process, as it is not durable.
        self.capabilities = frozenset({"transactions"}) | lasting | ({"shared"} if lasting else set())  # type: ignore[misc]

    def read(self, key: str) -> StoredSession | None:
        """Return the session, if its time is not over."""
        rows = self.table.c
        wanted = select(rows.texts, rows.created, rows.used).where(rows.id_hash == key, self._lives())
        with self._connected() as connection:
            found = connection.execute(wanted).one_or_none()
        return None if found is None else StoredSession(json.loads(found.texts), found.created, found.used)

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        """Keep a new session."""
        row = {
            "id_hash": key,
            "texts": _dumped(session.texts),
            "created": session.created,
            "used": session.used,
            "expires": expires,
        }
        with self._connected() as connection:
            connection.execute(insert(self.table).values(row))

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        """Change the values that *change* names; whoever changes the same session meanwhile waits."""
        rows = self.table.c
        its = rows.id_hash == key
        with self._connected() as connection:
            # The update comes first, since it takes the lock of the row in every database.
            touched = (
                sql_update(self.table).where(its, self._lives()).values(used=change.used, expires=expires)
            )
            if connection.execute(touched).rowcount != 1:
                return False
            if change.texts or change.removed:
                kept: Mapping[str, str] = json.loads(
                    connection.execute(select(rows.texts).where(its)).scalar_one()
                )
                texts = {name: text for name, text in kept.items() if name not in change.removed}
                changed = sql_update(self.table).where(its).values(texts=_dumped(texts | dict(change.texts)))
                connection.execute(changed)
        return True

    def delete(self, key: str) -> None:
        """Forget the session."""
        with self._connected() as connection:
            connection.execute(delete(self.table).where(self.table.c.id_hash == key))

    def within(self, unit: UnitOfWork) -> SqlSessionStore | None:
        """Return this store in the transaction of *unit*, if that is one of the same database."""
        if not isinstance(unit, SqlUnitOfWork) or not unit.is_of(self.persistence.sessions):
            return None
        session = unit.session
        return SqlSessionStore(self.persistence, self.table, lambda: nullcontext(session.connection()))

    def sweep(self) -> int:
        """Delete the rows that are over."""
        over = delete(self.table).where(self.table.c.expires <= int(time.time()))
        with self._connected() as connection:
            return connection.execute(over).rowcount

    def health(self) -> Health:
        """Ask for the table, which migrations make."""
        try:
            with self._connected() as connection:
                connection.execute(select(self.table.c.id_hash).limit(1))
        except Exception as error:  # the contract: never raises
            return Health(False, str(error).splitlines()[0])
        return Health(True, f"{self.persistence.shown_url} answers, and has the table {self.table.name}")

    @contextmanager
    def scratch(self) -> Iterator[SessionStoreScratch]:
        """Give a table of this database that is dropped afterwards; needs the right to create tables."""
        table = _table(f"corefw_scratch_{uuid4().hex[:12]}", MetaData())
        lasts = "durable" in self.capabilities
        table.create(self.persistence.engine)
        try:
            yield SessionStoreScratch(
                SqlSessionStore(self.persistence, table),
                (lambda: self._reopened(table)) if lasts else None,
                self.persistence.begin,
            )
        finally:
            table.drop(self.persistence.engine)

    def _reopened(self, table: Table) -> SqlSessionStore:
        self.persistence.engine.dispose()  # so that not one connection is the same
        return SqlSessionStore(SqlPersistence(self.persistence.engine), table)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._connect() as connection:
                yield connection
        except DatabaseUnavailable as error:
            raise SessionStoreUnavailable(str(error)) from error

    def _lives(self) -> ColumnElement[bool]:
        expires = self.table.c.expires
        return or_(expires.is_(None), expires > int(time.time()))


def _dumped(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), separators=(",", ":"))
