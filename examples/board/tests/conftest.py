"""What the board's tests stand on: a desk over records, and the real application.

The application is tried in several deployments, which differ by their settings alone: over each
persistence addon with each templating addon, and over a PostgreSQL server.  The default one is in
every run; the others are marked ``slow``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from board.domain.contracts import Stores
from board.domain.desk import Desk
from board.sample import LOGIN, OTHER_LOGIN, PASSWORD, fill
from board.storage.memory.boards import MemoryBoards, MemoryLabels
from board.storage.memory.cards import MemoryActivities, MemoryCards, MemoryComments
from board.storage.memory.people import MemoryMembers, MemoryUsers
from corefw.ports import Persistence, SessionStore
from corefw.scripting import load_application
from corefw_memory import MemoryPersistence, MemoryUnitOfWork

SETTINGS = """
[corefw]
include = ["board"]
addons = ["{persistence}", "{templating}"]
secret = "only for tests, and long enough to be a secret"

[corefw.sessions]
kind = "server"

[corefw.ports]
session_store = "{persistence}"
{database}
"""

DATABASE = """
[sqlalchemy]
url = "{url}"
create_schema = true
# However slow the machine is, whoever waits for a lock or a connection gets it.
pool_timeout = 120
"""

SERVER = (
    os.environ.get("BOARD_TEST_POSTGRES")
    or os.environ.get("TEST_POSTGRESQL_URL")
    or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)

#: What a browser says of a request that comes from this site's own pages.
OWN_PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}

#: Every page for somebody who is logged in, and one that is not there.
PAGES = [
    "/",
    "/boards/1",
    "/boards/new",
    "/boards/1/edit",
    "/boards/1/columns/new",
    "/columns/1/edit",
    "/columns/1/cards/new",
    "/cards/1",
    "/cards/1/edit",
    "/cards/1/delete",
    "/cards/4",
    "/cards/4/edit",
    "/cards/4/delete",
    "/boards/1/members",
    "/boards/1/labels",
    "/boards/1/activity",
    "/boards/1/import",
    "/users",
    "/users/2/edit",
    "/profile",
    "/search",
    "/search?q=the",
    "/search?q=zebra",
    "/nowhere",
]

#: Which deployments a test is tried in, by the word in its mark ``over``.
OVER = {"one": "sqlite-mako", "storage": "-mako"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "over(word): tried over one deployment, or once over each storage")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _is_wanted(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _is_wanted(item)]


def _is_wanted(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("over")
    if mark is None:
        return True
    deployment: str = getattr(item, "callspec").params["deployment"]  # noqa: B009
    return deployment.endswith(OVER[mark.args[0]])


def stores_in(work: MemoryUnitOfWork) -> Stores:
    """Return the stores over a unit of work in memory."""
    return Stores(
        users=MemoryUsers(work),
        members=MemoryMembers(work),
        boards=MemoryBoards(work),
        labels=MemoryLabels(work),
        cards=MemoryCards(work),
        comments=MemoryComments(work),
        activities=MemoryActivities(work),
    )


@pytest.fixture
def desk() -> Desk:
    """Return the desk of nobody in particular over an empty store."""
    return Desk(stores_in(MemoryPersistence().begin()))


class Deployment:
    """One way to deploy the board, and what is made once for all tests of it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.persistence, _, self.templating = name.partition("-")
        self.folder = folder

    def write_settings(self, folder: Path) -> Path:
        """Write settings for an empty store of its own and return the file."""
        file = folder / "board.toml"
        file.write_text(
            SETTINGS.format(
                persistence="memory" if self.persistence == "memory" else "sqlalchemy",
                templating=self.templating,
                database=self.database(),
            ),
            encoding="utf-8",
        )
        return file

    def database(self) -> str:
        return DATABASE.format(url="sqlite:///board.sqlite")

    def fill(self, settings: Path, prepared: Prepared) -> Any:
        """Return the application over a copy of what was prepared."""
        shutil.copy(prepared.settings.parent / "board.sqlite", settings.parent)
        return load_application(settings, environ={})

    def keep(self) -> None:
        """Keep what was prepared, before the application is closed."""

    def close(self) -> None:
        """Leave nothing behind."""


class InMemory(Deployment):
    """The board without a database."""

    def database(self) -> str:
        return ""

    def fill(self, settings: Path, prepared: Prepared) -> Any:
        application = load_application(settings, environ={})
        tables, sessions = prepared.state
        with application.registry.port(Persistence).begin() as work:
            for table, rows in tables.items():
                for key, row in rows.items():
                    work.table(table).put(key, row.record)
        for key, session in sessions.items():
            application.registry.port(SessionStore).create(key, session, None)
        return application


