"""A hello world under waitress, gunicorn and wsgiref, with wsgiref's validator around it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.servers import COMMANDS, Server, served

APPLICATION = """
from wsgiref.validate import validator

from corefw.config import Configurator
from corefw.response import Response


def hello_world(request):
    return Response("Hello World!")


def greet(request):
    return {"name": request.matchdict["name"]}


def echo(request):
    return dict(request.POST)


def stream(request):
    return Response(app_iter=(part for part in [b"one ", b"two ", b"three"]), content_type="text/plain")


def make_application():
    with Configurator() as config:
        config.add_route("hello", "/")
        config.add_view(hello_world, route_name="hello")
        config.add_route("greet", "/greet/{name}")
        config.add_view(greet, route_name="greet", renderer="json")
        config.add_route("echo", "/echo")
        config.add_view(echo, route_name="echo", renderer="json", request_method="POST")
        config.add_route("stream", "/stream")
        config.add_view(stream, route_name="stream")
        return config.make_wsgi_app()


application = validator(make_application())
"""


@pytest.fixture(scope="module", params=sorted(COMMANDS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server process for all tests of this file."""
    with served(request.param, APPLICATION, tmp_path_factory.mktemp(request.param)) as running:
        yield running
        assert "AssertionError" not in running.log.read_text()
        assert "Traceback" not in running.log.read_text()


def test_hello_world_is_answered(server: Server) -> None:
    """The classic first page comes back with its length and type."""
    answer = server.ask("GET", "/")

    assert (200, b"Hello World!") == (answer.status, answer.body)
    assert "12" == answer.headers["content-length"]
    assert "text/html; charset=UTF-8" == answer.headers["content-type"]


def test_a_head_request_has_headers_and_no_body(server: Server) -> None:
    """HEAD is answered by the view for GET."""
    answer = server.ask("HEAD", "/")

    assert (200, b"", "12") == (answer.status, answer.body, answer.headers["content-length"])


def test_what_stands_in_the_path_is_decoded(server: Server) -> None:
    """A path in UTF-8 survives the server and the validator."""
    answer = server.ask("GET", "/greet/J%C3%BCrgen")

    assert {"name": "Jürgen"} == json.loads(answer.body)


def test_a_form_is_read(server: Server) -> None:
    """The body is read through the validator's strict input."""
    answer = server.ask("POST", "/echo", b"a=1&b=two", Content_Type="application/x-www-form-urlencoded")

    assert {"a": "1", "b": "two"} == json.loads(answer.body)


def test_a_wrong_method_is_405(server: Server) -> None:
    """The answer names the methods that are allowed."""
    answer = server.ask("GET", "/echo")

    assert 405 == answer.status
    assert "POST" in answer.headers["allow"]


def test_an_unknown_page_is_404_and_undecodable_input_400(server: Server) -> None:
    """What a client does wrong never becomes a 5xx."""
    assert 404 == server.ask("GET", "/nowhere").status
    assert 400 == server.ask("GET", "/greet/%ff").status


def test_a_streamed_answer_arrives_whole(server: Server) -> None:
    """An iterable without a length is passed on as it is."""
    assert b"one two three" == server.ask("GET", "/stream").body
