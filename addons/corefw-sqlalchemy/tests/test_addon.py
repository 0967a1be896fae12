"""The addon in an application: requests, settings, commands, and what an operator is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import MetaData, event, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from webtest import TestApp

from corefw.config import Configurator
from corefw.exceptions import ConfigurationConflictError, ConfigurationError
from corefw.hooks import Check, Commands, ShellNames
from corefw.ports import Health, Persistence, Savepoint, UnitOfWork
from corefw.response import Response
from corefw.scripting import load_application
from corefw_sqlalchemy import SqlPersistence, SqlUnitOfWork, UnitOfWorkError
from corefw_sqlalchemy.addon import SqlalchemyAddon


class Base(DeclarativeBase):
    metadata = MetaData()


class Card(Base):
    __tablename__ = "card"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Cards:
    """What a repository of an application looks like: an adapter of the unit of work."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        self.session = unit.session

    def titles(self) -> list[str]:
        return list(self.session.scalars(select(Card.title).order_by(Card.id)))


def add(request: Any) -> Any:
    request.db.add(Card(title=request.params["title"]))
    status = int(request.params.get("status", "200"))
    if status == 999:
        request.db.flush()
        raise LookupError
    return Response(status=status)


def listing(request: Any) -> Any:
    return {"titles": request.component(Cards, request.unit_of_work).titles()}


def find(request: Any) -> Any:
    wanted = request.json_body
    return {"found": request.db.scalar(select(func.count()).where(Card.id == wanted["id"]))}


def named(request: Any) -> Any:
    return {"found": request.db.scalar(select(func.count()).where(Card.title == request.json_body["title"]))}


Make = Callable[..., Any]


def configured(**settings: Any) -> Configurator:
    given = {"corefw.addons": ["sqlalchemy"], "sqlalchemy.create_schema": True}
    config = Configurator(settings=given | {key.replace("__", "."): value for key, value in settings.items()})
    config.add_metadata(Base.metadata, label="board")
    config.add_adapter(Cards, for_=SqlUnitOfWork, provides=Cards)
    for view in (add, listing, find, named):
        config.add_route(view.__name__, f"/{view.__name__}")
        renderer = None if view is add else "json"
        config.add_view(view, route_name=view.__name__, renderer=renderer)
    return config


