"""One unit of work: a view of the store as it was at the beginning, and the writes on top of it.

When a request commits or aborts is decided by corefw.  Whether a commit may be is decided by
`corefw_memory.store`.
"""

from __future__ import annotations

from collections.abc import Hashable
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from corefw.ports import Savepoint, UnitOfWork
from corefw_memory.errors import UnitOfWorkError
from corefw_memory.store import DELETED, Store
from corefw_memory.table import Table

__all__ = ["MemorySavepoint", "MemoryUnitOfWork"]

T = TypeVar("T")


class MemoryUnitOfWork(UnitOfWork):
    """A unit of work over a `Store`; also a context manager that commits or aborts."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._begun = store.state
        self._writes: dict[str, dict[Hashable, Any]] = {}
        self._points: list[MemorySavepoint] = []
        self._over = ""

    @overload
    def table(self, name: str) -> Table[Any]: ...
    @overload
    def table(self, name: str, kind: type[T]) -> Table[T]: ...
    def table(self, name: str, kind: Any = None) -> Table[Any]:
        """Return the table *name*, which need not exist before; with *kind*, for records of that type."""
        self.refuse_if_over()
        return Table(self, name, kind)

    def commit(self) -> None:
        """Put the work into the store.

        Raises `ConflictError` if another unit committed a change of the same record first; nothing of
        this one is then kept, and the work may be tried again in a new unit.
        """
        self.refuse_if_over()
        writes = self._writes
        self._end("aborted")
        if writes:
            self.store.commit(self._begun, writes)
        self._over = "committed"

    def abort(self) -> None:
        """Forget the work; nothing happens if the unit is over."""
        if not self._over:
            self._end("aborted")

    def savepoint(self) -> MemorySavepoint:
        """Return a point to come back to, as often as it is needed."""
        self.refuse_if_over()
        point = MemorySavepoint(self, self._copied())
        self._points.append(point)
        return point

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None and not self._over:
            self.commit()
        else:
            self.abort()

    # -- for tables and savepoints -----------------------------------------------------

    def refuse_if_over(self) -> None:
        """Raise `UnitOfWorkError` if the unit was committed or aborted."""
        if self._over:
            raise UnitOfWorkError(f"This unit of work was {self._over}; begin another one.")

    def peek(self, table: str, key: Any, default: Any) -> Any:
        """Return the stored record itself, which nobody may change, or *default*."""
        self.refuse_if_over()
        own = self._writes.get(table)
        if own is not None and key in own:
            found = own[key]
            return default if found is DELETED else found
        row = self._begun.get(table, {}).get(key)
        return default if row is None else row.record

    def peek_all(self, table: str) -> list[tuple[Hashable, Any]]:
        """Return every key with the stored record itself, which nobody may change."""
        self.refuse_if_over()
        rows = {key: row.record for key, row in self._begun.get(table, {}).items()}
        rows.update(self._writes.get(table, {}))
        return [(key, record) for key, record in rows.items() if record is not DELETED]

    def write(self, table: str, key: Hashable, record: Any) -> None:
        """Keep *record*, which belongs to nobody else, or `DELETED`, for the commit."""
        self.refuse_if_over()
        self.store.note_key(table, key)
        self._writes.setdefault(table, {})[key] = record

    def return_to(self, point: MemorySavepoint, writes: dict[str, dict[Hashable, Any]]) -> None:
        """Go back to *writes*, which *point* kept; points that came later are gone."""
        self.refuse_if_over()
        if point not in self._points:
            raise UnitOfWorkError("This savepoint is gone, because an earlier one was returned to.")
        del self._points[self._points.index(point) + 1 :]
        self._writes = {table: dict(rows) for table, rows in writes.items()}

    def _copied(self) -> dict[str, dict[Hashable, Any]]:
        return {table: dict(rows) for table, rows in self._writes.items()}

    def _end(self, how: str) -> None:
        self._over = how
        self._writes = {}
        self._points = []


class MemorySavepoint(Savepoint):
    """A point inside a unit of work; it can be returned to more than once."""

    def __init__(self, unit: MemoryUnitOfWork, writes: dict[str, dict[Hashable, Any]]) -> None:
        self._unit = unit
        self._writes = writes

    def rollback(self) -> None:
        """Undo what was done since this point.

        Raises `UnitOfWorkError` if the unit is over, or has returned to an earlier point.
        """
        self._unit.return_to(self, self._writes)
