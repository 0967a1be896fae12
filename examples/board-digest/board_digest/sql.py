"""The tallies in a table, for deployments with SQLAlchemy."""

from __future__ import annotations

from sqlalchemy import Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from board_digest.contract import Tallies, Tally
from corefw.config import Configurator, adapter_config
from corefw_sqlalchemy import SqlUnitOfWork

__all__ = ["SqlTallies", "TallyRow", "includeme"]


class Base(DeclarativeBase):
    """The base of the addon's tables."""

    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})


class TallyRow(Base):
    """What was counted on one board.

    No reference to the board's own table: another application's tables are not ours to rely on.
    """

    __tablename__ = "board_digest_tally"

    board_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    created: Mapped[int] = mapped_column(Integer, default=0)
    moved: Mapped[int] = mapped_column(Integer, default=0)


@adapter_config(for_=SqlUnitOfWork, provides=Tallies)
class SqlTallies(Tallies):
    """The tallies of a unit of work; the board is held while its cards change, so nothing is lost."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session = unit_of_work.session

    def of(self, board_id: int) -> Tally:
        row = self.session.get(TallyRow, board_id)
        return Tally(board_id) if row is None else Tally(row.board_id, row.created, row.moved)

    def count(self, board_id: int, *, created: int = 0, moved: int = 0) -> None:
        row = self.session.get(TallyRow, board_id)
        if row is None:
            row = TallyRow(board_id=board_id, created=0, moved=0)
            self.session.add(row)
        row.created += created
        row.moved += moved
        self.session.flush()


def includeme(config: Configurator) -> None:
    """Register the adapter, the table and its migration."""
    config.add_metadata(Base.metadata)
    config.add_migrations("board_digest:migrations")
    config.scan(__name__)