@pytest.fixture
def make() -> Iterator[Make]:
    """Make applications, which are closed afterwards."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        made.append(configured(**settings).make_wsgi_app())
        return made[-1]

    yield make
    for application in made:
        application.close()


def titles(application: Any) -> list[str]:
    found: list[str] = TestApp(application).get("/listing").json["titles"]
    return found


def test_a_request_commits_when_it_answers_well(make: Make, url: str) -> None:
    """And a redirect is well: it is what a form answers."""
    application = make(sqlalchemy__url=url)

    TestApp(application).get("/add?title=a")
    TestApp(application).get("/add?title=b&status=303")

    assert ["a", "b"] == titles(application)


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_a_request_that_answers_with_an_error_stores_nothing(make: Make, status: int) -> None:
    """Every status from 400 up undoes the work."""
    application = make(sqlalchemy__url="sqlite://")

    TestApp(application).get(f"/add?title=a&status={status}", status=status)

    assert [] == titles(application)


def test_a_request_that_raises_stores_nothing(make: Make, url: str) -> None:
    """Not even what was flushed, and the connection is given back."""
    application = make(sqlalchemy__url=url)

    with pytest.raises(LookupError):
        TestApp(application).get("/add?title=a&status=999")

    assert [] == titles(application)
    assert 0 == application.registry.port(Persistence).engine.pool.checkedout()


def test_requests_in_threads_do_not_see_each_other(make: Make, url: str) -> None:
    """Each has a session of its own; those that fail take nothing of the others with them."""
    application = make(sqlalchemy__url=url)

    def work(number: int) -> None:
        status = 200 if number % 3 else 400
        TestApp(application).get(f"/add?title={number}&status={status}", status=status)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(30)))

    assert sorted(str(number) for number in range(30) if number % 3) == sorted(titles(application))


def test_two_applications_in_one_process_have_two_databases(make: Make, tmp_path: Path) -> None:
    """What one stores the other does not see."""
    first = make(sqlalchemy__url=f"sqlite:///{tmp_path}/first.db")
    second = make(sqlalchemy__url=f"sqlite:///{tmp_path}/second.db")

    TestApp(first).get("/add?title=in the first")

    assert ["in the first"] == titles(first)
    assert [] == titles(second)


def test_a_database_that_cannot_be_reached_is_503_and_the_log_says_why(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """The client learns nothing of the address; the operator learns all but the password."""
    application = make(
        sqlalchemy__url="postgresql+psycopg://zoe:s3cret@127.0.0.1:1/board", sqlalchemy__create_schema=False
    )

    response = TestApp(application).get("/listing", status=503)

    assert "5" == response.headers["Retry-After"]
    for secret in ("127.0.0.1", "zoe", "s3cret", "postgresql"):
        assert secret not in response.text
    assert (
        "GET /listing: The addon sqlalchemy cannot reach postgresql+psycopg://zoe:***@127.0.0.1:1/board"
        in (caplog.text)
    )
    assert "s3cret" not in caplog.text


def test_a_number_that_no_database_can_hold_is_400(make: Make, url: str) -> None:
    """A client sent it; the next request finds everything in order."""
    application = make(sqlalchemy__url=url)

    TestApp(application).post_json(
        "/find", {"id": 10**30 if url.startswith("sqlite") else 10**200}, status="*"
    )
    response = TestApp(application).post_json("/find", {"id": -(2**70)}, status="*")

    assert response.status_int in (200, 400)
    assert not url.startswith("sqlite") or 400 == response.status_int
    assert [] == titles(application)


def test_text_that_is_no_text_is_400(make: Make, url: str) -> None:
    """A lone surrogate, if it comes through JSON, has no place in a database."""
    application = make(sqlalchemy__url=url)

    response = TestApp(application).post(
        "/named", b'{"title": "\\ud800"}', content_type="application/json", status=400
    )

    assert "surrogate" not in response.text
    assert [] == titles(application)


def test_a_full_pool_is_503(make: Make, tmp_path: Path) -> None:
    """A request waits no longer than pool_timeout."""
    application = make(
        sqlalchemy__url=f"sqlite:///{tmp_path}/x.db", sqlalchemy__pool_size=1, sqlalchemy__pool_timeout=0.05
    )
    holder = application.registry.port(Persistence).begin()
    holder.session.execute(text("SELECT 1"))

    TestApp(application).get("/listing", status=503)
    holder.abort()

    assert [] == titles(application)


def test_a_missing_address_is_told_at_start() -> None:
    """The addon is enabled and does not know its database."""
    with pytest.raises(ConfigurationError, match=r"sqlalchemy\.url"):
        configured()


def test_a_misspelt_setting_is_told_with_the_right_one() -> None:
    """Unknown keys are errors."""
    with pytest.raises(ConfigurationError, match=r'Did you mean "(sqlalchemy\.)?pool_size"'):
        configured(sqlalchemy__url="sqlite://", sqlalchemy__pool_sise=3)


def test_an_address_that_cannot_be_used_is_told_with_the_addon() -> None:
    """The addon, its version and the hook stand with the problem."""
    with pytest.raises(ConfigurationError) as caught:
        configured(sqlalchemy__url="postgres://zoe:s3cret@db/board")

    assert 'Did you mean "postgresql"?' in str(caught.value)
    assert "sqlalchemy 0.1.0" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_two_owners_of_one_label_are_a_conflict() -> None:
    """Both places are shown."""
    config = configured(sqlalchemy__url="sqlite://")
    config.add_metadata(MetaData(), label="board")

    with pytest.raises(ConfigurationConflictError, match='metadata "board"'):
        config.commit()


def test_request_db_says_so_if_the_unit_of_work_is_another_addons() -> None:
    """An application may fill the port by something else and keep the addon's other parts."""

    class Plain(UnitOfWork):
        def commit(self) -> None: ...

        def abort(self) -> None: ...

        def savepoint(self) -> Savepoint:
            raise NotImplementedError

    class Other(Persistence):
        def begin(self) -> UnitOfWork:
            return Plain()

        def health(self) -> Health:
            return Health(True)

    config = configured(sqlalchemy__url="sqlite://")
    config.provide_port(Persistence, Other())
    application = config.make_wsgi_app()

    with pytest.raises(UnitOfWorkError, match="this unit of work is a Plain"):
        TestApp(application).post_json("/find", {"id": 1})
    assert [] == list(SqlalchemyAddon().check(Check(application.registry)))
    application.close()


def findings(application: Any) -> list[tuple[str, str, str]]:
    found = SqlalchemyAddon().check(Check(application.registry))
    return [(finding.id, finding.level, finding.message) for finding in found]


