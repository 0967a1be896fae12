"""Opening a database: addresses, what is wrong with them, and what a driver's errors become."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, MetaData, String, event, make_url, select, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from corefw.exceptions import ConfigurationError
from corefw_sqlalchemy import DatabaseUnavailable, SqlalchemySettings, UnstorableValue
from corefw_sqlalchemy.engine import is_memory, open_engine, shown


class Base(DeclarativeBase):
    metadata = MetaData()


class Card(Base):
    __tablename__ = "card"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(BigInteger, "postgresql"), primary_key=True)
    title: Mapped[str] = mapped_column(String(20))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://ann:s3cret@db/board", "postgresql://ann:***@db/board"),
        ("postgresql://ann@db/board?sslpassword=s3cret", "postgresql://ann@db/board?sslpassword=***"),
        ("sqlite:///board.db", "sqlite:///board.db"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, expected: str) -> None:
    """Neither the password nor a secret in the query is shown."""
    assert expected == shown(make_url(url))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite://", True),
        ("sqlite:///:memory:", True),
        ("sqlite:///file:x?mode=memory&uri=true", True),
        ("sqlite:///file::memory:?cache=shared&uri=true", True),
        ("sqlite:///x.db", False),
        ("postgresql://db/x", False),
    ],
)
def test_a_database_in_memory_is_known(url: str, expected: bool) -> None:
    """All spellings of it count."""
    assert expected is is_memory(make_url(url))


def test_a_relative_file_lies_in_the_folder_that_is_given(tmp_path: Path) -> None:
    """It does not depend on where the process was started."""
    engine = open_engine(SqlalchemySettings(url="sqlite:///data/board.db"), tmp_path)

    assert str(tmp_path / "data/board.db") == engine.url.database


def test_an_absolute_file_stays_where_it_is(tmp_path: Path) -> None:
    """Four slashes are an absolute path."""
    engine = open_engine(SqlalchemySettings(url=f"sqlite:///{tmp_path}/board.db"), Path("/elsewhere"))

    assert f"{tmp_path}/board.db" == engine.url.database


def problem(url: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        open_engine(SqlalchemySettings(url=url), Path())
    return str(caught.value)


def test_what_is_no_address_is_refused_without_being_repeated() -> None:
    """It may hold a password."""
    assert (
        "SQLALCHEMY-101  sqlalchemy.url is not the address of a database.\n\n"
        "  It has the form dialect://user:password@host:port/name; a sign such as @ or / inside a "
        "password is written %40 or %2F.\n\n"
        "  Choose one:\n"
        '    a file     url = "sqlite:///board.db"\n'
        '    a server   url = "postgresql://user:password@localhost/board"'
    ) == problem("ann:s3cret-and-no-more")


def test_a_dialect_that_nobody_knows_is_told_with_the_nearest_one() -> None:
    """The short form that some hosters hand out is the usual case."""
    assert (
        'SQLALCHEMY-102  sqlalchemy.url begins with "postgres", which no installed package understands. '
        'Did you mean "postgresql"?\n\n'
        "  SQLAlchemy itself knows sqlite, postgresql, mysql, mariadb, oracle, mssql.\n\n"
        '  To mend it: begin sqlalchemy.url with "postgresql"'
    ) == problem("postgres://ann:s3cret@db/board")


def test_a_driver_that_is_not_installed_is_told_with_what_to_install() -> None:
    """The package is named, not the module that failed."""
    assert (
        "SQLALCHEMY-103  sqlalchemy.url asks for oracle, and its driver cx_Oracle is not installed.\n\n"
        '  To mend it: pip install "cx_Oracle"'
    ) == problem("oracle+cx_oracle://ann:s3cret@db/board")


def test_an_asynchronous_driver_is_refused() -> None:
    """Units of work are synchronous."""
    assert problem("sqlite+aiosqlite:///x.db").startswith(
        'SQLALCHEMY-104  sqlalchemy.url names the asynchronous driver of "sqlite+aiosqlite".'
    )


def test_a_database_that_cannot_be_reached_is_told_with_the_addon_and_the_masked_address(
    open_database: Any,
) -> None:
    """It is SQLAlchemy's own kind of error, at the first use of the session, without the password."""
    database = open_database("postgresql+psycopg://ann:s3cret@127.0.0.1:1/board")
    unit = database.begin()

    with pytest.raises(DatabaseUnavailable) as caught:
        unit.session.execute(text("SELECT 1"))
    unit.abort()

    assert str(caught.value).startswith(
        "The addon sqlalchemy cannot reach postgresql+psycopg://ann:***@127.0.0.1:1/board: "
    )
    assert "s3cret" not in str(caught.value)
    assert isinstance(caught.value, OperationalError)


