"""`make demo` on a machine that has nothing but Python, make and a clone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.packaging.clones import clone, free_port, serving
from tests.packaging.visitor import Visitor

pytestmark = pytest.mark.slow


def database(folder: Path) -> Path:
    """Return the one SQLite file that the demo made."""
    (found,) = [file for file in folder.rglob("*") if file.suffix in (".sqlite", ".sqlite3", ".db")]
    return found


def titles(file: Path) -> list[str]:
    """Return the titles of the cards in the database."""
    with closing(sqlite3.connect(file)) as connection:
        return [title for (title,) in connection.execute("select title from board_card order by id")]


def rename_the_first_card(file: Path, title: str) -> None:
    """Do what a user of the board would do, while it is not served."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "update board_card set title = ? where id = (select min(id) from board_card)", (title,)
        )


def test_the_demo_is_served_and_a_second_run_keeps_its_data(tmp_path: Path) -> None:
    """The first run prints a login that works; the second starts in seconds."""
    folder = clone(tmp_path / "clone")
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    command = ["make", "demo", f"PORT={port}"]

    with serving(command, folder, f"{url}/", patience=600, environ={}) as log:
        first = log.read_text()
        assert f"{url}/" in first
        visitor = Visitor(url)
        visitor.log_in(*Visitor.login_in(first))
    file = database(folder)
    rename_the_first_card(file, "Renamed meanwhile")
    kept = titles(file)
    assert "Renamed meanwhile" == kept[0]

    with serving(command, folder, f"{url}/", patience=60, environ={}) as log:
        assert "install" not in log.read_text().lower()  # what takes the minutes is not done again
    assert file == database(folder)
    assert kept == titles(file)
