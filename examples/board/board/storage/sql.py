"""The repositories over SQL: component adapters of the SQLAlchemy addon's unit of work.

The one module of the board that knows this addon.  Rows never leave it; the rules are the desk's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from board.domain.contracts import Boards, Cards, Users
from board.domain.entities import Board, BoardSummary, Card, Column, Found, User
from board.domain.errors import Missing
from board.domain.words import fold
from board.storage.tables import Base, BoardRow, CardRow, ColumnRow, UserRow
from corefw.config import Configurator, adapter_config
from corefw_sqlalchemy import SqlUnitOfWork

__all__ = ["SqlBoards", "SqlCards", "SqlUsers", "includeme"]


def includeme(config: Configurator) -> None:
    """Register the repositories, the tables and their migrations."""
    config.add_metadata(Base.metadata)
    config.add_migrations("board:migrations")
    config.scan(__name__)


@adapter_config(for_=SqlUnitOfWork, provides=Users)
class SqlUsers(Users):
    """Users in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def get(self, user_id: int) -> User | None:
        row = self.session.get(UserRow, user_id)
        return None if row is None else _user(row)

    def by_login(self, login: str) -> User | None:
        row = self.session.scalar(select(UserRow).where(UserRow.login == login))
        return None if row is None else _user(row)

    def add(self, login: str, name: str, password_hash: str) -> User:
        row = UserRow(login=login, name=name, password_hash=password_hash)
        self.session.add(row)
        self.session.flush()
        return _user(row)

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        row = self.session.get(UserRow, user_id)
        if row is None:
            raise Missing("user", user_id)
        row.password_hash = password_hash
        self.session.flush()


