"""Sessions in the database: they commit with the request, and the table comes and goes by migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, inspect, text
from webtest import TestApp

from corefw.config import Configurator
from corefw.hooks import Check, Commands
from corefw.httpexceptions import HTTPBadRequest, HTTPSeeOther
from corefw.ports import Persistence, SessionStore, as_interface
from corefw.response import Response
from corefw.scripting import load_application
from corefw_sqlalchemy import SqlSessionStore
from corefw_sqlalchemy.addon import SqlalchemyAddon

Make = Callable[..., Any]


def work(request: Any) -> Any:
    """Write a note and the session as the query says, in the order that it says."""
    for what in request.GET.getall("do"):
        name, _, value = what.partition(":")
        if name == "note":
            request.db.execute(text("INSERT INTO note (text) VALUES (:text)"), {"text": value})
        elif name == "set":
            request.session[value] = request.session.get(value, 0) + 1
        elif name == "get":
            request.session.get(value)
        elif name == "end":
            request.session.invalidate()
        elif name == "renew":
            request.session.renew()
        elif name == "raise":
            raise HTTPBadRequest() if value == "400" else HTTPSeeOther("/")
        elif name == "answer":
            return Response(status=int(value))
        elif name == "break":
            # A constraint that is looked at when the unit commits.
            request.db.execute(text("INSERT INTO child (id, note) VALUES (1, 4711)"))
    return Response("done")


def show(request: Any) -> Any:
    return {"session": dict(request.session), "notes": notes(request.registry)}


def failed(error: Exception, request: Any) -> Any:
    """Answer an error as many applications do: with a page that asks the database."""
    request.db.execute(text("SELECT 1"))
    request.session.flash("it failed")
    return Response(status=500)


def notes(registry: Any) -> list[str]:
    with registry.port(Persistence).begin() as unit:
        return list(unit.session.scalars(text("SELECT text FROM note ORDER BY id")))


@pytest.fixture
def make(url: str) -> Iterator[Make]:
    """Make applications with a table of notes; they are closed afterwards."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        given = {
            "corefw.addons": ["sqlalchemy"],
            "corefw.ports.session_store": "sqlalchemy",
            "corefw.sessions.kind": "server",
            "corefw.sessions.reissue_time": 0,
            "sqlalchemy.url": url,
            "sqlalchemy.create_schema": True,
        }
        config = Configurator(settings=given | settings)
        for view in (work, show):
            config.add_route(view.__name__, f"/{view.__name__}")
            config.add_view(view, route_name=view.__name__, renderer="json" if view is show else None)
        config.add_exception_view(failed, context=Exception)
        made.append(config.make_wsgi_app())
        with made[-1].registry.port(Persistence).engine.begin() as connection:
            serial = "SERIAL" if url.startswith("postgresql") else "INTEGER"
            connection.execute(text(f"CREATE TABLE note (id {serial} PRIMARY KEY, text TEXT)"))
            connection.execute(
                text(
                    "CREATE TABLE child (id INTEGER PRIMARY KEY,"
                    " note INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)"
                )
            )
        return made[-1]

    yield make
    for application in made:
        application.close()


def visit(client: TestApp, *what: str, status: int = 200) -> Any:
    query = "&".join(f"do={each}" for each in what)
    return client.get(f"/work?{query}", status=status)


def test_work_and_session_commit_together(make: Make) -> None:
    """In whichever order they were written, and with one connection at a time."""
    application = make(**{"sqlalchemy.pool_size": 1, "sqlalchemy.pool_timeout": 0.5})
    client = TestApp(application)
    visit(client, "set:a", "note:one")
    visit(client, "note:two", "set:a")
    visit(client, "set:b")

    assert {"session": {"a": 2, "b": 1}, "notes": ["one", "two"]} == client.get("/show").json


