"""Databases for the tests: a SQLite file always, a PostgreSQL server where one answers."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError

from corefw_sqlalchemy.engine import open_engine
from corefw_sqlalchemy.persistence import SqlPersistence, persistence_over
from corefw_sqlalchemy.settings import SqlalchemySettings

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")

Open = Callable[..., SqlPersistence]


@pytest.fixture(scope="session")
def postgresql_database() -> Iterator[str]:
    """A database of this run on the PostgreSQL server, dropped afterwards."""
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"corefw_test_{uuid.uuid4().hex[:12]}"
    try:
        connection = server.connect()
    except OperationalError:
        pytest.skip(
            f"no PostgreSQL answers at {make_url(SERVER).render_as_string()}; start one with\n"
            "  docker run --rm -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:16\n"
            "or name another in TEST_POSTGRESQL_URL"
        )
    with connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    server.dispose()


@pytest.fixture
def postgresql_url(postgresql_database: str) -> str:
    """The address of the PostgreSQL database, emptied."""
    engine = create_engine(postgresql_database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if "sqlite" == request.param:
        return f"sqlite:///{tmp_path / 'test.db'}"
    found: str = request.getfixturevalue("postgresql_url")
    return found


@pytest.fixture
def open_database(tmp_path: Path) -> Iterator[Open]:
    """Open a database by its address and settings; all are closed afterwards."""
    opened: list[SqlPersistence] = []

    def open_database(url: str, **settings: object) -> SqlPersistence:
        given = SqlalchemySettings(url=url, **settings)  # type: ignore[arg-type]
        opened.append(persistence_over(open_engine(given, tmp_path), expire_on_commit=given.expire_on_commit))
        return opened[-1]

    yield open_database
    for persistence in opened:
        persistence.close()


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a settings file, and an application package that has migrations."""
    package = tmp_path / "code" / "deployed_board"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "from sqlalchemy import Column, Integer, MetaData, Table\n"
        "metadata = MetaData()\n"
        'Table("board", metadata, Column("id", Integer, primary_key=True))\n'
        "def includeme(config):\n"
        '    config.add_metadata("deployed_board:metadata")\n'
        '    config.add_migrations("deployed_board:migrations")\n'
    )
    site = tmp_path / "site"
    site.mkdir()
    (site / "board.toml").write_text(
        '[corefw]\ninclude = ["deployed_board"]\naddons = ["sqlalchemy"]\n[sqlalchemy]\nurl = "sqlite:///board.db"\n'
    )
    monkeypatch.syspath_prepend(str(package.parent))
    yield site
    for name in [name for name in sys.modules if name.partition(".")[0] == "deployed_board"]:
        del sys.modules[name]