@adapter_config(for_=SqlUnitOfWork, provides=Boards)
class SqlBoards(Boards):
    """Boards and columns in tables."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def hold(self, board_id: int) -> Board:
        # The update locks the row (and on SQLite the file) until the transaction ends.
        self.session.execute(
            update(BoardRow)
            .where(BoardRow.id == board_id)
            .values(turn=BoardRow.turn + 1)
            .execution_options(synchronize_session=False)
        )
        self.session.expire_all()  # what others committed while this waited must be seen
        return self.get(board_id)

    def all(self) -> Sequence[BoardSummary]:
        columns = (
            select(func.count()).select_from(ColumnRow).where(ColumnRow.board_id == BoardRow.id)
        ).scalar_subquery()
        cards = (
            select(func.count()).select_from(CardRow).where(CardRow.board_id == BoardRow.id)
        ).scalar_subquery()
        found = self.session.execute(select(BoardRow, columns, cards)).all()
        summaries = [
            BoardSummary(_board(row), column_count, card_count) for row, column_count, card_count in found
        ]
        return sorted(summaries, key=lambda one: (fold(one.board.name), one.board.id))

    def get(self, board_id: int) -> Board:
        return _board(self._row(board_id))

    def add(self, name: str, summary: str) -> Board:
        row = BoardRow(name=name, summary=summary, created=_now(), turn=0)
        self.session.add(row)
        self.session.flush()
        return _board(row)

    def change(self, board_id: int, name: str, summary: str) -> Board:
        row = self._row(board_id)
        row.name, row.summary = name, summary
        self.session.flush()
        return _board(row)

    def columns(self, board_id: int) -> Sequence[Column]:
        rows = self.session.scalars(
            select(ColumnRow).where(ColumnRow.board_id == board_id).order_by(ColumnRow.position)
        )
        return [_column(row) for row in rows]

    def column(self, column_id: int) -> Column:
        return _column(self._column_row(column_id))

    def add_column(self, board_id: int, name: str) -> Column:
        count = select(func.count()).select_from(ColumnRow).where(ColumnRow.board_id == board_id)
        row = ColumnRow(board_id=board_id, name=name, position=self.session.scalar(count) or 0)
        self.session.add(row)
        self.session.flush()
        return _column(row)

    def rename_column(self, column_id: int, name: str) -> Column:
        row = self._column_row(column_id)
        row.name = name
        self.session.flush()
        return _column(row)

    def remove_column(self, column_id: int) -> None:
        row = self._column_row(column_id)
        board_id = row.board_id
        self.session.delete(row)
        self.session.flush()
        order = [column.id for column in self.columns(board_id)]
        _write_positions(self.session, ColumnRow, {one: place for place, one in enumerate(order)})

    def _row(self, board_id: int) -> BoardRow:
        row = self.session.get(BoardRow, board_id)
        if row is None:
            raise Missing("board", board_id)
        return row

    def _column_row(self, column_id: int) -> ColumnRow:
        row = self.session.get(ColumnRow, column_id)
        if row is None:
            raise Missing("column", column_id)
        return row


@adapter_config(for_=SqlUnitOfWork, provides=Cards)
class SqlCards(Cards):
    """Cards in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def get(self, card_id: int) -> Card:
        return _card(self._row(card_id))

    def in_column(self, column_id: int) -> Sequence[Card]:
        rows = self.session.scalars(
            select(CardRow).where(CardRow.column_id == column_id).order_by(CardRow.position)
        )
        return [_card(row) for row in rows]

    def on_board(self, board_id: int) -> Sequence[Card]:
        rows = self.session.scalars(
            select(CardRow).where(CardRow.board_id == board_id).order_by(CardRow.column_id, CardRow.position)
        )
        return [_card(row) for row in rows]

    def add(self, column: Column, title: str, text: str, author_id: int | None) -> Card:
        now = _now()
        count = select(func.count()).select_from(CardRow).where(CardRow.column_id == column.id)
        row = CardRow(
            board_id=column.board_id,
            column_id=column.id,
            title=title,
            text=text,
            folded=fold(f"{title} {text}"),
            position=self.session.scalar(count) or 0,
            revision=0,
            author_id=author_id,
            created=now,
            changed=now,
        )
        self.session.add(row)
        self.session.flush()
        return _card(row)

    def change(self, card_id: int, title: str, text: str) -> Card:
        row = self._row(card_id)
        row.title, row.text, row.folded = title, text, fold(f"{title} {text}")
        row.revision, row.changed = row.revision + 1, _now()
        self.session.flush()
        return _card(row)

    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        rows = {
            row.id: (row.column_id, row.position)
            for row in self.session.scalars(select(CardRow).where(CardRow.id.in_(order)))
        }
        changed = {one: place for place, one in enumerate(order) if rows.get(one) != (column_id, place)}
        if not rows.keys() >= set(order):
            raise Missing("card", sorted(set(order) - rows.keys())[0])
        _write_positions(self.session, CardRow, changed, column_id=column_id)

    def remove(self, card_id: int) -> None:
        self.session.delete(self._row(card_id))
        self.session.flush()

    def search(self, words: Sequence[str], limit: int) -> Sequence[Found]:
        found = self.session.execute(
            select(CardRow, BoardRow, ColumnRow)
            .join(BoardRow, BoardRow.id == CardRow.board_id)
            .join(ColumnRow, ColumnRow.id == CardRow.column_id)
            .where(*(CardRow.folded.contains(word, autoescape=True) for word in words))
            .order_by(CardRow.changed.desc(), CardRow.id.desc())
            .limit(limit)
        )
        return [Found(_card(card), _board(board), _column(column)) for card, board, column in found]

    def _row(self, card_id: int) -> CardRow:
        row = self.session.get(CardRow, card_id)
        if row is None:
            raise Missing("card", card_id)
        return row


def _write_positions(
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


def _now() -> datetime:
    return datetime.now(UTC)


def _user(row: UserRow) -> User:
    return User(row.id, row.login, row.name, row.password_hash)


def _board(row: BoardRow) -> Board:
    return Board(row.id, row.name, row.summary, row.created)


def _column(row: ColumnRow) -> Column:
    return Column(row.id, row.board_id, row.name, row.position)


def _card(row: CardRow) -> Card:
    return Card(
        id=row.id,
        board_id=row.board_id,
        column_id=row.column_id,
        title=row.title,
        text=row.text,
        position=row.position,
        revision=row.revision,
        author_id=row.author_id,
        created=row.created,
        changed=row.changed,
    )
