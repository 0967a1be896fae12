"""The tables of the board, as SQLAlchemy's declarative classes.  Queries are in the neighbours.

The unique constraints on positions are the last guard: should the order of a column ever be
written without the board being held, the database refuses and nothing is doubled.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "ActivityRow",
    "Base",
    "BoardRow",
    "CardLabelRow",
    "CardRow",
    "ColumnRow",
    "CommentRow",
    "LabelRow",
    "MemberRow",
    "PictureRow",
    "UserRow",
]


class Moment(TypeDecorator[datetime]):
    """A point in time, kept and given back in UTC on databases without time zones as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone, and keep UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time needs its zone, and this has none: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of the board's tables; names of constraints are fixed, as migrations need them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UserRow(Base):
    """A user."""

    __tablename__ = "board_user"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(255))
    is_admin: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_locked: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    avatar: Mapped[str] = mapped_column(String(64), default="", server_default="")


class PictureRow(Base):
    """An uploaded picture, apart from its user, so that users are read without it."""

    __tablename__ = "board_picture"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(40))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class BoardRow(Base):
    """A board; *turn* is counted up by whoever holds it, which locks the row."""

    __tablename__ = "board_board"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(160))
    created: Mapped[datetime] = mapped_column(Moment)
    turn: Mapped[int] = mapped_column(Integer, default=0)
    members_only: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class MemberRow(Base):
    """Somebody who belongs to a board; *role* is one of `Role`."""

    __tablename__ = "board_member"

    board_id: Mapped[int] = mapped_column(ForeignKey(BoardRow.id), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(
        ForeignKey(UserRow.id), primary_key=True, autoincrement=False, index=True
    )
    role: Mapped[str] = mapped_column(String(20))


class ColumnRow(Base):
    """A column of a board."""

    __tablename__ = "board_column"
    __table_args__ = (UniqueConstraint("board_id", "position"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(BoardRow.id))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(Integer)


class CardRow(Base):
    """A card; *folded* is title and text as searches compare them."""

    __tablename__ = "board_card"
    __table_args__ = (UniqueConstraint("column_id", "position"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(BoardRow.id), index=True)
    column_id: Mapped[int] = mapped_column(ForeignKey(ColumnRow.id))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(UserRow.id))
    created: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[date | None] = mapped_column(Date)


class LabelRow(Base):
    """A label of a board."""

    __tablename__ = "board_label"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(BoardRow.id), index=True)
    name: Mapped[str] = mapped_column(String(40))
    colour: Mapped[str] = mapped_column(String(20))


class CardLabelRow(Base):
    """A label on a card."""

    __tablename__ = "board_card_label"

    card_id: Mapped[int] = mapped_column(
        ForeignKey(CardRow.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    label_id: Mapped[int] = mapped_column(
        ForeignKey(LabelRow.id, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class CommentRow(Base):
    """What somebody said about a card."""

    __tablename__ = "board_comment"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey(CardRow.id, ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(UserRow.id))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)


class ActivityRow(Base):
    """One thing that was done; *card_id* is no reference, because the card may be gone."""

    __tablename__ = "board_activity"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(BoardRow.id), index=True)
    card_id: Mapped[int | None] = mapped_column(Integer)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(UserRow.id))
    words: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)