class OnPostgresql(Deployment):
    """The board over a server: one database, in which what was prepared is kept aside."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        from sqlalchemy import create_engine, make_url
        from sqlalchemy.exc import OperationalError
        from sqlalchemy.pool import NullPool

        self.server = create_engine(
            SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}, poolclass=NullPool
        )
        self.name = f"board_test_{uuid.uuid4().hex[:12]}"
        try:
            with self.server.connect() as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{self.name}"')
        except OperationalError:
            pytest.skip(
                f"no PostgreSQL answers at {make_url(SERVER).render_as_string()}; start one with\n"
                "  docker run --rm -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:16\n"
                "or name another in BOARD_TEST_POSTGRES"
            )
        self.url = make_url(SERVER).set(database=self.name).render_as_string(hide_password=False)
        self.engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self.run("CREATE SCHEMA prepared")

    def run(self, *statements: str) -> None:
        with self.engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def database(self) -> str:
        # A test that migrates needs an empty database, others find their tables made at start.
        self.run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        return DATABASE.format(url=self.url)

    def keep(self) -> None:
        """Keep what was prepared aside."""
        self.run(*(f"CREATE TABLE prepared.{name} AS TABLE public.{name}" for name in self.tables))

    def fill(self, settings: Path, prepared: Prepared) -> Any:
        application = load_application(settings, environ={})
        for name, table in self.tables.items():
            columns = ", ".join(column.name for column in table.columns)
            self.run(f"INSERT INTO public.{name} ({columns}) SELECT {columns} FROM prepared.{name}")
            if "id" in table.columns:
                last = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"
                self.run(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last}, false)")
        return application

    @property
    def tables(self) -> dict[str, Any]:
        from board.storage.sql.tables import Base
        from corefw_sqlalchemy.sessions import metadata as sessions

        return {
            table.name: table for metadata in (Base.metadata, sessions) for table in metadata.sorted_tables
        }

    def close(self) -> None:
        self.engine.dispose()
        with self.server.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self.server.dispose()


@dataclass(frozen=True)
class Prepared:
    """A filled store, and the cookies and tokens of two people who are logged in."""

    settings: Path
    sessions: dict[str, tuple[str, str]]
    state: Any = field(default=None)


KINDS = {"memory": InMemory, "postgresql": OnPostgresql}


@pytest.fixture(
    scope="session",
    params=[
        "sqlite-mako",
        pytest.param("sqlite-jinja2", marks=pytest.mark.slow),
        pytest.param("memory-mako", marks=pytest.mark.slow),
        pytest.param("memory-jinja2", marks=pytest.mark.slow),
        pytest.param("postgresql-mako", marks=pytest.mark.slow),
    ],
)
def deployment(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Return each deployment in turn."""
    name: str = request.param
    found = KINDS.get(name.partition("-")[0], Deployment)(name, tmp_path_factory.mktemp("prepared"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def prepared(deployment: Deployment) -> Prepared:
    """Return what is made once for all tests, because hashing passwords takes its time."""
    settings = deployment.write_settings(deployment.folder)
    application = load_application(settings, environ={})
    provider = application.registry.port(Persistence)
    with provider.begin() as work:
        fill(application.registry, work)
    sessions = {}
    for login in (LOGIN, OTHER_LOGIN):
        visitor = TestApp(application, extra_environ=OWN_PAGE)
        page = visitor.post("/login", {"login": login, "password": PASSWORD}, status=303).follow()
        sessions[login] = (visitor.cookies["session"], page.forms[1]["csrf_token"].value)
    deployment.keep()
    state = None
    if isinstance(provider, MemoryPersistence):
        # A store of sessions knows a session by the fingerprint of what is in the cookie.
        store = application.registry.port(SessionStore)
        keys = [hashlib.sha256(cookie.encode()).hexdigest() for cookie, _ in sessions.values()]
        state = (provider.store.state, {key: store.read(key) for key in keys})
    application.close()
    return Prepared(settings, sessions, state)


@pytest.fixture
def settings_file(tmp_path: Path, deployment: Deployment) -> Path:
    """Return the settings of a board of its own, with nothing in it."""
    return deployment.write_settings(tmp_path)


@pytest.fixture
def application(settings_file: Path, prepared: Prepared, deployment: Deployment) -> Iterator[Any]:
    """Return the real application, with the sample boards and the demo's login."""
    application = deployment.fill(settings_file, prepared)
    yield application
    application.close()


@pytest.fixture
def visitor(application: Any) -> TestApp:
    """Return a browser in which nobody is logged in."""
    return TestApp(application, extra_environ=OWN_PAGE)


class Sessions:
    """Browsers in which somebody is logged in, whose requests have the token of the session."""

    def __init__(self, application: Any, prepared: Prepared) -> None:
        self.application = application
        self.prepared = prepared

    def of(self, login: str) -> TestApp:
        """Return a new browser in which *login* is logged in."""
        cookie, token = self.prepared.sessions[login]
        browser = TestApp(self.application, extra_environ={**OWN_PAGE, "HTTP_X_CSRF_TOKEN": token})
        browser.set_cookie("session", cookie)
        return browser


@pytest.fixture
def sessions(application: Any, prepared: Prepared) -> Sessions:
    """Return what opens browsers."""
    return Sessions(application, prepared)


@pytest.fixture
def browser(sessions: Sessions) -> TestApp:
    """Return a browser in which the demo user is logged in, who is an administrator."""
    return sessions.of(LOGIN)


@pytest.fixture
def anna(sessions: Sessions) -> TestApp:
    """Return a browser in which somebody else is logged in."""
    return sessions.of(OTHER_LOGIN)


@pytest.fixture(params=PAGES)
def page_path(request: Any) -> str:
    """Return the path of each page in turn."""
    path: str = request.param
    return path
