"""The store: what was committed, as a chain of states of which none is ever changed.

A unit of work holds the state that it began with, so it sees that and nothing else however long it
lasts.  A commit makes a new state under the lock, if nobody has changed the same records since: the
first to commit wins.  What a unit of work does before is in `corefw_memory.unit`.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from typing import Any, Final

from corefw_memory.errors import ConflictError

__all__ = ["DELETED", "Row", "State", "Store", "Writes"]


class Row:
    """One committed version of a record; which version it is, is told by its identity."""

    __slots__ = ("record",)

    def __init__(self, record: Any) -> None:
        self.record = record


class _Deleted:
    def __repr__(self) -> str:
        return "DELETED"


#: What a unit of work writes where it deletes a record.
DELETED: Final = _Deleted()

State = Mapping[str, Mapping[Hashable, Row]]
Writes = Mapping[str, Mapping[Hashable, Any]]

_NO_ROWS: Mapping[Hashable, Row] = {}


class Store:
    """Tables of records, by name and key."""

    def __init__(self, name: str = "memory") -> None:
        self.name = name
        self._state: State = {}
        self._last_ids: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def state(self) -> State:
        """What is committed now; it never changes, a commit puts another in its place."""
        return self._state

    def new_id(self, table: str) -> int:
        """Return a number that was never a key of *table*, whatever becomes of the unit that asks."""
        with self._lock:
            self._last_ids[table] = found = self._last_ids.get(table, 0) + 1
            return found

    def note_key(self, table: str, key: Hashable) -> None:
        """Keep numbers that were given by hand from being given again."""
        if type(key) is int:
            with self._lock:
                self._last_ids[table] = max(self._last_ids.get(table, 0), key)

    def commit(self, begun: State, writes: Writes) -> None:
        """Put *writes*, made on top of the state *begun*, into the store: all of them or none.

        Raises `ConflictError` if another commit has changed one of those records since.
        """
        with self._lock:
            now = self._state
            lost = [
                (table, key)
                for table, rows in writes.items()
                for key in rows
                if now.get(table, _NO_ROWS).get(key) is not begun.get(table, _NO_ROWS).get(key)
            ]
            if lost:
                raise ConflictError(lost)
            made: dict[str, Mapping[Hashable, Row]] = dict(now)
            for table, rows in writes.items():
                kept = dict(now.get(table, _NO_ROWS))
                for key, record in rows.items():
                    if record is DELETED:
                        kept.pop(key, None)
                    else:
                        kept[key] = Row(record)
                made[table] = kept
            self._state = made
