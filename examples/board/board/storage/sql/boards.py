"""Boards, columns and labels in tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from board.domain.contracts import Boards, Labels
from board.domain.entities import Board, BoardSummary, Column, Label
from board.domain.errors import Missing
from board.domain.words import fold
from board.storage.sql.positions import write_positions
from board.storage.sql.tables import BoardRow, CardLabelRow, CardRow, ColumnRow, LabelRow
from corefw.config import adapter_config
from corefw_sqlalchemy import SqlUnitOfWork

__all__ = ["SqlBoards", "SqlLabels"]


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
            BoardSummary(board_of(row), column_count, card_count) for row, column_count, card_count in found
        ]
        return sorted(summaries, key=lambda one: (fold(one.board.name), one.board.id))

    def get(self, board_id: int) -> Board:
        return board_of(self._row(board_id))

    def add(self, name: str, summary: str, *, members_only: bool = False) -> Board:
        row = BoardRow(
            name=name, summary=summary, created=datetime.now(UTC), turn=0, members_only=members_only
        )
        self.session.add(row)
        self.session.flush()
        return board_of(row)

    def change(self, board_id: int, name: str, summary: str, *, members_only: bool = False) -> Board:
        row = self._row(board_id)
        row.name, row.summary, row.members_only = name, summary, members_only
        self.session.flush()
        return board_of(row)

    def columns(self, board_id: int) -> Sequence[Column]:
        rows = self.session.scalars(
            select(ColumnRow).where(ColumnRow.board_id == board_id).order_by(ColumnRow.position)
        )
        return [column_of(row) for row in rows]

    def column(self, column_id: int) -> Column:
        return column_of(self._column_row(column_id))

    def add_column(self, board_id: int, name: str) -> Column:
        count = select(func.count()).select_from(ColumnRow).where(ColumnRow.board_id == board_id)
        row = ColumnRow(board_id=board_id, name=name, position=self.session.scalar(count) or 0)
        self.session.add(row)
        self.session.flush()
        return column_of(row)

    def rename_column(self, column_id: int, name: str) -> Column:
        row = self._column_row(column_id)
        row.name = name
        self.session.flush()
        return column_of(row)

    def remove_column(self, column_id: int) -> None:
        row = self._column_row(column_id)
        board_id = row.board_id
        self.session.delete(row)
        self.session.flush()
        order = [column.id for column in self.columns(board_id)]
        write_positions(self.session, ColumnRow, {one: place for place, one in enumerate(order)})

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


@adapter_config(for_=SqlUnitOfWork, provides=Labels)
class SqlLabels(Labels):
    """Labels in tables."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def of(self, board_id: int) -> Sequence[Label]:
        rows = self.session.scalars(select(LabelRow).where(LabelRow.board_id == board_id))
        return by_name([label_of(row) for row in rows])

    def get(self, label_id: int) -> Label:
        return label_of(self._row(label_id))

    def add(self, board_id: int, name: str, colour: str) -> Label:
        row = LabelRow(board_id=board_id, name=name, colour=colour)
        self.session.add(row)
        self.session.flush()
        return label_of(row)

    def remove(self, label_id: int) -> None:
        row = self._row(label_id)
        self.session.execute(delete(CardLabelRow).where(CardLabelRow.label_id == label_id))
        self.session.delete(row)
        self.session.flush()

    def on_cards(self, board_id: int) -> Mapping[int, Sequence[Label]]:
        found = self.session.execute(
            select(CardLabelRow.card_id, LabelRow)
            .join(LabelRow, LabelRow.id == CardLabelRow.label_id)
            .where(LabelRow.board_id == board_id)
        )
        labels: dict[int, list[Label]] = {}
        for card_id, row in found:
            labels.setdefault(card_id, []).append(label_of(row))
        return {card_id: by_name(some) for card_id, some in labels.items()}

    def on_card(self, card_id: int) -> Sequence[Label]:
        rows = self.session.scalars(
            select(LabelRow)
            .join(CardLabelRow, CardLabelRow.label_id == LabelRow.id)
            .where(CardLabelRow.card_id == card_id)
        )
        return by_name([label_of(row) for row in rows])

    def put(self, card_id: int, label_ids: Collection[int]) -> None:
        wanted = set(label_ids)
        there = set(
            self.session.scalars(select(CardLabelRow.label_id).where(CardLabelRow.card_id == card_id))
        )
        if there - wanted:
            self.session.execute(
                delete(CardLabelRow).where(
                    CardLabelRow.card_id == card_id, CardLabelRow.label_id.in_(there - wanted)
                )
            )
        self.session.add_all(CardLabelRow(card_id=card_id, label_id=one) for one in sorted(wanted - there))
        self.session.flush()

    def _row(self, label_id: int) -> LabelRow:
        row = self.session.get(LabelRow, label_id)
        if row is None:
            raise Missing("label", label_id)
        return row


def by_name(labels: list[Label]) -> list[Label]:
    """Return the labels as people look for them."""
    return sorted(labels, key=lambda label: (fold(label.name), label.id))


def board_of(row: BoardRow) -> Board:
    """Return the board of a row."""
    return Board(row.id, row.name, row.summary, row.created, row.members_only)


def column_of(row: ColumnRow) -> Column:
    """Return the column of a row."""
    return Column(row.id, row.board_id, row.name, row.position)


def label_of(row: LabelRow) -> Label:
    """Return the label of a row."""
    return Label(row.id, row.board_id, row.name, row.colour)
