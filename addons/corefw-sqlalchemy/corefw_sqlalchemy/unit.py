"""One unit of work: a session and a transaction manager that belong to nobody else.

Both are made for the unit at their first use, so nothing is found through a thread; whatever else
must commit together with the database (mail, a queue) joins the same ``unit.manager``, and the session
with it.  A session that is alone commits by itself.  When a request commits or aborts is decided by corefw.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker
from transaction import TransactionManager
from zope.sqlalchemy.datamanager import STATUS_CHANGED, SessionDataManager

from corefw.ports import Savepoint, UnitOfWork
from corefw_sqlalchemy.errors import UnitOfWorkError

__all__ = ["SqlSavepoint", "SqlUnitOfWork", "guard_commits"]

_COMMITTING = "corefw_sqlalchemy.committing"


def guard_commits(sessions: sessionmaker[Session]) -> None:
    """Refuse ``session.commit()`` outside of the unit's commit; done once for all sessions."""
    event.listen(sessions, "before_commit", _refuse_commit)


def _refuse_commit(session: Session) -> None:
    if not session.in_nested_transaction() and not session.info.get(_COMMITTING):
        raise UnitOfWorkError(
            "session.commit() would commit a part of the unit of work. Leave it out: a request commits when "
            "it answers below 400, and a script calls unit.commit(). For a part that may fail alone use "
            "unit.savepoint() or session.begin_nested()."
        )


class SqlUnitOfWork(UnitOfWork):
    """A unit of work with a SQLAlchemy session; also a context manager that commits or aborts."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._session: Session | None = None
        self._manager: Any = None  # transaction and zope.sqlalchemy have no types
        self._joined: Any = None
        self._over = ""

    @property
    def session(self) -> Session:
        """The session of this unit, made at the first use.

        Raises `UnitOfWorkError` when the unit was committed or aborted.
        """
        return self._session or self._open()

    @property
    def manager(self) -> Any:
        """The transaction manager of this unit alone (of the package ``transaction``), made at the first use.

        Raises `UnitOfWorkError` when the unit was committed or aborted.
        """
        if self._manager is None:
            self._refuse_if_over()
            manager = TransactionManager(explicit=True)
            manager.begin()
            if self._session is not None:
                self._join(self._session, manager)
            self._manager = manager
        return self._manager

    def is_of(self, sessions: sessionmaker[Session]) -> bool:
        """Say whether its session is, or will be, made by *sessions*."""
        return self._sessions is sessions

    def commit(self) -> None:
        """Commit all that joined; if one fails all are aborted and the error is raised."""
        self._refuse_if_over()
        session, manager = self._session, self._manager
        try:
            if session is not None:
                session.info[_COMMITTING] = True
            if manager is not None:
                self._join_again()
                manager.commit()
            elif session is not None:
                session.commit()
                session.close()
        except BaseException:
            self.abort()
            raise
        self._end("committed")

    def abort(self) -> None:
        """Undo all that joined; nothing happens if the unit is over."""
        if not self._over:
            session, manager = self._session, self._manager
            self._end("aborted")
            try:
                if manager is not None:
                    manager.abort()
            finally:
                if session is not None:
                    session.close()

    def savepoint(self) -> SqlSavepoint:
        """Return a point to come back to, in the session and in whatever else joined."""
        if self._session is None:
            self._open()  # a session that joins later would be closed by the rollback
        return SqlSavepoint(self.manager)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None and not self._over:
            self.commit()
        else:
            self.abort()

    def _open(self) -> Session:
        self._refuse_if_over()
        session = self._sessions()
        if self._manager is not None:
            self._join(session, self._manager)
        self._session = session
        return session

    def _join(self, session: Session, manager: Any) -> None:
        # Joined as "changed" because zope.sqlalchemy otherwise commits only what it saw being
        # written, and rolls back a write by Core or by plain SQL without a word.
        self._joined = SessionDataManager(session, STATUS_CHANGED, manager)

    def _join_again(self) -> None:
        """Have the manager commit what the session did since ``session.rollback()``, in a new transaction."""
        if self._session is not None:
            current = self._session.get_transaction()
            if self._joined.tx is not current:
                self._joined.tx = current or self._session.begin()

    def _refuse_if_over(self) -> None:
        if self._over:
            raise UnitOfWorkError(f"This unit of work was {self._over}; begin another one.")

    def _end(self, how: str) -> None:
        self._over = how
        self._session = self._manager = self._joined = None


class SqlSavepoint(Savepoint):
    """A point inside a unit of work; it can be returned to more than once."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager
        self._point = manager.savepoint()

    def rollback(self) -> None:
        """Undo what was done since this point."""
        self._point.rollback()
        # A savepoint of SQLAlchemy serves once.
        self._point = self._manager.savepoint()
