"""Misses: a path that no route matches, as the exception views, the tweens and other code see it."""

from __future__ import annotations

import gc
import sys
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.httpexceptions import HTTPNotFound
from corefw.request import Request
from corefw.response import Response
from corefw.tweens import EXCVIEW, INGRESS, MAIN
from tests.wsgi import PLAIN_500, ask, environ_of

NOT_FOUND = (404, "404 Not Found\n\nThere is nothing at this address.\n")


def test_what_the_view_of_a_miss_raises_is_no_reason_for_another_view(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As for every exception view; the log tells of the miss as well."""

    def failing(exc: Any, request: Any) -> Any:
        raise LookupError("second")

    config = Configurator()
    config.add_notfound_view(failing)
    config.add_exception_view(lambda error, request: Response("second"), context=LookupError)

    assert PLAIN_500 == ask(config.make_wsgi_app(), "/nosuch").said
    (record,) = caplog.records
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1].__context__, HTTPNotFound)  # type: ignore[union-attr]


@pytest.mark.parametrize("under", ["corefw.tweens.excview_tween_factory", "INGRESS"])
def test_a_tween_between_the_exception_views_and_main_sees_a_miss_raised(under: str) -> None:
    """One further out sees the response."""
    seen: list[str] = []

    def factory(handler: Any, registry: Any) -> Any:
        def watching(request: Any) -> Any:
            try:
                response = handler(request)
            except HTTPNotFound as error:
                seen.append(f"raised {error.status}")
                raise
            seen.append(f"returned {response.status}, {type(request.exception).__name__}")
            return response

        return watching

    config = Configurator()
    factory.__module__, factory.__qualname__ = "site", "watching"
    over = {"over": MAIN} if under != INGRESS else {"over": EXCVIEW}
    config.add_tween(factory, under=under, **over)
    app = config.make_wsgi_app()

    assert NOT_FOUND == ask(app, "/nosuch").said
    assert ["raised 404 Not Found" if under != INGRESS else "returned 404 Not Found, NoRoute"] == seen


def test_a_view_of_the_application_is_called_while_the_miss_is_handled() -> None:
    """It may raise it again, and finds where it was raised."""
    seen: list[Any] = []

    def again(exc: Any, request: Any) -> Any:
        seen.append((sys.exc_info()[1] is exc, request.exc_info[2] is exc.__traceback__ is not None))
        raise

    config = Configurator()
    config.add_notfound_view(again)

    assert NOT_FOUND == ask(config.make_wsgi_app(), "/nosuch").said
    assert [(True, True)] == seen


def test_a_miss_is_raised_where_no_view_answers_it() -> None:
    """A subrequest without tweens, and an application without the default view."""
    config = Configurator()

    def asking(request: Any) -> Any:
        with pytest.raises(HTTPNotFound):
            request.invoke_subrequest(Request.blank("/nosuch"))
        return Response(request.invoke_subrequest(Request.blank("/nosuch"), use_tweens=True).status)

    config.add_route("asking", "/asking")
    config.add_view(asking, route_name="asking")

    assert (200, "404 Not Found") == ask(config.make_wsgi_app(), "/asking").said
    assert NOT_FOUND == ask(Configurator(exceptionresponse_view=None).make_wsgi_app(), "/nosuch").said


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
@pytest.mark.parametrize("default", [{}, {"exceptionresponse_view": None}])
def test_a_view_that_names_no_method_is_not_asked_for_those_that_nobody_means(
    method: str, default: dict[str, Any]
) -> None:
    """As any other view, whether it is one of several or the only one."""
    config, naming = Configurator(**default), Configurator(**default)
    config.add_notfound_view(lambda request: Response("mine"))
    naming.add_notfound_view(lambda request: Response("named"), request_method=("GET", method))
    app = config.make_wsgi_app()

    assert (200, "mine") == ask(app, "/nosuch").said
    assert NOT_FOUND == ask(app, "/nosuch", method=method).said
    assert (200, "named") == ask(naming.make_wsgi_app(), "/nosuch", method=method).said


def test_a_miss_that_is_raised_after_all_leaves_no_cycle_behind(caplog: pytest.LogCaptureFixture) -> None:
    """Its traceback leads to the request, which has it as its exception."""

    def catching(request: Any) -> Response:
        with pytest.raises(HTTPNotFound):
            raise request.exception
        return Response("caught", status=404)

    def factory(handler: Any, registry: Any) -> Any:
        def raising(request: Any) -> Any:
            handler(request)
            raise request.exception

        return raising

    config, other = Configurator(), Configurator()
    config.add_notfound_view(catching)
    factory.__module__, factory.__qualname__ = "site", "raising"
    other.add_tween(factory)
    apps = [config.make_wsgi_app(), other.make_wsgi_app()]

    for app, text in zip(apps, ("caught", NOT_FOUND[1]), strict=True):
        for _ in range(2):  # the first one makes what is kept
            gc.collect()
            gc.disable()
            try:
                environ = environ_of("/nosuch")
                said = b"".join(app(environ, lambda status, headers: None))
                left = gc.collect()
            finally:
                gc.enable()
        assert (text, 0) == (said.decode(), left)