def test_a_file_in_a_folder_that_does_not_exist_is_told(open_database: Any, tmp_path: Path) -> None:
    """SQLite itself only says that it cannot open the file."""
    database = open_database("sqlite:///data/board.db")

    with pytest.raises(DatabaseUnavailable) as caught, database.begin() as unit:
        unit.session.execute(text("SELECT 1"))

    assert (
        f"The addon sqlalchemy cannot reach sqlite+pysqlite:///{tmp_path}/data/board.db: unable to open "
        f"database file. The folder {tmp_path}/data does not exist." == str(caught.value)
    )


def test_a_full_pool_is_told_after_its_time(open_database: Any, url: str) -> None:
    """Nobody waits longer than the settings say, and the error says which setting."""
    database = open_database(url, pool_size=1, pool_timeout=0.05)
    first, second = database.begin(), database.begin()
    first.session.execute(text("SELECT 1"))

    with pytest.raises(DatabaseUnavailable) as caught:
        second.session.execute(text("SELECT 1"))
    second.abort()
    first.abort()

    assert (
        "The addon sqlalchemy had no free connection: all 1 were in use for 0.05 seconds. "
        "See sqlalchemy.pool_size." == str(caught.value)
    )


def test_a_server_that_went_away_is_told_and_the_next_unit_connects_again(
    open_database: Any, postgresql_url: str
) -> None:
    """A restart of the server costs the requests that were under way and no others."""
    database = open_database(postgresql_url)
    other = open_database(postgresql_url)
    unit = database.begin()
    process = unit.session.scalar(text("SELECT pg_backend_pid()"))
    with other.begin() as killer:
        killer.session.execute(text("SELECT pg_terminate_backend(:id)"), {"id": process})

    with pytest.raises(DatabaseUnavailable, match="lost its connection"):
        unit.session.execute(text("SELECT 1"))
    unit.abort()

    with database.begin() as again:
        assert 1 == again.session.scalar(text("SELECT 1"))


@pytest.mark.parametrize("value", [10**30, -(2**64)])
def test_a_number_that_is_too_large_is_an_unstorable_value(open_database: Any, url: str, value: int) -> None:
    """SQLite's driver raises OverflowError, PostgreSQL refuses the value; both mean the same."""
    database = open_database(url)
    Base.metadata.create_all(database.engine)

    unit = database.begin()
    unit.session.add(Card(id=value, title="x"))
    with pytest.raises(UnstorableValue, match=r"^The database cannot store a value: "):
        unit.session.flush()
    unit.abort()

    assert isinstance(UnstorableValue("", ValueError()), DataError)


@pytest.mark.parametrize("value", ["\ud800", "a\udcff"])
def test_text_that_is_no_text_is_an_unstorable_value(open_database: Any, url: str, value: str) -> None:
    """A lone surrogate has no UTF-8; it is refused when asked for as well."""
    database = open_database(url)
    Base.metadata.create_all(database.engine)

    unit = database.begin()
    with pytest.raises(UnstorableValue):
        unit.session.scalars(select(Card).where(Card.title == value)).all()
    unit.abort()


def test_what_only_postgresql_refuses_is_an_unstorable_value(open_database: Any, postgresql_url: str) -> None:
    """A zero byte, and text longer than its column."""
    database = open_database(postgresql_url)
    Base.metadata.create_all(database.engine)

    for title in ("a\x00b", "x" * 21):
        unit = database.begin()
        unit.session.add(Card(title=title))
        with pytest.raises(UnstorableValue):
            unit.session.flush()
        unit.abort()


