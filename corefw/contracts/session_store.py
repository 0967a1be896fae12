"""The session-store port: where sessions are kept on the server.

A store keeps texts by name under a key that it is given; what they mean, when a session is
over, and how its id reaches the client is decided in ``web/sessions/``.  Floor 1.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import ClassVar

from corefw.contracts.contract import port
from corefw.contracts.persistence import Health, UnitOfWork

__all__ = [
    "SessionChange",
    "SessionStore",
    "SessionStoreRefused",
    "SessionStoreScratch",
    "SessionStoreUnavailable",
    "StoredSession",
]


class SessionStoreUnavailable(Exception):
    """The store does not answer, or not in time; the message is for the operator."""


class SessionStoreRefused(Exception):
    """The store answers, and takes nothing: it is full, or may only be read."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it is kept: the JSON text of each value, and two times in seconds since the epoch."""

    texts: Mapping[str, str]
    #: When the session began.
    created: int
    #: When it was last used, to the nearest ``reissue_time``.
    used: int


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What one request did to a session: the values it set, the names it took away, and when."""

    used: int
    texts: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


@port("session_store", capabilities=("durable", "shared", "expires", "transactions"))
class SessionStore(ABC):
    """What keeps sessions.

    Its capabilities: ``durable`` (sessions outlive the process), ``shared`` (several processes
    see the same ones), ``expires`` (it forgets what is over by itself; otherwise somebody calls
    `sweep`) and ``transactions`` (`within` a unit of work, a session is written with it or not
    at all).

    A key is 64 hexadecimal digits, the hash of an id: nothing that a client sends reaches a
    store, and whoever reads a store learns no id.  Names and texts are any text.  Every method
    may raise `SessionStoreUnavailable`, and those that write `SessionStoreRefused`.
    """

    #: What this store can do, by the names that the port knows.
    capabilities: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def read(self, key: str) -> StoredSession | None:
        """Return what is kept under *key*; None if nothing is, or if its time is over."""

    @abstractmethod
    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        """Keep a new session until *expires*, in seconds since the epoch; None keeps it for ever."""

    @abstractmethod
    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        """Change the values that *change* names and leave the others; all at once.

        Returns False, and keeps nothing, if there is no such session (any more): what was ended
        is never brought back.
        """

    @abstractmethod
    def delete(self, key: str) -> None:
        """Forget the session; no error if there is none."""

    def within(self, unit: UnitOfWork) -> SessionStore | None:
        """Return this store as a part of *unit*; None if it cannot be, as is the default."""
        return None

    def sweep(self) -> int:
        """Forget what is over, and return how many sessions that were; a store that expires has none."""
        return 0

    @abstractmethod
    def health(self) -> Health:
        """Ask the store whether it answers.  Never raises: a failure is the answer."""

    def scratch(self) -> AbstractContextManager[SessionStoreScratch]:
        """Return an empty area for the time of a ``with`` block; nothing of it is left afterwards.

        In it ``corefw conformance session_store`` proves the store.  Raises NotImplementedError
        for a store that does not offer one.
        """
        raise NotImplementedError(f"{type(self).__qualname__} offers no scratch area")

    def close(self) -> None:  # noqa: B027 - many stores hold nothing, and need not say so
        """Give back every connection, when the application stops."""


@dataclass(frozen=True, slots=True)
class SessionStoreScratch:
    """An empty area of a store, apart from the sessions that are kept there."""

    provider: SessionStore
    #: Makes another store over the same area, as a new process would; for ``durable`` and ``shared``.
    reopen: Callable[[], SessionStore] | None = None
    #: Begins a unit of work that the store can be within; for ``transactions``.
    begin: Callable[[], UnitOfWork] | None = None
