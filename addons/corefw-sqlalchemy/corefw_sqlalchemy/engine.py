"""The engine: opens the database that the settings name, with what each kind of it needs.

What a driver raises is put in words here, once, for all statements.  Sessions are made in
`corefw_sqlalchemy.unit`.
"""

from __future__ import annotations

import math
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DataError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from corefw.exceptions import ConfigurationError, Fix, Problem
from corefw_sqlalchemy.errors import DatabaseUnavailable, UnstorableValue
from corefw_sqlalchemy.settings import SqlalchemySettings

__all__ = ["PatientPool", "is_memory", "open_engine", "shown"]

_DIALECTS = ("sqlite", "postgresql", "mysql", "mariadb", "oracle", "mssql")
_EXTRAS = {"psycopg": "postgresql", "pymysql": "mysql"}
# How each driver calls the time that a connection may take.
_CONNECT_TIMEOUT = {
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
    "mysqldb": "connect_timeout",
    "pg8000": "timeout",
}
_SECRET_WORDS = ("pass", "secret", "token", "key")


class PatientPool(QueuePool):
    """A pool that says whose it is when no connection becomes free in time."""

    def connect(self) -> PoolProxiedConnection:
        """Return a connection.  Raises `DatabaseUnavailable` after ``pool_timeout``."""
        try:
            return super().connect()
        except PoolTimeout as error:
            raise DatabaseUnavailable(
                f"The addon sqlalchemy had no free connection: all {self.size()} were in use for "
                f"{self.timeout():g} seconds. See sqlalchemy.pool_size.",
                error,
            ) from error


def shown(url: URL) -> str:
    """Return *url* as it may be read by anybody: no password, not even in its query."""
    query = {
        key: "***" if any(word in key.lower() for word in _SECRET_WORDS) else value
        for key, value in url.query.items()
    }
    # SQLAlchemy quotes the stars in a query, where nobody reads them as a mask.
    return url.set(query=query).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def is_memory(url: URL) -> bool:
    """Say whether *url* names a SQLite database that is gone when its connection is."""
    database = url.database or ""
    return url.get_backend_name() == "sqlite" and (
        database == ""
        or ":memory:" in database
        or "mode=memory" in database
        or url.query.get("mode") == "memory"
    )


def open_engine(settings: SqlalchemySettings, folder: Path) -> Engine:
    """Return the engine for *settings*; nothing is connected yet.

    A relative SQLite file lies in *folder*.  Raises `ConfigurationError` for an address that
    cannot be read (SQLALCHEMY-101, -102) and for a driver that is not installed (SQLALCHEMY-103).
    """
    url = _parsed(settings.url)
    try:
        dialect = url.get_dialect()
        if dialect.is_async:
            raise ConfigurationError(_asynchronous(url))
        options = (
            _sqlite_options(url, settings)
            if dialect.name == "sqlite"
            else _server_options(dialect.driver, settings)
        )
        engine = create_engine(
            _placed(url, folder) if dialect.name == "sqlite" else url,
            poolclass=PatientPool,
            max_overflow=0,
            pool_timeout=settings.pool_timeout,
            echo=settings.echo,
            hide_parameters=not settings.show_parameters,
            **options,
        )
    except NoSuchModuleError:
        raise ConfigurationError(_no_dialect(url)) from None
    except ModuleNotFoundError as error:
        raise ConfigurationError(_no_driver(url, error.name or "")) from error
    if dialect.name == "sqlite":
        _listen_for_sqlite(engine, settings.sqlite_begin)
    event.listen(engine, "handle_error", _put_in_words)
    return engine