def test_the_check_of_a_good_deployment_finds_nothing(make: Make, url: str) -> None:
    """It answers, and has what it needs."""
    assert [] == findings(make(sqlalchemy__url=url))


def test_the_check_finds_a_database_that_does_not_answer(make: Make) -> None:
    """As an error, with the masked address."""
    application = make(
        sqlalchemy__url="postgresql+psycopg://zoe:s3cret@127.0.0.1:1/board", sqlalchemy__create_schema=False
    )

    [(identity, level, message)] = findings(application)

    assert ("sqlalchemy.unreachable", "error") == (identity, level)
    assert message.startswith(
        "The addon sqlalchemy cannot reach postgresql+psycopg://zoe:***@127.0.0.1:1/board"
    )


def test_the_check_finds_fewer_connections_than_threads(make: Make, tmp_path: Path) -> None:
    """Requests would wait for each other."""
    application = make(
        sqlalchemy__url=f"sqlite:///{tmp_path}/x.db", sqlalchemy__pool_size=2, server__threads=8
    )

    assert [
        (
            "sqlalchemy.pool",
            "warning",
            "sqlalchemy.pool_size is 2, and the server has 8 threads: "
            "requests will wait for each other's connections.",
        )
    ] == findings(application)


def test_a_shell_gets_a_unit_of_work_and_its_session(make: Make) -> None:
    """Nothing is stored before the commit."""
    application = make(sqlalchemy__url="sqlite://")
    names = SqlalchemyAddon().shell_names(ShellNames(application, application.registry))

    unit = names["unit"]
    assert isinstance(unit, SqlUnitOfWork)
    assert unit.session is names["db"]
    unit.abort()


def test_closing_the_application_closes_the_connections(make: Make, url: str) -> None:
    """The stopping hook of the addon does it."""
    application = make(sqlalchemy__url=url)
    titles(application)
    persistence = application.registry.port(Persistence)

    application.close()

    assert 0 == persistence.engine.pool.checkedin()


def test_a_relative_file_lies_beside_the_settings_file_that_names_it(deployed: Path) -> None:
    """Wherever the process was started."""
    application = load_application(deployed / "board.toml", environ={})

    assert application.registry.port(Persistence).health().ok
    assert (deployed / "board.db").exists()
    application.close()


