"""The provider: health, closing, and what it claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import text

from corefw.ports import Health, Persistence


def test_a_database_that_answers_is_healthy(open_database: Any, url: str) -> None:
    """The address is shown, without its password."""
    database = open_database(url)

    assert Health(True, f"{database.shown_url} answers") == database.health()
    assert isinstance(database, Persistence)


def test_a_database_that_does_not_answer_is_told(open_database: Any, tmp_path: Path) -> None:
    """Health never raises: the failure is the answer, in one line."""
    database = open_database("postgresql+psycopg://ann:s3cret@127.0.0.1:1/board")

    health = database.health()

    assert not health.ok
    assert health.detail.startswith(
        "The addon sqlalchemy cannot reach postgresql+psycopg://ann:***@127.0.0.1:1/"
    )
    assert 1 == len(health.detail.splitlines())


def test_only_a_database_that_lasts_claims_to_be_durable(open_database: Any) -> None:
    """One in memory is gone with the process."""
    everything = {"transactions", "savepoints", "durable", "migrations"}

    assert everything == open_database("sqlite:///x.db").capabilities
    assert everything - {"durable"} == open_database("sqlite://").capabilities


def test_a_database_in_memory_is_one_for_all_units(open_database: Any) -> None:
    """Every connection of SQLite would otherwise see an empty database of its own."""
    database = open_database("sqlite://")
    with database.begin() as unit:
        unit.session.execute(text("CREATE TABLE t (id INTEGER)"))

    with database.begin() as unit:
        assert [] == unit.session.scalars(text("SELECT id FROM t")).all()


def test_closing_closes_every_connection(open_database: Any, url: str) -> None:
    """What comes later opens a new one."""
    database = open_database(url)
    assert database.health().ok
    assert 1 == database.engine.pool.checkedin()

    database.close()

    assert 0 == database.engine.pool.checkedin()
    assert database.health().ok