def _parsed(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        # The text itself is not repeated: it may hold a password.
        raise ConfigurationError(
            Problem(
                "SQLALCHEMY-101",
                "sqlalchemy.url is not the address of a database.",
                why="It has the form dialect://user:password@host:port/name; a sign such as @ or / inside a "
                "password is written %40 or %2F.",
                fixes=(
                    Fix("a file", 'url = "sqlite:///board.db"'),
                    Fix("a server", 'url = "postgresql://user:password@localhost/board"'),
                ),
            )
        ) from None


def _placed(url: URL, folder: Path) -> URL:
    """Return the SQLite *url* with a whole path, and with the driver in its name.

    zope.sqlalchemy refuses savepoints to the driver name "sqlite", because pysqlite breaks them
    unless somebody else sends BEGIN; that is done here, and the whole name is not on its list.
    """
    if url.drivername == "sqlite":
        url = url.set(drivername="sqlite+pysqlite")
    database = url.database or ""
    if is_memory(url) or database.startswith("file:"):
        return url
    return url.set(database=str(folder / database))


def _sqlite_options(url: URL, settings: SqlalchemySettings) -> dict[str, Any]:
    # A database in memory belongs to its connection: a second one would see another, empty database.
    memory = is_memory(url)
    arguments = {"timeout": settings.pool_timeout, "check_same_thread": False}
    size = 1 if memory else settings.pool_size
    # `roll_back_leftovers` does what the pool would do, where there is something to be rolled back.
    return {"pool_size": size, "pool_reset_on_return": None, "connect_args": arguments}


def _server_options(driver: str, settings: SqlalchemySettings) -> dict[str, Any]:
    argument = _CONNECT_TIMEOUT.get(driver)
    return {
        "pool_size": settings.pool_size,
        "pool_pre_ping": settings.pool_pre_ping,
        # Whole seconds: libpq knows no others.
        "connect_args": {argument: math.ceil(settings.connect_timeout)} if argument else {},
    }


def _listen_for_sqlite(engine: Engine, begin: str) -> None:
    statement = f"BEGIN {begin.upper()}"

    def prepare(connection: Any, record: Any) -> None:
        # pysqlite would send BEGIN by itself, too late and not for every statement.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    def send_begin(connection: Any) -> None:
        connection.execute(statement)

    def send_commit(connection: Any) -> None:
        if connection.in_transaction:
            connection.execute("COMMIT")  # this statement is kept; pysqlite's method compiles one each time

    def roll_back_leftovers(connection: Any, record: Any, state: Any) -> None:
        # Also where SQLAlchemy believes that the transaction ended: a COMMIT that fails on a deferred
        # constraint leaves SQLite's open, and the next unit would find it and its lock.
        if connection.in_transaction:
            connection.rollback()

    event.listen(engine, "connect", prepare)
    # A listener to the event "begin" could send it only as a query, with a cursor and a result that nobody
    # wants; that costs more than the commit.
    dialect: Any = engine.dialect
    dialect.do_begin = send_begin
    dialect.do_commit = send_commit
    event.listen(engine, "reset", roll_back_leftovers)


def _put_in_words(context: ExceptionContext) -> BaseException | None:
    """Return the error for what a driver raised, or None to leave it as it is."""
    original = context.original_exception
    if isinstance(original, (OverflowError, UnicodeEncodeError)) or isinstance(
        context.sqlalchemy_exception, DataError
    ):
        return UnstorableValue(f"The database cannot store a value: {_first_line(original)}", original)
    if context.engine is None or isinstance(original, DatabaseUnavailable):
        return None
    where = shown(context.engine.url)
    if context.connection is None:
        return DatabaseUnavailable(
            f"The addon sqlalchemy cannot reach {where}: "
            f"{_first_line(original)}{_advice(context.engine.url)}",
            original,
        )
    if context.is_disconnect:
        return DatabaseUnavailable(
            f"The addon sqlalchemy lost its connection to {where}: {_first_line(original)}",
            original,
            connection_invalidated=True,
        )
    if "database is locked" in str(original) and context.dialect.name == "sqlite":
        return DatabaseUnavailable(f"The addon sqlalchemy did not get the lock of {where} in time.", original)
    return None


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") + "." if lines else type(error).__name__ + "."


def _advice(url: URL) -> str:
    """Return what an operator should look at first."""
    if url.get_backend_name() == "sqlite" and url.database:
        parent = Path(url.database).parent
        if not parent.is_dir():
            return f" The folder {parent} does not exist."
    return ""


def _no_dialect(url: URL) -> Problem:
    name = url.get_backend_name()
    near = get_close_matches(name, _DIALECTS, n=1)
    return Problem(
        "SQLALCHEMY-102",
        f'sqlalchemy.url begins with "{url.drivername}", which no installed package understands.'
        + (f' Did you mean "{near[0]}"?' if near else ""),
        why=f"SQLAlchemy itself knows {', '.join(_DIALECTS)}.",
        fixes=(Fix("", "begin sqlalchemy.url with " + (f'"{near[0]}"' if near else "one of these")),),
    )


def _no_driver(url: URL, module: str) -> Problem:
    extra = _EXTRAS.get(module.partition(".")[0].lower(), "")
    what = f"corefw-sqlalchemy[{extra}]" if extra else module
    return Problem(
        "SQLALCHEMY-103",
        f"sqlalchemy.url asks for {url.get_backend_name()}, and its driver {module} is not installed.",
        fixes=(Fix("", f'pip install "{what}"'),),
    )


def _asynchronous(url: URL) -> Problem:
    return Problem(
        "SQLALCHEMY-104",
        f'sqlalchemy.url names the asynchronous driver of "{url.drivername}".',
        why="Units of work are synchronous; an asynchronous view runs them in a thread.",
        fixes=(Fix("", "name a synchronous driver, such as postgresql+psycopg or sqlite"),),
    )
