"""Errors of the database that mean something to the caller, and those of misuse.

They are kinds of SQLAlchemy's own errors, so what catches those still does.
"""

from __future__ import annotations

from sqlalchemy.exc import DataError, OperationalError

__all__ = ["DatabaseUnavailable", "UnitOfWorkError", "UnstorableValue"]


class DatabaseUnavailable(OperationalError):
    """The database cannot be reached, was lost, or had no connection or lock free in time."""

    def __init__(self, message: str, orig: BaseException, *, connection_invalidated: bool = False) -> None:
        super().__init__(None, None, orig, connection_invalidated=connection_invalidated)
        self.message = message

    def __str__(self) -> str:
        return self.message


class UnstorableValue(DataError):
    """A value that the database or its driver cannot take: too large, not text, out of range."""

    def __init__(self, message: str, orig: BaseException) -> None:
        super().__init__(None, None, orig)
        self.message = message

    def __str__(self) -> str:
        return self.message


class UnitOfWorkError(RuntimeError):
    """A unit of work is used in a way that would lose or tear work."""
