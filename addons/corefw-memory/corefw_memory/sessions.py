"""A session store in memory, for tests and for one process whose sessions may be gone with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from corefw.ports import (
    Health,
    SessionChange,
    SessionStore,
    SessionStoreRefused,
    SessionStoreScratch,
    StoredSession,
)

__all__ = ["MemorySessionStore"]

#: After so many new sessions those that are over are looked for.
_SWEEP_AFTER = 1000


class MemorySessionStore(SessionStore):
    """Sessions in a dictionary; *most* of them, and then no new one until some are over."""

    capabilities: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, most: int = 100_000) -> None:
        self.most = most
        self._kept: dict[str, tuple[StoredSession, int | None]] = {}
        self._made = 0
        self._lock = threading.Lock()

    def read(self, key: str) -> StoredSession | None:
        """Return the session; what is kept is never changed, a change puts another in its place."""
        found = self._kept.get(key)
        return None if found is None or _is_over(found[1]) else found[0]

    def create(self, key: str, session: StoredSession, expires: int | None) -> None:
        """Keep a new session.  Raises `SessionStoreRefused` if there are too many."""
        with self._lock:
            self._made += 1
            if self._made % _SWEEP_AFTER == 0 or len(self._kept) >= self.most:
                self._sweep()
            if len(self._kept) >= self.most:
                raise SessionStoreRefused(
                    f"there are {self.most} sessions, the most that memory.sessions allows"
                )
            self._kept[key] = StoredSession(dict(session.texts), session.created, session.used), expires

    def change(self, key: str, change: SessionChange, expires: int | None) -> bool:
        """Change the values that *change* names."""
        with self._lock:
            found = self.read(key)
            if found is None:
                return False
            texts = {name: text for name, text in found.texts.items() if name not in change.removed}
            self._kept[key] = (StoredSession(texts | dict(change.texts), found.created, change.used), expires)
            return True

    def delete(self, key: str) -> None:
        """Forget the session."""
        with self._lock:
            self._kept.pop(key, None)

    def sweep(self) -> int:
        """Forget what is over."""
        with self._lock:
            return self._sweep()

    def _sweep(self) -> int:
        over = [key for key, (_, expires) in self._kept.items() if _is_over(expires)]
        for key in over:
            del self._kept[key]
        return len(over)

    def health(self) -> Health:
        """Say how many sessions there are; memory always answers."""
        return Health(True, f"{len(self._kept)} sessions are kept in memory")

    @contextmanager
    def scratch(self) -> Iterator[SessionStoreScratch]:
        """Give another store, since a store costs nothing."""
        yield SessionStoreScratch(MemorySessionStore())


def _is_over(expires: int | None) -> bool:
    return expires is not None and expires <= time.time()