def test_a_relative_file_from_the_environment_lies_where_the_process_runs(
    deployed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every path that is typed at a shell."""
    monkeypatch.chdir(tmp_path)
    environ = {"COREFW__SQLALCHEMY__URL": "sqlite:///other.db"}
    application = load_application(deployed / "board.toml", environ=environ)

    assert application.registry.port(Persistence).health().ok
    assert (tmp_path / "other.db").exists()
    application.close()


def test_the_commands_write_apply_show_and_undo_migrations(deployed: Path) -> None:
    """From an empty folder to tables, and back."""

    def run(*arguments: str) -> str:
        def load() -> Any:
            opened.append(load_application(deployed / "board.toml", environ={}))
            return opened[-1]

        opened: list[Any] = []
        [group] = SqlalchemyAddon().commands(Commands(load))
        result = CliRunner().invoke(group, list(arguments), catch_exceptions=False)
        for application in opened:
            application.close()
        return f"{result.exit_code} {result.output}"

    assert "1 Error: Run: corefw" not in run("current")
    assert run("revision", "-m", "make boards", "--autogenerate").startswith("0 wrote ")
    assert run("check") == "1 Error: The database lacks migrations that are there. Run: corefw db upgrade\n"
    assert "CREATE TABLE board" in run("upgrade", "--sql")
    assert run("upgrade").startswith("0 upgrade: ")
    assert "(head)" in run("current")
    assert "(deployed_board) (head), make boards" in run("history")
    assert "0 the database has what the code says\n" == run("check")
    assert "0 nothing changed, nothing written\n" == run("revision", "-m", "again", "--autogenerate")
    assert run("downgrade", "deployed_board@base").startswith("0 downgrade: ")
    assert "0 no migrations applied\n" == run("current")
    assert run("stamp").startswith("0 stamp: ")
    assert run("upgrade", "nonsense").startswith("1 Error: Can't locate revision")


def test_the_check_finds_migrations_that_were_not_applied(deployed: Path) -> None:
    """As a warning, with the command that applies them."""
    application = load_application(deployed / "board.toml", environ={})
    [group] = SqlalchemyAddon().commands(Commands(lambda: application))
    assert [] == findings(application)
    CliRunner().invoke(group, ["revision", "-m", "first", "--autogenerate"], catch_exceptions=False)

    [(identity, level, message)] = findings(application)

    assert ("sqlalchemy.migrations", "warning") == (identity, level)
    assert "lacks migrations: deployed_board@" in message
    application.close()


def test_a_command_leaves_no_connection_open(deployed: Path, url: str) -> None:
    """Whether it succeeds or fails; the process may go on to other things."""
    application = load_application(deployed / "board.toml", environ={"COREFW__SQLALCHEMY__URL": url})
    engine = application.registry.port(Persistence).engine
    closed: list[object] = []
    event.listen(engine, "close", lambda connection, record: closed.append(connection))
    opened: list[object] = []
    event.listen(engine, "connect", lambda connection, record: opened.append(connection))
    [group] = SqlalchemyAddon().commands(Commands(lambda: application))
    CliRunner().invoke(group, ["revision", "-m", "first", "--autogenerate"], catch_exceptions=False)

    for words in (["upgrade"], ["check"], ["upgrade", "nonsense"]):
        CliRunner().invoke(group, words, catch_exceptions=False)

        assert opened == closed
    assert opened
    application.close()


def test_a_command_against_a_database_that_does_not_answer_says_so(make: Make) -> None:
    """In one line, without a traceback and without the password."""
    application = make(
        sqlalchemy__url="postgresql+psycopg://zoe:s3cret@127.0.0.1:1/board", sqlalchemy__create_schema=False
    )
    [group] = SqlalchemyAddon().commands(Commands(lambda: application))

    result = CliRunner().invoke(group, ["current"])

    assert 1 == result.exit_code
    assert "Nobody contributed migrations" in result.output


def test_the_provider_is_the_one_that_the_port_gives(make: Make) -> None:
    """With the capabilities of the database."""
    persistence = make(sqlalchemy__url="sqlite://").registry.port(Persistence)

    assert isinstance(persistence, SqlPersistence)
    assert "durable" not in persistence.capabilities


def test_the_check_finds_a_revision_whose_migration_is_gone(deployed: Path) -> None:
    """As a warning with both remedies; forgetting it is one of them."""
    application = load_application(deployed / "board.toml", environ={})
    [group] = SqlalchemyAddon().commands(Commands(lambda: application))
    CliRunner().invoke(group, ["revision", "-m", "first", "--autogenerate"], catch_exceptions=False)
    CliRunner().invoke(group, ["upgrade"], catch_exceptions=False)
    with application.registry.port(Persistence).engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('digest0001')"))

    [finding] = SqlalchemyAddon().check(Check(application.registry))

    assert ("sqlalchemy.orphans", "warning") == (finding.id, finding.level)
    assert finding.message.endswith("records migrations that no folder knows: digest0001.")
    assert (
        "put the addon back and run: corefw db downgrade BRANCH@base; "
        "or forget them: corefw db forget digest0001" == finding.hint
    )
    result = CliRunner().invoke(group, ["forget", "digest0001"], catch_exceptions=False)
    assert "forgotten: digest0001\n" == result.output
    assert [] == findings(application)
    application.close()


@pytest.mark.parametrize(
    "url", ["ann:s3cret-no-url", "postgres://ann:s3cret@db/x", "oracle+cx_oracle://a:s3cret@d/x"]
)
def test_an_address_that_cannot_be_used_is_told_with_where_it_was_given(deployed: Path, url: str) -> None:
    """By the line of the file or the name of the variable, and never with the password."""
    with pytest.raises(ConfigurationError) as by_variable:
        load_application(deployed / "board.toml", environ={"COREFW__SQLALCHEMY__URL": url})
    settings = deployed / "board.toml"
    settings.write_text(settings.read_text().replace("sqlite:///board.db", url))
    with pytest.raises(ConfigurationError) as by_file:
        load_application(settings, environ={})

    assert "COREFW__SQLALCHEMY__URL" in str(by_variable.value)
    assert "board.toml:5" in str(by_file.value)
    assert "s3cret" not in str(by_variable.value) + str(by_file.value)


def test_a_database_that_does_not_answer_is_told_with_where_its_address_was_given(deployed: Path) -> None:
    """So that the line can be mended."""
    settings = deployed / "board.toml"
    settings.write_text(settings.read_text().replace("sqlite:///board.db", "sqlite:///nowhere/board.db"))
    application = load_application(settings, environ={})

    [finding] = SqlalchemyAddon().check(Check(application.registry))

    assert "sqlalchemy.unreachable" == finding.id
    assert finding.place is not None
    assert (str(settings), 5) == (finding.place.file, finding.place.line)
    application.close()
