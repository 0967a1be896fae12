"""The settings of the addon: the table ``[sqlalchemy]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["SqlalchemySettings"]


@dataclass(frozen=True, slots=True)
class SqlalchemySettings:
    """What a deployment says about its database."""

    url: str = field(
        metadata={
            "help": "The database as SQLAlchemy writes it: sqlite:///board.db, postgresql://user@host/name."
        }
    )
    pool_size: int = field(
        default=10,
        metadata={"help": "The most connections held at once; at least as many as the server has threads."},
    )
    pool_timeout: float = field(
        default=5.0,
        metadata={"help": "Seconds to wait for a free connection, or for SQLite's lock, before giving up."},
    )
    pool_pre_ping: bool = field(
        default=True,
        metadata={"help": "Ask a pooled connection whether it lives before using it; not done for SQLite."},
    )
    connect_timeout: float = field(
        default=5.0, metadata={"help": "Seconds that the server may take to accept a new connection."}
    )
    expire_on_commit: bool = field(
        default=False,
        metadata={"help": "Forget the attributes of objects when the unit of work commits."},
    )
    echo: bool = field(default=False, metadata={"help": "Log every statement."})
    show_parameters: bool = field(
        default=False,
        metadata={"help": "Show the values of statements in logs and errors; they may be personal data."},
    )
    create_schema: bool = field(
        default=False,
        metadata={"help": "Create missing tables at start, without migrations: for a first try, for tests."},
    )
    sqlite_begin: Literal["immediate", "deferred"] = field(
        default="immediate",
        metadata={"help": "How SQLite begins a transaction; see the README before choosing deferred."},
    )