def test_a_commit_that_fails_takes_the_session_back(make: Make) -> None:
    """Both or none: a login whose user was not stored is no login."""
    application = make()
    client = TestApp(application)
    visit(client, "set:a")
    before = dict(client.cookies)
    visit(client, "set:a", "renew", "note:one", "break", status=500)

    assert before == client.cookies
    assert {"session": {"a": 1}, "notes": []} == client.get("/show").json


def test_a_new_session_of_a_commit_that_failed_does_not_exist(make: Make) -> None:
    """No cookie is sent for it."""
    client = TestApp(make())
    visit(client, "set:a", "note:one", "break", status=500)

    assert {} == client.cookies


@pytest.mark.parametrize(("what", "status"), [("answer:400", 400), ("raise:400", 400), ("raise:303", 303)])
def test_a_request_that_fails_is_undone_and_keeps_its_session(make: Make, what: str, status: int) -> None:
    """Since its session may say why."""
    client = TestApp(make())
    visit(client, "note:one", "set:a", what, status=status)

    assert {"session": {"a": 1}, "notes": []} == client.get("/show").json


def test_a_request_that_raised_keeps_nothing_if_that_is_configured(make: Make) -> None:
    """By set_on_exception."""
    client = TestApp(make(**{"corefw.sessions.set_on_exception": False}))
    visit(client, "set:a")
    visit(client, "note:one", "set:a", "raise:400", status=400)

    assert {"session": {"a": 1}, "notes": []} == client.get("/show").json


def test_an_error_page_that_asks_the_database_does_not_stand_in_the_way(make: Make) -> None:
    """Its unit of work is over before the session is written, even with one connection."""
    application = make(**{"sqlalchemy.pool_size": 1, "sqlalchemy.pool_timeout": 0.5})
    client = TestApp(application)
    client.get("/work?do=answer:nonsense", status=500)

    assert ["it failed"] == client.get("/show").json["session"]["_f_"]


def test_a_login_and_a_logout_replace_the_row(make: Make) -> None:
    """With and without other work in the request."""
    application = make()
    store = application.registry.port(SessionStore)
    for more in ((), ("note:x",)):
        client = TestApp(application)
        visit(client, "set:a")
        before = client.cookies["session"]
        visit(client, "renew", "set:b", *more)
        assert before != client.cookies["session"]
        assert {"a": 1, "b": 1} == client.get("/show").json["session"]
        visit(client, "end", *more)
        assert {} == client.cookies
        with store.persistence.engine.connect() as connection:
            assert 0 == connection.execute(text("SELECT count(*) FROM corefw_session")).scalar_one()


def test_a_session_that_was_only_read_costs_one_statement(make: Make) -> None:
    """And one that was not looked at costs none."""
    application = make(**{"corefw.sessions.reissue_time": 60})
    client = TestApp(application)
    visit(client, "set:a")
    statements: list[str] = []
    event.listen(
        application.registry.port(Persistence).engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: statements.append(statement),
    )
    visit(client, "nothing")
    visit(client, "get:a")

    assert 1 == len([each for each in statements if not each.startswith("BEGIN")])


def test_requests_at_once_lose_nothing(make: Make) -> None:
    """Each sets a value of its own beside other work; two of them log nobody out."""
    application = make(**{"sqlalchemy.pool_timeout": 20.0})
    client = TestApp(application)
    visit(client, "set:start")

    def visit_one(number: int) -> None:
        one = TestApp(application)
        one.set_cookie("session", client.cookies["session"])
        visit(one, f"set:n{number}", *(["note:x"] if number % 2 else []))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(visit_one, range(30)))

    assert {"start": 1, **{f"n{number}": 1 for number in range(30)}} == client.get("/show").json["session"]


