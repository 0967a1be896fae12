"""The application where what surrounds its views fails: factories, callbacks, policies, tweens, answers."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.httpexceptions import HTTPConflict
from corefw.ports import Health, Persistence, Savepoint, UnitOfWork
from corefw.request import Request
from corefw.response import Response
from corefw.threadlocal import get_current_request
from tests.wsgi import PLAIN_500, ask, logged


def configurator(view: Any, **options: Any) -> Configurator:
    """Return a configurator with *view* at "/"."""
    config = Configurator(**options)
    config.add_route("it", "/")
    config.add_view(view, route_name="it")
    return config


def fine(request: Any) -> Response:
    """Answer well."""
    return Response("fine")


class Refusing(Request):
    """A request that cannot be made."""

    def __init__(self, environ: Any) -> None:
        raise ValueError("no request")


@pytest.mark.parametrize("factory", [Refusing, lambda environ: Refusing(environ)])
def test_a_request_factory_that_fails_is_a_500(factory: Any, caplog: pytest.LogCaptureFixture) -> None:
    """With one line in the log, and whatever policy runs the request."""
    assert PLAIN_500 == ask(configurator(fine, request_factory=factory).make_wsgi_app()).said

    config = configurator(fine, request_factory=factory)
    config.set_execution_policy(lambda environ, app: app.invoke_request(app.request_context(environ).begin()))
    assert PLAIN_500 == ask(config.make_wsgi_app()).said
    assert ["GET / failed: ValueError"] * 2 == logged(caplog.records)
    assert get_current_request() is None


def test_an_answer_that_cannot_be_sent_is_a_500(caplog: pytest.LogCaptureFixture) -> None:
    """An HTTP exception of an outer tween is looked at like any other response."""

    def tween(handler: Any, registry: Any) -> Any:
        def refuse(request: Any) -> Any:
            answer = HTTPConflict("no")
            list.append(answer.headerlist, ("X-Split", "a\r\nSet-Cookie: b"))
            raise answer

        return refuse

    config = configurator(fine)
    config.add_tween(tween)

    assert PLAIN_500 == ask(config.make_wsgi_app()).said
    assert ["GET / failed: ValueError"] == logged(caplog.records)


def test_every_response_callback_runs(caplog: pytest.LogCaptureFixture) -> None:
    """Even if an earlier one fails and nobody answers for it; each failure is in the log once."""
    seen: list[str] = []

    def fail(request: Any, response: Any) -> None:
        raise ValueError(f"callback {len(seen)}")

    def view(request: Any) -> Response:
        for name in "ab":
            request.add_response_callback(fail)
            request.add_response_callback(lambda request, response, name=name: seen.append(name))
        return Response("x")

    assert PLAIN_500 == ask(configurator(view).make_wsgi_app()).said
    assert ["a", "b"] == seen
    assert ["a response callback failed after another", "GET / failed: ValueError"] == logged(caplog.records)
    assert "ValueError: callback 0" in caplog.text


@pytest.mark.parametrize(
    ("address", "headers", "shown"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("192.0.2.1", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, False),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}, False),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.1"}, False),
        ("192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}, False),
    ],
)
def test_debugging_shows_nothing_to_clients_elsewhere(
    address: str, headers: dict[str, str], shown: bool
) -> None:
    """Not even through a proxy on this machine, which is the nearest client then."""

    def view(request: Any) -> Response:
        raise ValueError("secret of the code")

    app = configurator(view, settings={"corefw.debug": True}).make_wsgi_app()

    assert shown is ("secret of the code" in ask(app, headers=headers, REMOTE_ADDR=address).text)


def test_a_tween_factory_that_returns_no_handler_is_refused() -> None:
    """When the application is built, with the place of the factory."""

    def forgetful(handler: Any, registry: Any) -> Any:
        def around(request: Any) -> Any:
            return handler(request)

    config = configurator(fine)
    config.add_tween(forgetful)
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-523" == problem.code
    assert problem.what.endswith('forgetful" is no handler: its factory returned NoneType.')
    assert "def forgetful(handler: Any, registry: Any) -> Any:" in str(problem)


@pytest.mark.parametrize("made", [None, "text", 7])
def test_an_outer_tween_must_return_a_response(made: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Else it is a failure of the server, logged once."""
    config = configurator(fine)
    config.add_tween(lambda handler, registry: lambda request: made)

    assert PLAIN_500 == ask(config.make_wsgi_app()).said
    assert 1 == len(caplog.records)


# -- execution policies ----------------------------------------------------------------------------


def default_policy(environ: Any, router: Any) -> Any:
    """Be the default policy as Pyramid documents it."""
    with router.request_context(environ) as request:
        try:
            return router.invoke_request(request)
        except Exception:
            return request.invoke_exception_view(reraise=True)


class Ledger(Persistence):
    """A store that only writes down what becomes of its units."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self) -> UnitOfWork:
        self.lines.append("begin")
        return Unit(self.lines)

    def health(self) -> Health:
        return Health(True)


class Unit(UnitOfWork):
    """A unit of that store."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def commit(self) -> None:
        self.lines.append("commit")

    def abort(self) -> None:
        self.lines.append("abort")

    def savepoint(self) -> Savepoint:
        raise NotImplementedError


def failing(handler: Any, registry: Any) -> Any:
    """Be a tween outside the exception views that fails."""

    def fail(request: Any) -> Any:
        raise ValueError("of the tween")

    return fail


def test_a_policy_may_ask_the_exception_views_itself() -> None:
    """What they begin ends with the context of the request, finished callbacks included."""
    seen: list[str] = []
    ledger = Ledger()

    def answer(exc: Any, request: Any) -> Response:
        request.unit_of_work  # noqa: B018 - it is begun
        request.add_finished_callback(lambda request: seen.append("finished"))
        return Response(str(exc), status=409)

    config = configurator(fine)
    config.provide_port(Persistence, ledger)
    config.add_tween(failing)
    config.add_exception_view(answer, context=ValueError)
    config.set_execution_policy(default_policy)

    assert (409, "of the tween") == ask(config.make_wsgi_app()).said
    assert (["begin", "abort"], ["finished"]) == (ledger.lines, seen)
    assert get_current_request() is None


def test_a_policy_sees_the_exception_that_was_answered() -> None:
    """As policies that try again rely on."""
    seen: list[Any] = []

    def policy(environ: Any, router: Any) -> Any:
        with router.request_context(environ) as request:
            response = router.invoke_request(request)
            seen.append(request.exception)
            return response

    def view(request: Any) -> Response:
        raise HTTPConflict()

    config = configurator(view)
    config.set_execution_policy(policy)

    assert 409 == ask(config.make_wsgi_app()).status
    assert ["HTTPConflict"] == [type(error).__name__ for error in seen]


@pytest.mark.parametrize("policy", [lambda environ, router: None, lambda environ, router: 1 / 0])
def test_a_policy_that_fails_is_a_500(policy: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Logged once."""
    config = configurator(fine)
    config.set_execution_policy(policy)

    assert PLAIN_500 == ask(config.make_wsgi_app()).said
    assert 1 == len(caplog.records)
