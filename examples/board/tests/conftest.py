"""What the board's tests stand on: a desk over dictionaries, and the real application over SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from board.domain.desk import Desk
from board.sample import LOGIN, PASSWORD, fill
from board.storage.memory import MemoryBoards, MemoryCards, Shelf
from corefw.ports import Persistence
from corefw.scripting import load_application

SETTINGS = """
[corefw]
include = ["board"]
addons = ["sqlalchemy", "mako"]
secret = "only for tests, and long enough to be a secret"

[sqlalchemy]
url = "sqlite:///board.sqlite"
create_schema = true
"""

#: What a browser says of a request that comes from this site's own pages.
OWN_PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def desk() -> Desk:
    """Return a desk over an empty shelf."""
    shelf = Shelf()
    return Desk(MemoryBoards(shelf), MemoryCards(shelf))


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    """Return the settings of a board of its own."""
    file = tmp_path / "board.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    return file


@dataclass(frozen=True)
class Prepared:
    """A filled database, and the cookie of somebody who is logged in."""

    database: Path
    cookie: str


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Return what is made once for all tests, because hashing passwords takes its time."""
    folder = tmp_path_factory.mktemp("prepared")
    settings = folder / "board.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    application = load_application(settings, environ={})
    with application.registry.port(Persistence).begin() as work:
        fill(application.registry, work)
    visitor = TestApp(application, extra_environ=OWN_PAGE)
    visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)
    application.close()
    return Prepared(folder / "board.sqlite", visitor.cookies["session"])


@pytest.fixture
def application(settings_file: Path, prepared: Prepared) -> Iterator[Any]:
    """Return the real application, with the sample boards and the demo's login."""
    shutil.copy(prepared.database, settings_file.parent)
    application = load_application(settings_file, environ={})
    yield application
    application.close()


@pytest.fixture
def visitor(application: Any) -> TestApp:
    """Return a browser in which nobody is logged in."""
    return TestApp(application, extra_environ=OWN_PAGE)


@pytest.fixture
def browser(visitor: TestApp, prepared: Prepared) -> TestApp:
    """Return a browser in which the demo user is logged in."""
    visitor.set_cookie("session", prepared.cookie)
    return visitor
