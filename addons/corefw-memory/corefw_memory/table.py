"""A table as one unit of work sees it: what was committed when it began, and its own writes on top.

Every record that goes in or comes out is a copy.  A changed record is stored when it is put back, and
not before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from corefw_memory.errors import UnstorableRecord
from corefw_memory.records import independent
from corefw_memory.store import DELETED

if TYPE_CHECKING:
    from corefw_memory.unit import MemoryUnitOfWork

__all__ = ["Table"]

T = TypeVar("T")
D = TypeVar("D")

_ABSENT: Any = object()


class Table(Generic[T]):
    """Records by key, for one unit of work; made by `MemoryUnitOfWork.table`."""

    def __init__(self, unit: MemoryUnitOfWork, name: str, kind: type[T] | None) -> None:
        self._unit = unit
        self._name = name
        self._kind = kind

    @property
    def name(self) -> str:
        """The name of the table."""
        return self._name

    # -- reading -----------------------------------------------------------------------

    @overload
    def get(self, key: Hashable) -> T | None: ...
    @overload
    def get(self, key: Hashable, default: D) -> T | D: ...
    def get(self, key: Hashable, default: Any = None) -> Any:
        """Return a copy of the record, or *default*."""
        found = self._unit.peek(self._name, key, _ABSENT)
        return default if found is _ABSENT else independent(found)

    def __getitem__(self, key: Hashable) -> T:
        found = self._unit.peek(self._name, key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        record: T = independent(found)
        return record

    def __contains__(self, key: object) -> bool:
        return self._unit.peek(self._name, key, _ABSENT) is not _ABSENT

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the keys, in the order in which they were first put; writing meanwhile is fine."""
        return iter([key for key, _ in self._unit.peek_all(self._name)])

    def __len__(self) -> int:
        return len(self._unit.peek_all(self._name))

    def values(self) -> list[T]:
        """Return a copy of every record."""
        return [independent(record) for _, record in self._unit.peek_all(self._name)]

    def items(self) -> list[tuple[Any, T]]:
        """Return every key with a copy of its record."""
        return [(key, independent(record)) for key, record in self._unit.peek_all(self._name)]

    def find(self, where: Callable[[T], object] | None = None, /, **equal: Any) -> list[T]:
        """Return a copy of every record whose fields are *equal* and for which *where* is true.

        ``cards.find(column_id=3)`` compares attributes, or the items of records that are mappings;
        a record without such a field does not fit.
        """
        fitting = (
            independent(record)
            for _, record in self._unit.peek_all(self._name)
            if all(_field(record, name) == wanted for name, wanted in equal.items())
        )
        return [record for record in fitting if where is None or where(record)]

    # -- writing -----------------------------------------------------------------------

    def new_id(self) -> int:
        """Return a number that was never a key of this table; it is not given again after an abort."""
        self._unit.refuse_if_over()
        return self._unit.store.new_id(self._name)

    def put(self, key: Hashable, record: T) -> None:
        """Store a copy of *record* under *key*, in place of what is there.

        Raises `UnstorableRecord` for one that is not of the table's type or cannot be copied.
        """
        if self._kind is not None and not isinstance(record, self._kind):
            raise UnstorableRecord(
                f'The table "{self._name}" keeps records of the type {self._kind.__qualname__}, '
                f"and this is a {type(record).__qualname__}."
            )
        self._unit.write(self._name, key, independent(record))

    def delete(self, key: Hashable) -> None:
        """Take the record out.  Raises KeyError if there is none."""
        if key not in self:
            raise KeyError(key)
        self._unit.write(self._name, key, DELETED)

    def touch(self, key: Hashable) -> None:
        """Write the record as it is, so that whoever writes it at the same time conflicts with this unit.

        Isolation by itself does not notice two units that read the same and write different records:
        whoever relies on a record that it does not write touches it.  Raises KeyError if there is none.
        """
        found = self._unit.peek(self._name, key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        self._unit.write(self._name, key, found)

    __setitem__ = put
    __delitem__ = delete

    def __repr__(self) -> str:
        return f"<Table {self._name!r}>"


def _field(record: Any, name: str) -> Any:
    if isinstance(record, Mapping):
        return record.get(name, _ABSENT)
    return getattr(record, name, _ABSENT)
