"""What the case "page" is made of, for all the same: ten rows, a user, a permission, a template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mako.lookup import TemplateLookup
from sqlalchemy import Engine, String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import QueuePool

__all__ = ["SECRET", "TEMPLATES", "USERS", "Base", "Item", "fill", "items", "open_database", "template"]

SECRET = "thirty-two characters, or somewhat more"
#: How many seconds a session's cookie is good, and after how many it is given anew.
TIMEOUT, REISSUE = 1200, 120
#: Who may do what.
USERS = {"ann": {"view"}}
TEMPLATES = Path(__file__).parent / "templates"


class Base(DeclarativeBase):
    """The tables."""


class Item(Base):
    """A row."""

    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    price: Mapped[int]


def items(session: Session) -> list[Item]:
    """Return the ten rows."""
    return list(session.scalars(select(Item).order_by(Item.id)))


def fill(session: Session) -> None:
    """Add the ten rows."""
    session.add_all(Item(id=number, name=f"<b>{number}</b>", price=number * 3) for number in range(10))


def open_database(begins: bool = False) -> Engine:
    """Return a database in memory with the ten rows, whose only connection one request has at a time.

    With *begins* SQLite is told of each transaction, as SQLAlchemy documents it for its driver.
    """
    engine = create_engine(
        "sqlite://",
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    if begins:
        event.listen(engine, "connect", _leave_begin_to_us)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        fill(session)
        session.commit()
    return engine


def _leave_begin_to_us(connection: Any, record: object) -> None:
    connection.isolation_level = None


def template(name: str) -> Any:
    """Return a Mako template with the safe options that corefw-mako has, too."""
    lookup = TemplateLookup([str(TEMPLATES)], default_filters=["h"], strict_undefined=True)
    return lookup.get_template(name)