def test_values_are_not_shown_unless_the_settings_say_so(open_database: Any, url: str) -> None:
    """An error of the database goes to a log, and values may be personal."""
    for show, expected in ((False, False), (True, True)):
        database = open_database(url, show_parameters=show)
        Base.metadata.create_all(database.engine)
        unit = database.begin()
        unit.session.add_all([Card(id=1, title="private"), Card(id=1, title="private")])
        with pytest.raises(IntegrityError) as caught:
            unit.session.connection().execute(
                Card.__table__.insert(),  # type: ignore[attr-defined]
                [{"id": 1, "title": "private"}, {"id": 1, "title": "private"}],
            )
        unit.abort()

        assert expected is ("private" in str(caught.value))


def test_sqlite_minds_foreign_keys(open_database: Any) -> None:
    """They are off in every connection unless somebody asks."""
    with open_database("sqlite:///x.db").begin() as unit:
        assert 1 == unit.session.scalar(text("PRAGMA foreign_keys"))


def test_a_schema_change_in_sqlite_is_undone_with_its_transaction(open_database: Any) -> None:
    """pysqlite by itself would have committed it."""
    database = open_database("sqlite:///x.db")
    unit = database.begin()
    unit.session.execute(text("CREATE TABLE t (id INTEGER)"))
    unit.abort()

    with database.begin() as again:
        assert [] == again.session.scalars(text("SELECT name FROM sqlite_master")).all()


@pytest.mark.parametrize("url", ["sqlite:///x.db", "sqlite://"])
def test_read_then_write_in_many_threads_loses_nothing(open_database: Any, url: str) -> None:
    """Deferred transactions would fail here with "database is locked", and plain ones lose counts."""
    database = open_database(url, pool_timeout=20)
    with database.begin() as unit:
        unit.session.execute(text("CREATE TABLE counter (n INTEGER)"))
        unit.session.execute(text("INSERT INTO counter VALUES (0)"))
    errors: list[Exception] = []

    def count() -> None:
        for _ in range(20):
            try:
                with database.begin() as unit:
                    n = unit.session.scalar(text("SELECT n FROM counter"))
                    unit.session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.begin() as unit:
        assert ([], 120) == (errors, unit.session.scalar(text("SELECT n FROM counter")))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///x.db"])
def test_a_connection_that_broke_does_not_keep_its_place_in_the_pool(open_database: Any, url: str) -> None:
    """What cannot be given back is thrown away; the unit had committed by then."""
    database = open_database(url, pool_size=1, pool_timeout=0.05)
    for _ in range(3):
        with database.begin() as unit:
            driver = unit.session.connection().connection.driver_connection
            event.listen(unit.session, "after_commit", lambda session, it=driver: it.close(), once=True)

    with database.begin() as unit:
        assert 1 == unit.session.scalar(text("SELECT 1"))


def test_sqlites_lock_that_is_not_free_in_time_is_told(open_database: Any, tmp_path: Path) -> None:
    """A script that holds the file makes requests fail with a reason."""
    first = open_database("sqlite:///x.db")
    second = open_database("sqlite:///x.db", pool_timeout=0.05)
    holder = first.begin()
    holder.session.execute(text("SELECT 1"))

    unit = second.begin()
    with pytest.raises(DatabaseUnavailable) as caught:
        unit.session.execute(text("SELECT 1"))
    unit.abort()
    holder.abort()

    assert f"The addon sqlalchemy did not get the lock of sqlite+pysqlite:///{tmp_path}/x.db in time." == str(
        caught.value
    )


def test_deferred_transactions_read_beside_a_writer(open_database: Any) -> None:
    """The lock for writing is not asked for, so a reader waits for nobody."""
    database = open_database("sqlite:///x.db")
    with database.begin() as unit:
        unit.session.execute(text("CREATE TABLE t (id INTEGER)"))
    reader = open_database("sqlite:///x.db", sqlite_begin="deferred")
    with database.begin() as writer, reader.begin() as other:
        writer.session.execute(text("INSERT INTO t VALUES (1)"))

        assert [] == other.session.scalars(text("SELECT id FROM t")).all()
