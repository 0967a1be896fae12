"""The persistence port: a unit of work, and nothing about queries.

What is stored and how it is asked for belongs to the application, whose repositories are
component adapters of the provider's unit of work.  Floor 1.  When a request commits or
aborts is decided in ``web/transactions.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from corefw.contracts.contract import port

__all__ = ["Health", "Persistence", "Savepoint", "UnitOfWork"]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a part of the deployment works now, and a sentence an operator can act on."""

    ok: bool
    detail: str = ""


class Savepoint(ABC):
    """A point inside a unit of work to which it can return."""

    @abstractmethod
    def rollback(self) -> None:
        """Undo what the unit of work did since this point."""


class UnitOfWork(ABC):
    """One transaction, begun for one request or one script, used by one thread."""

    @abstractmethod
    def commit(self) -> None:
        """Make the work durable; the unit cannot be used afterwards.  Raises what the store raises."""

    @abstractmethod
    def abort(self) -> None:
        """Undo the work; the unit cannot be used afterwards.  Never raises for a finished unit."""

    @abstractmethod
    def savepoint(self) -> Savepoint:
        """Return a point to come back to; needs the capability ``savepoints``."""


@port("persistence", capabilities=("transactions", "savepoints", "durable", "migrations"))
class Persistence(ABC):
    """What a persistence addon provides: units of work over one store."""

    #: What this provider can do, by the names that the port knows.
    capabilities: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def begin(self) -> UnitOfWork:
        """Begin a unit of work; it belongs to the caller, who commits or aborts it."""

    @abstractmethod
    def health(self) -> Health:
        """Ask the store whether it answers.  Never raises: a failure is the answer."""

    def close(self) -> None:  # noqa: B027 - most providers hold nothing, and need not say so
        """Give back every connection, when the application stops."""
