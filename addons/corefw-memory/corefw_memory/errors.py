"""Errors of the store: a lost race, a record that cannot be kept, and misuse."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

__all__ = ["ConflictError", "UnitOfWorkError", "UnstorableRecord"]


class ConflictError(Exception):
    """Another unit of work committed a change of the same record first; nothing of this one was kept.

    Nothing is wrong with the work itself: do it again in a new unit of work, which sees what the
    other one did.  ``records`` are the table and key of each record that both changed.
    """

    def __init__(self, records: Iterable[tuple[str, Hashable]]) -> None:
        self.records = tuple(records)
        shown = ", ".join(f"{table} {key!r}" for table, key in self.records)
        super().__init__(
            f"Another unit of work changed {shown} first, so nothing of this one was kept. "
            "Do the work again in a new unit of work."
        )


class UnstorableRecord(TypeError):
    """A record cannot be kept: it is of another type than its table's, or cannot be copied."""


class UnitOfWorkError(RuntimeError):
    """A unit of work or a savepoint is used after its end."""
