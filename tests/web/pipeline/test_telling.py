"""What a developer is told of a request that no view takes."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.request import Request

HERE = {"REMOTE_ADDR": "127.0.0.1"}


def shown(request: Any) -> str:
    """Be a view."""
    return "shown"


def asked(path: str, debug: bool = True, environ: dict[str, str] = HERE, **kw: Any) -> Any:
    """Return the response of a small application."""
    config = Configurator(settings={"corefw.debug": debug})
    config.add_route("card", "/card")
    config.add_view(
        shown,
        route_name="card",
        renderer="string",
        request_method="GET",
        request_param="a",
        accept="text/html",
    )
    return Request.blank(path, environ=environ, **kw).get_response(config.make_wsgi_app())


@pytest.mark.parametrize(
    ("path", "kw", "status", "reason"),
    [
        ("/card", {}, 404, "{view}: request_param a"),
        ("/nowhere", {}, 404, "no route matches the path"),
        ("/card", {"method": "PUT"}, 405, "{view}: request_method = GET, HEAD"),
        ("/card?a=1", {"headers": {"Accept": "image/png"}}, 406, "{view}: accept = text/html"),
    ],
)
def test_a_developer_is_told_what_refused_each_view(
    path: str, kw: dict[str, Any], status: int, reason: str
) -> None:
    """In the body, with the status that everybody gets."""
    response = asked(path, **kw)

    file = __file__.rpartition("/")[2]
    line = shown.__code__.co_firstlineno
    lines = response.text.splitlines()
    method = kw.get("method", "GET")
    assert (status, "text/plain") == (response.status_int, response.content_type)
    assert [response.status, "", f"{method} {path.partition('?')[0]} was answered so because", ""] == lines[
        :4
    ]
    assert [file, str(line)] == [
        one for one in (file, str(line)) if one in lines[4]
    ] or "{view}" not in reason
    assert lines[4].endswith(reason.partition("{view}")[2])
    assert (
        "You are told this because corefw.debug is on and you are on the machine of the server." == lines[-1]
    )


def test_the_methods_that_are_allowed_are_told_to_a_developer_as_well() -> None:
    """As to everybody."""
    assert "GET, HEAD, OPTIONS" == asked("/card", method="PUT").headers["Allow"]


@pytest.mark.parametrize(
    ("debug", "environ"),
    [
        (False, HERE),
        (True, {"REMOTE_ADDR": "203.0.113.9"}),
        (True, {**HERE, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}),
        (True, {}),
    ],
)
def test_nobody_else_is_told(debug: bool, environ: dict[str, str]) -> None:
    """Without debug, or from elsewhere, the page says that there is nothing."""
    assert "404 Not Found\n\nThere is nothing at this address.\n" == asked("/card", debug, environ).text


def test_an_exception_that_knows_no_reason_answers_for_itself() -> None:
    """A view's own 404, say."""
    config = Configurator(settings={"corefw.debug": True})
    config.add_static_view("static", "json:")

    response = Request.blank("/static/nothing", environ=HERE).get_response(config.make_wsgi_app())
    assert "404 Not Found\n\nThere is nothing at this address.\n" == response.text
