"""The persistence port: a unit of work, and nothing about queries.

What is stored and how it is asked for belongs to the application, whose repositories are
component adapters of the provider's unit of work.  Floor 1.  When a request commits or
aborts is decided in ``web/transactions.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar

from corefw.contracts.contract import port

__all__ = ["Health", "Persistence", "PersistenceScratch", "Savepoint", "UnitOfWork"]


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

    def scratch(self) -> AbstractContextManager[PersistenceScratch]:
        """Return an empty area for the time of a ``with`` block; nothing of it is left afterwards.

        In it ``corefw conformance persistence`` proves the provider against the deployed store.
        Raises NotImplementedError for a provider that does not offer one.
        """
        raise NotImplementedError(f"{type(self).__qualname__} offers no scratch area")

    def close(self) -> None:  # noqa: B027 - most providers hold nothing, and need not say so
        """Give back every connection, when the application stops."""


@dataclass(frozen=True, slots=True)
class PersistenceScratch:
    """An empty area of a store, apart from everything that is kept there, and how to use it.

    Queries belong to applications, so the area brings its own: ``put`` writes a text under a
    name, ``get`` returns it or None.
    """

    provider: Persistence
    put: Callable[[UnitOfWork, str, str], None]
    get: Callable[[UnitOfWork, str], str | None]
    #: Makes another provider over the same area, as a new process would; for ``durable`` only.
    reopen: Callable[[], Persistence] | None = None
