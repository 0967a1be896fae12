"""A scratch area: a table of a name that nobody else has, made for a while and dropped again.

In it the conformance kit of corefw proves the provider against the database that is deployed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Column, Engine, MetaData, String, Table, Text, delete, insert, select

from corefw.ports import Persistence, PersistenceScratch, UnitOfWork
from corefw_sqlalchemy.unit import SqlUnitOfWork

__all__ = ["scratch_area"]


@contextmanager
def scratch_area(
    provider: Persistence, engine: Engine, reopen: Callable[[], Persistence] | None
) -> Iterator[PersistenceScratch]:
    """Make a table in the database of *engine*, and drop it at the end of the block."""
    table = Table(
        f"corefw_scratch_{uuid4().hex[:12]}",
        MetaData(),
        Column("name", String(100), primary_key=True),
        Column("value", Text, nullable=False),
    )

    def put(unit: UnitOfWork, key: str, value: str) -> None:
        assert isinstance(unit, SqlUnitOfWork)
        unit.session.execute(delete(table).where(table.c.name == key))
        unit.session.execute(insert(table).values(name=key, value=value))

    def get(unit: UnitOfWork, key: str) -> str | None:
        assert isinstance(unit, SqlUnitOfWork)
        return unit.session.scalar(select(table.c.value).where(table.c.name == key))

    table.create(engine)
    try:
        yield PersistenceScratch(provider, put, get, reopen)
    finally:
        table.drop(engine)