def test_a_database_that_does_not_answer_leaves_everybody_unknown_and_writes_nothing() -> None:
    """Reading is anonymous, writing is 503."""
    config = Configurator(
        settings={
            "corefw.addons": ["sqlalchemy"],
            "corefw.ports.session_store": "sqlalchemy",
            "corefw.sessions.kind": "server",
            "sqlalchemy.url": "postgresql+psycopg://zoe:s3cret@127.0.0.1:1/board",
        }
    )
    config.add_route("work", "/work")
    config.add_view(work, route_name="work")
    application = config.make_wsgi_app()
    client = TestApp(application)
    client.set_cookie("session", "a" * 43)

    visit(client, "get:a")
    response = visit(client, "set:a", status=503)

    assert ("5", "zoe" in response.text) == (response.headers["Retry-After"], False)
    assert not application.registry.port(SessionStore).health().ok
    application.close()


def test_the_table_is_there_only_where_it_is_chosen(make: Make, url: str) -> None:
    """Nobody else gets one, nor migrations for it."""
    config = Configurator(settings={"corefw.addons": ["sqlalchemy"], "sqlalchemy.url": url})
    without = config.make_wsgi_app()

    assert without.registry.queryUtility(as_interface(SessionStore)) is None
    without.close()
    persistence = make().registry.port(Persistence)
    assert "corefw_session" in inspect(persistence.engine).get_table_names()


def test_the_migration_makes_what_the_code_says(deployed: Path, url: str) -> None:
    """And undoes it; the sweep deletes what is over."""
    settings = deployed / "board.toml"
    settings.write_text(
        '[corefw]\naddons = ["sqlalchemy"]\ninclude = ["deployed_board"]\n'
        '[corefw.ports]\nsession_store = "sqlalchemy"\n'
        f'[sqlalchemy]\nurl = "{url}"\n'
    )
    opened: list[Any] = []

    def load() -> Any:
        opened.append(load_application(settings, environ={}))
        return opened[-1]

    def run(*arguments: str) -> str:
        [group] = SqlalchemyAddon().commands(Commands(load))
        result = CliRunner().invoke(group, list(arguments), catch_exceptions=False)
        return f"{result.exit_code} {result.output}"

    finding = next(iter(SqlalchemyAddon().check(Check(load().registry))))
    assert "lacks migrations: corefw_session@corefw_session0001" in finding.message
    assert run("upgrade").startswith("0 upgrade: ")
    run("revision", "-m", "first", "--autogenerate", "--label", "deployed_board")
    assert run("upgrade").startswith("0 upgrade: ")
    assert "0 the database has what the code says\n" == run("check")
    store = load().registry.port(SessionStore)
    assert store.health().ok
    with store.persistence.engine.begin() as connection:
        for name, expires in (("over", 1), ("ever", None)):
            connection.execute(
                text("INSERT INTO corefw_session VALUES (:name, '{}', 1, 1, :expires)"),
                {"name": name, "expires": expires},
            )
    assert "0 deleted: 1\n" == run("sweep")
    assert "0 deleted: 0\n" == run("sweep")
    assert run("downgrade", "corefw_session@base").startswith("0 downgrade: ")
    assert run("sweep").startswith("1 Error: ")
    assert not store.health().ok
    for application in opened:
        application.close()


def test_the_sweep_says_so_if_sessions_are_kept_elsewhere(deployed: Path) -> None:
    """With the line that it looked for."""
    application = load_application(deployed / "board.toml", environ={})
    [group] = SqlalchemyAddon().commands(Commands(lambda: application))
    result = CliRunner().invoke(group, ["sweep"])

    assert (
        1,
        "Error: Sessions are not kept in the database: "
        ' session_store = "sqlalchemy"  is not in [corefw.ports]\n',
    ) == (result.exit_code, result.output)
    application.close()


def test_the_store_is_within_units_of_its_own_database_alone(make: Make, tmp_path: Path) -> None:
    """Another database commits by itself."""
    one, other = make(), make(**{"sqlalchemy.url": f"sqlite:///{tmp_path}/other.db"})
    store = one.registry.port(SessionStore)
    unit, foreign = one.registry.port(Persistence).begin(), other.registry.port(Persistence).begin()

    assert isinstance(store.within(unit), SqlSessionStore)
    assert store.within(foreign) is None
    unit.abort()
    foreign.abort()
