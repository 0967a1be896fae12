"""Requests that code makes: subrequests, and those that an execution policy runs."""

from __future__ import annotations

from typing import Any

import pytest
import webob
import webob.request

from corefw.config import Configurator
from corefw.httpexceptions import HTTPNotFound
from corefw.request import Request
from corefw.response import Response
from corefw.threadlocal import get_current_request
from tests.wsgi import PLAIN_500, ask, logged


class FromElsewhere(webob.Request):
    """A request class that knows nothing of corefw."""


@pytest.mark.parametrize(
    "kind", [Request, webob.BaseRequest, webob.Request, FromElsewhere, webob.request.LegacyRequest]
)
def test_a_subrequest_may_be_of_any_class(kind: Any) -> None:
    """It gets what the application gives its requests."""
    config = Configurator()
    config.add_request_method(lambda request: f"hello {request.path}", "greet")
    config.add_route("outer", "/")
    config.add_route("inner", "/inner/{x}")
    config.add_view(lambda request: request.invoke_subrequest(kind.blank("/inner/7")), route_name="outer")
    config.add_view(
        lambda request: Response(f"{request.greet()} {request.matchdict['x']} {request.route_path('outer')}"),
        route_name="inner",
    )

    assert "hello /inner/7 7 /" == ask(config.make_wsgi_app()).text


def test_a_subrequest_raises_unless_it_uses_the_tweens() -> None:
    """As Pyramid documents it."""
    seen: list[str] = []

    def tween(handler: Any, registry: Any) -> Any:
        def around(request: Any) -> Any:
            seen.append(request.path)
            return handler(request)

        return around

    def view(request: Any) -> Response:
        answered = request.invoke_subrequest(Request.blank("/missing"), use_tweens=True)
        try:
            request.invoke_subrequest(Request.blank("/missing"))
        except HTTPNotFound as error:
            return Response(f"{answered.status_int} {error.status_int}")
        return Response("not raised")

    config = Configurator()
    config.add_tween(tween)
    config.add_route("it", "/")
    config.add_view(view, route_name="it")

    assert "404 404" == ask(config.make_wsgi_app()).text
    assert ["/", "/missing"] == seen


def test_callbacks_of_a_subrequest_are_its_own() -> None:
    """They run when it is over, before the outer request goes on."""
    seen: list[str] = []

    def inner(request: Any) -> Response:
        request.add_finished_callback(lambda request: seen.append("inner finished"))
        request.add_response_callback(lambda request, response: seen.append("inner response"))
        return Response("inner")

    def outer(request: Any) -> Response:
        request.add_finished_callback(lambda request: seen.append("outer finished"))
        response: Response = request.invoke_subrequest(Request.blank("/inner"))
        seen.append("outer goes on")
        return response

    config = Configurator()
    for name, view in (("inner", inner), ("outer", outer)):
        config.add_route(name, f"/{name}")
        config.add_view(view, route_name=name)
    ask(config.make_wsgi_app(), "/outer")

    assert ["inner response", "inner finished", "outer goes on", "outer finished"] == seen


def retrying(environ: Any, router: Any) -> Any:
    """Answer as Pyramid's documented policy does, and once more if that fails."""
    for attempt in (1, 2):
        with router.request_context({**environ, "attempt": attempt}) as request:
            try:
                return router.invoke_request(request)
            except ValueError:
                if attempt == 2:
                    raise
    raise AssertionError


def flaky(request: Any) -> Response:
    """Fail at the first attempt, or as often as asked."""
    request.add_finished_callback(lambda request: None)
    if request.environ["attempt"] == 1 or "always" in request.GET:
        raise ValueError
    return Response(f"attempt {request.environ['attempt']} {get_current_request() is request}")


def test_an_execution_policy_decides_how_a_request_is_run(caplog: pytest.LogCaptureFixture) -> None:
    """It may try again; what it raises in the end is a 500 as any other."""
    config = Configurator()
    config.set_execution_policy(retrying)
    config.add_route("it", "/")
    config.add_view(flaky, route_name="it")
    app = config.make_wsgi_app()

    assert (200, "attempt 2 True") == ask(app).said
    assert PLAIN_500 == ask(app, query="always").said
    assert ["GET / failed: ValueError"] == logged(caplog.records)
    assert get_current_request() is None
