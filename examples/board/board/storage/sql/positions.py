"""Writing positions under a unique constraint."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from board.storage.sql.tables import CardRow, ColumnRow

__all__ = ["write_positions"]


def write_positions(
    session: Session,
    table: type[CardRow] | type[ColumnRow],
    places: dict[int, int],
    **more: int,
) -> None:
    """Write the positions by id, in two steps, so that no two rows share one in between."""
    if not places:
        return
    columns = cast("Table", table.__table__)
    connection = session.connection()
    connection.execute(update(columns).where(columns.c.id.in_(places)).values(position=-1 - columns.c.id))
    connection.execute(
        update(columns).where(columns.c.id == bindparam("key")).values(position=bindparam("place"), **more),
        [{"key": key, "place": place} for key, place in places.items()],
    )
    session.expire_all()
