"""When the headers of a response are looked at: those that somebody had in hand, and foreign ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import webob

from corefw.config import Configurator
from corefw.httpexceptions import HTTPNotFound
from corefw.response import Response
from corefw.web.response import quick_response, send
from tests.wsgi import ask, environ_of

PLAIN = (("Content-Type", "text/plain; charset=UTF-8"),)


def sent(response: Any, method: str = "GET") -> tuple[str, list[tuple[str, str]], list[bytes]]:
    """Return what a server gets of *response*."""
    got: list[Any] = []
    body = send(response, {**environ_of(), "REQUEST_METHOD": method}, lambda *said: got.extend(said))
    return got[0], got[1], [*body]


@pytest.mark.parametrize(
    "arguments",
    [
        {"body": "text"},
        {"body": b"bytes", "content_type": "text/plain"},
        {"body": "ü", "content_type": "text/css"},
        {"body": "text", "content_type": "text/html"},
    ],
)
def test_a_usual_response_is_what_webob_makes(arguments: dict[str, Any]) -> None:
    """Though WebOb's constructor does not run."""
    made, theirs = Response(**arguments), webob.Response(**arguments)

    assert sent(theirs) == sent(made)
    assert theirs.headerlist == Response(**arguments).headerlist
    assert (theirs.content_type, theirs.charset) == (made.content_type, made.charset)


def test_headers_that_nobody_asked_for_are_sent_as_they_were_made() -> None:
    """The list that the server gets is its own."""
    response = quick_response(b"x", PLAIN)
    _, first, _ = sent(response)
    first.append(("X-Server", "1"))

    assert ("200 OK", [*PLAIN, ("Content-Length", "1")], [b"x"]) == sent(response)
    assert ("200 OK", [*PLAIN, ("Content-Length", "1")], []) == sent(response, "HEAD")


def test_a_status_alone_leaves_the_headers_as_they_are() -> None:
    """It was looked at when it was set."""
    response = quick_response(b"x", PLAIN)

    response.status = 409

    assert ("409 Conflict", [*PLAIN, ("Content-Length", "1")], [b"x"]) == sent(response)
    response.status = 204
    assert ("204 No Content", [], []) == sent(response)


CHANGES: list[Callable[[Any], object]] = [
    lambda response: response.headerlist.append(("X-A", "a\r\nSet-Cookie: b")),
    lambda response: setattr(response, "headerlist", [("X-A", "a\nb")]),
    lambda response: response._headerlist.append(("Connection", "close")),
]


@pytest.mark.parametrize("change", CHANGES)
def test_headers_that_somebody_had_in_hand_are_looked_at(change: Callable[[Any], object]) -> None:
    """Just before the server has them, whichever way they were changed."""
    for response in (quick_response(b"x", PLAIN), Response("x"), HTTPNotFound(), webob.Response("x")):
        change(response)
        with pytest.raises(ValueError, match="header"):
            sent(response)


class Shouting(Response):
    """A response that sends itself."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("X-A", "a\r\nb")])
        return [b"X"]


def test_a_response_that_sends_itself_is_looked_at() -> None:
    """What is corefw's own is its ``__call__``, not the class."""
    with pytest.raises(ValueError, match="X-A"):
        sent(Shouting("x"))


def test_an_adapter_of_responses_may_be_declared_after_the_view() -> None:
    """Which results are responses is asked when all of them are known."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(lambda request: "text", route_name="it")
    config.add_response_adapter(lambda text: Response(text.upper()), str)

    assert (200, "TEXT") == ask(config.make_wsgi_app(), "/").said


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*;q=0.1", ""])
def test_the_page_of_a_status_is_the_same_whoever_made_it_before(accept: str) -> None:
    """Each is made once for those that say no more than their class; a detail makes another."""
    application = Configurator().make_wsgi_app()
    first, second = (ask(application, "/nosuch", HTTP_ACCEPT=accept) for _ in range(2))
    told = sent(HTTPNotFound("this one"))

    assert first.said == second.said
    assert 404 == first.status
    assert b"this one" in b"".join(told[2])
