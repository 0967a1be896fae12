"""The application as its server and its clients see it: hosts, failures, callbacks, subrequests."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.events import NewResponse
from corefw.httpexceptions import HTTPConflict, HTTPForbidden
from corefw.request import Request
from corefw.response import Response
from corefw.scripting import Application
from corefw.threadlocal import get_current_request
from tests.wsgi import PLAIN_500, ask, environ_of, failure_in, logged


def app_of(view: Any, **settings: Any) -> Any:
    """Return an application with *view* at "/" and one that is fine at "/fine"."""
    config = Configurator(settings={f"corefw.{key}": value for key, value in settings.items()})
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    add_fine(config)
    return config.make_wsgi_app()


def add_fine(config: Any) -> None:
    """Declare a route that is always answered well."""
    config.add_route("fine", "/fine")
    config.add_view(lambda request: Response("fine"), route_name="fine")


def raising(error: BaseException) -> Any:
    """Return a view that raises *error*."""

    def view(request: Any) -> Any:
        raise error

    return view


# -- hosts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST.:8080", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:80", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost/admin?", 400),
        ("localhost@evil", 400),
        ("localhost, evil", 400),
        ("localhost:abc", 400),
        ("localhost:99999", 400),
        ("", 400),
        ("a b", 400),
    ],
)
def test_only_allowed_hosts_are_answered(host: str, status: int, caplog: pytest.LogCaptureFixture) -> None:
    """Before routing, with one line in the log, and nothing of the value in the answer."""
    answer = ask(app_of(lambda request: Response("x")), headers={"Host": host})

    assert status == answer.status
    if status == 400:
        assert "The host of the request is not one of this site." == answer.text
        assert 1 == len(caplog.records)


def test_the_allowed_hosts_are_a_setting() -> None:
    """A leading dot stands for every host below; a star for all."""
    app = app_of(lambda request: Response("x"), allowed_hosts=["good.example", ".sub.example"])

    assert [200, 200, 400, 400] == [
        ask(app, headers={"Host": host}).status
        for host in ("good.example", "a.sub.example", "xgood.example", "localhost")
    ]
    assert (
        200 == ask(app_of(lambda request: Response("x"), allowed_hosts=["*"]), headers={"Host": "any"}).status
    )


# -- failures ----------------------------------------------------------------------------


class Unspeakable(Exception):
    """An exception that cannot be shown."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def circular() -> Exception:
    """Return an exception whose context leads back to it."""
    first, second = ValueError("first"), ValueError("second")
    first.__context__, second.__context__ = second, first
    return first


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """Return what the application logs, which goes nowhere else: a report cannot hold every text."""

    class Keeping(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            found.append(record)
            return False

    found: list[logging.LogRecord] = []
    log, keeping = logging.getLogger("corefw.application"), Keeping()
    log.addFilter(keeping)
    yield found
    log.removeFilter(keeping)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "error",
    [
        ValueError("the secret is 7"),
        MemoryError(),
        RecursionError("deep"),
        ExceptionGroup("several", [ValueError("one"), KeyError("two")]),
        Unspeakable(),
        circular(),
        ValueError("\udcff"),
        ValueError("x" * 10_000_000),
        StopIteration(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_logged_once_and_told_to_nobody(
    error: Exception, debug: bool, records: list[logging.LogRecord]
) -> None:
    """The client gets a 500 without a word of it; the next request is answered."""
    app = app_of(raising(error), debug=debug)
    answer = ask(app, REMOTE_ADDR="203.0.113.9")

    assert PLAIN_500 == answer.said
    assert [("ERROR", f"GET / failed: {type(error).__name__} ({failure_in(answer.text)})")] == [
        (row.levelname, row.getMessage()) for row in records
    ]
    assert (200, "fine") == ask(app, "/fine").said


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/plain, */*"])
def test_who_wants_json_is_told_of_a_failure_in_json(accept: str, records: list[logging.LogRecord]) -> None:
    """As a problem document (RFC 9457), with the id of the line in the log; a refused host, too."""
    app = app_of(raising(ValueError("the secret is 7")))
    failed = ask(app, headers={"Accept": accept})
    refused = ask(app, headers={"Accept": accept, "Host": "evil.example"})
    problem = json.loads(failed.text)

    assert PLAIN_500 == (failed.status, problem["detail"])
    assert (500, "Internal Server Error") == (problem["status"], problem["title"])
    assert records[0].getMessage().endswith(f"({failure_in(problem['detail'])})")
    assert (400, "The host of the request is not one of this site.") == (
        refused.status,
        json.loads(refused.text)["detail"],
    )
    assert {"application/problem+json"} == {one.headers["Content-Type"] for one in (failed, refused)}


@pytest.mark.parametrize(
    "error",
    [ValueError("the secret is 7"), Unspeakable(), circular(), ValueError("\udcff"), ValueError("x" * 10**7)],
)
@pytest.mark.usefixtures("records")
def test_debugging_shows_the_traceback_to_local_clients(error: Exception) -> None:
    """As text, bounded, and whatever the exception holds."""
    app = app_of(raising(error), debug=True)

    for address in ("127.0.0.1", "::1"):
        answer = ask(app, REMOTE_ADDR=address)
        assert 500 == answer.status
        assert "text/plain; charset=UTF-8" == answer.headers["Content-Type"]
        assert len(answer.text) < 110_000
    assert "the secret" not in ask(app_of(raising(error)), REMOTE_ADDR="127.0.0.1").text
    assert PLAIN_500 == ask(app, REMOTE_ADDR="", headers={"X-Forwarded-For": "127.0.0.1"}).said


def test_debugging_tells_the_line() -> None:
    """What a developer wants to see."""
    answer = ask(app_of(raising(ValueError("the secret is 7")), debug=True))

    assert "test_application.py" in answer.text
    assert answer.text.endswith("ValueError: the secret is 7\n")


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit()])
def test_what_ends_a_process_follows_the_server(error: BaseException) -> None:
    """It is not turned into an answer, and leaves nothing behind."""
    app = app_of(raising(error))

    with pytest.raises(type(error)):
        app(environ_of(), lambda *args: None)

    assert get_current_request() is None
    assert (200, "fine") == ask(app, "/fine").said


def test_a_logging_handler_that_fails_costs_nobody_the_answer() -> None:
    """A full disk is not the client's business."""

    class Full(logging.Handler):
        def handle(self, record: logging.LogRecord) -> bool:
            raise OSError("no space left on device")

    handler = Full()
    log = logging.getLogger("corefw.application")
    log.addHandler(handler)
    try:
        assert PLAIN_500 == ask(app_of(raising(ValueError()))).said
    finally:
        log.removeHandler(handler)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "b\r\nSet-Cookie: a=b"),
        ("X-A", "b\n"),
        ("X-A", "b\0"),
        ("X A", "b"),
        ("", "b"),
        ("Connection", "close"),
        ("X-A", "\u20ac"),
    ],
)
def test_a_header_that_would_split_the_response_is_not_sent(
    name: str, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is looked at once more just before the server has it (CVE-2016-9964)."""

    def view(request: Any) -> Response:
        response = Response("x")
        response.headerlist.append((name, value))
        return response

    answer = ask(app_of(view))

    assert PLAIN_500 == answer.said
    assert name not in answer.headers
    assert "ValueError" in caplog.text


@pytest.mark.parametrize(
    "path", ["/\udcff", "/\udcc0\udcae\udcc0\udcae/", "/\0", "/a\0b", "/fine\n", "/fine\r\n"]
)
def test_no_path_is_a_server_error(path: str) -> None:
    """What is not text is 400, a line feed at the end matches nothing (CVE-2021-44420)."""
    app = app_of(lambda request: Response("x"))

    assert (404 if path.startswith("/fine") else 400) == ask(app, path).status
    assert 200 == ask(app, "/fine").status


# -- callbacks ---------------------------------------------------------------------------


def test_response_callbacks_see_request_and_response_in_their_order() -> None:
    """Also those that a callback adds, and before anybody hears of NewResponse."""
    seen: list[Any] = []

    def late(request: Any, response: Any) -> None:
        seen.append(("late", response.text))

    def first(request: Any, response: Any) -> None:
        seen.append(("first", request.path))
        request.add_response_callback(late)

    def view(request: Any) -> Response:
        request.add_response_callback(first)
        request.add_response_callback(lambda request, response: seen.append(("second", response.text)))
        return Response("body")

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    config.add_subscriber(lambda event: seen.append(("event", event.response.text)), NewResponse)
    ask(config.make_wsgi_app())

    assert [("first", "/"), ("second", "body"), ("late", "body"), ("event", "body")] == seen


def test_a_response_callback_that_raises_is_answered_by_an_exception_view() -> None:
    """The others run all the same, on the response that is sent."""
    seen: list[int] = []

    def view(request: Any) -> Response:
        request.add_response_callback(lambda request, response: 1 / 0)
        request.add_response_callback(lambda request, response: seen.append(response.status_int))
        return Response("never sent")

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    config.add_exception_view(lambda exc, request: Response("divided", status=503), context=ZeroDivisionError)

    assert (503, "divided") == ask(config.make_wsgi_app()).said
    assert [503] == seen


def test_a_response_callback_that_nobody_answers_for_is_a_500(caplog: pytest.LogCaptureFixture) -> None:
    """With one line in the log."""

    def view(request: Any) -> Response:
        request.add_response_callback(lambda request, response: 1 / 0)
        return Response("never sent")

    app = app_of(view)

    assert PLAIN_500 == ask(app).said
    assert ["GET / failed: ZeroDivisionError"] == logged(caplog.records)


@pytest.mark.parametrize("fails", [False, True])
def test_every_finished_callback_runs(fails: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever became of the request, and even if an earlier one fails."""
    seen: list[str] = []

    def view(request: Any) -> Response:
        request.add_finished_callback(lambda request: seen.append("first"))
        request.add_finished_callback(lambda request: 1 / 0)
        request.add_finished_callback(lambda request: seen.append(request.path))
        if fails:
            raise ValueError
        return Response("x")

    assert (500 if fails else 200) == ask(app_of(view)).status
    assert ["first", "/"] == seen
    assert 1 == logged(caplog.records).count("a finished callback failed")


# -- the current request -------------------------------------------------------------------


def test_the_current_request_is_current_only_while_it_is_answered() -> None:
    """It is put back whether the request succeeds, fails or asks another."""
    seen: list[Any] = []

    def view(request: Any) -> Response:
        seen.append(get_current_request() is request)
        inner = Request.blank("/fine")
        request.invoke_subrequest(inner)
        seen.append(get_current_request() is request)
        if "fail" in request.GET:
            raise ValueError
        return Response("x")

    app = app_of(view)
    ask(app)
    ask(app, query="fail")

    assert [True, True, True, True] == seen
    assert get_current_request() is None


# -- odds and ends -----------------------------------------------------------------------------------


def test_webtest_may_see_what_was_raised() -> None:
    """With its key in the environment errors are raised, as WebTest asks."""
    more: dict[str, Any] = {"paste.throw_errors": True}

    with pytest.raises(ValueError, match="seen"):
        app_of(raising(ValueError("seen")))(environ_of(**more), lambda *args: None)


def test_an_http_exception_of_an_outer_tween_is_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    """It is no failure, though no exception view is so far out."""

    def tween(handler: Any, registry: Any) -> Any:
        def refuse(request: Any) -> Any:
            raise HTTPConflict("not now")

        return refuse

    config = Configurator()
    config.add_tween(tween)

    assert (409, True) == ((answer := ask(config.make_wsgi_app())).status, "not now" in answer.text)
    assert [] == caplog.records


def test_an_application_stops_once() -> None:
    """Whoever calls ``close`` a second time changes nothing."""
    stopped: list[int] = []
    app = app_of(lambda request: Response("x"))
    again = Application(app.registry, stopping=lambda: stopped.append(1))
    again.close()
    again.close()

    assert [1] == stopped


def test_a_request_without_a_path_is_for_the_root() -> None:
    """PATH_INFO may be empty (PEP 3333)."""
    assert 200 == ask(app_of(lambda request: Response("x")), "").status


def test_a_forbidden_exception_may_be_returned_instead_of_raised() -> None:
    """An HTTP exception is a response."""
    app = app_of(lambda request: HTTPForbidden("no"))

    assert 403 == ask(app).status
