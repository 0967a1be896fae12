"""Cards, comments and activities in tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from board.domain.contracts import Activities, Cards, Comments
from board.domain.entities import Activity, Card, Column, Comment, Found
from board.domain.errors import Missing
from board.domain.words import fold
from board.storage.sql.boards import board_of, column_of
from board.storage.sql.positions import write_positions
from board.storage.sql.tables import ActivityRow, BoardRow, CardLabelRow, CardRow, ColumnRow, CommentRow
from corefw.config import adapter_config
from corefw_sqlalchemy import SqlUnitOfWork

__all__ = ["SqlActivities", "SqlCards", "SqlComments"]


@adapter_config(for_=SqlUnitOfWork, provides=Cards)
class SqlCards(Cards):
    """Cards in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def get(self, card_id: int) -> Card:
        return card_of(self._row(card_id))

    def in_column(self, column_id: int) -> Sequence[Card]:
        rows = self.session.scalars(
            select(CardRow).where(CardRow.column_id == column_id).order_by(CardRow.position)
        )
        return [card_of(row) for row in rows]

    def on_board(self, board_id: int) -> Sequence[Card]:
        rows = self.session.scalars(
            select(CardRow).where(CardRow.board_id == board_id).order_by(CardRow.column_id, CardRow.position)
        )
        return [card_of(row) for row in rows]

    def add(
        self, column: Column, title: str, text: str, author_id: int | None, due: date | None = None
    ) -> Card:
        now = datetime.now(UTC)
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
            due=due,
        )
        self.session.add(row)
        self.session.flush()
        return card_of(row)

    def change(self, card_id: int, title: str, text: str, due: date | None = None) -> Card:
        row = self._row(card_id)
        row.title, row.text, row.folded, row.due = title, text, fold(f"{title} {text}"), due
        row.revision, row.changed = row.revision + 1, datetime.now(UTC)
        self.session.flush()
        return card_of(row)

    def arrange(self, column_id: int, order: Sequence[int]) -> None:
        rows = {
            row.id: (row.column_id, row.position)
            for row in self.session.scalars(select(CardRow).where(CardRow.id.in_(order)))
        }
        changed = {one: place for place, one in enumerate(order) if rows.get(one) != (column_id, place)}
        if not rows.keys() >= set(order):
            raise Missing("card", sorted(set(order) - rows.keys())[0])
        write_positions(self.session, CardRow, changed, column_id=column_id)

    def remove(self, card_id: int) -> None:
        row = self._row(card_id)
        self.session.execute(delete(CommentRow).where(CommentRow.card_id == card_id))
        self.session.execute(delete(CardLabelRow).where(CardLabelRow.card_id == card_id))
        self.session.delete(row)
        self.session.flush()

    def search(
        self, words: Sequence[str], board_ids: Collection[int], limit: int, offset: int = 0
    ) -> Sequence[Found]:
        found = self.session.execute(
            select(CardRow, BoardRow, ColumnRow)
            .join(BoardRow, BoardRow.id == CardRow.board_id)
            .join(ColumnRow, ColumnRow.id == CardRow.column_id)
            .where(CardRow.board_id.in_(board_ids))
            .where(*(CardRow.folded.contains(word, autoescape=True) for word in words))
            .order_by(CardRow.changed.desc(), CardRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [Found(card_of(card), board_of(board), column_of(column)) for card, board, column in found]

    def _row(self, card_id: int) -> CardRow:
        row = self.session.get(CardRow, card_id)
        if row is None:
            raise Missing("card", card_id)
        return row


@adapter_config(for_=SqlUnitOfWork, provides=Comments)
class SqlComments(Comments):
    """Comments in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def of(self, card_id: int) -> Sequence[Comment]:
        rows = self.session.scalars(
            select(CommentRow).where(CommentRow.card_id == card_id).order_by(CommentRow.id)
        )
        return [comment_of(row) for row in rows]

    def get(self, comment_id: int) -> Comment:
        return comment_of(self._row(comment_id))

    def add(self, card_id: int, author_id: int | None, text: str) -> Comment:
        row = CommentRow(card_id=card_id, author_id=author_id, text=text, created=datetime.now(UTC))
        self.session.add(row)
        self.session.flush()
        return comment_of(row)

    def remove(self, comment_id: int) -> None:
        self.session.delete(self._row(comment_id))
        self.session.flush()

    def counts(self, board_id: int) -> Mapping[int, int]:
        found = self.session.execute(
            select(CommentRow.card_id, func.count())
            .join(CardRow, CardRow.id == CommentRow.card_id)
            .where(CardRow.board_id == board_id)
            .group_by(CommentRow.card_id)
        )
        return {row[0]: row[1] for row in found}

    def _row(self, comment_id: int) -> CommentRow:
        row = self.session.get(CommentRow, comment_id)
        if row is None:
            raise Missing("comment", comment_id)
        return row


@adapter_config(for_=SqlUnitOfWork, provides=Activities)
class SqlActivities(Activities):
    """What was done, in a table."""

    def __init__(self, unit_of_work: SqlUnitOfWork) -> None:
        self.session: Session = unit_of_work.session

    def of(self, board_id: int, limit: int, offset: int = 0) -> Sequence[Activity]:
        rows = self.session.scalars(
            select(ActivityRow)
            .where(ActivityRow.board_id == board_id)
            .order_by(ActivityRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [activity_of(row) for row in rows]

    def add(self, board_id: int, card_id: int | None, actor_id: int | None, words: str) -> Activity:
        row = ActivityRow(
            board_id=board_id, card_id=card_id, actor_id=actor_id, words=words, created=datetime.now(UTC)
        )
        self.session.add(row)
        self.session.flush()
        return activity_of(row)


def card_of(row: CardRow) -> Card:
    """Return the card of a row."""
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
        due=row.due,
    )


def comment_of(row: CommentRow) -> Comment:
    """Return the comment of a row."""
    return Comment(row.id, row.card_id, row.author_id, row.text, row.created)


def activity_of(row: ActivityRow) -> Activity:
    """Return the activity of a row."""
    return Activity(row.id, row.board_id, row.card_id, row.actor_id, row.words, row.created)
