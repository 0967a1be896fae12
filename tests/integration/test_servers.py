"""A hello world under waitress, gunicorn and wsgiref, with wsgiref's validator around it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

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
WITH_WAITRESS = """
import sys, waitress
from hello import application
waitress.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=2)
"""
WITH_WSGIREF = """
import sys
from wsgiref.simple_server import make_server
from hello import application
make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
"""
GUNICORN = [
    "-m",
    "gunicorn",
    "--workers=1",
    "--worker-tmp-dir=.",
    "--no-control-socket",
    "hello:application",
    "-b",
]
COMMANDS = {
    "waitress": ["-c", WITH_WAITRESS, "{port}"],
    "wsgiref": ["-c", WITH_WSGIREF, "{port}"],
    "gunicorn": [*GUNICORN, "127.0.0.1:{port}"],
}


class Answer(NamedTuple):
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """A running server process, and a client for it."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): v for name, v in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def wait_until_it_answers(self) -> None:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    pytest.fail(f"The server does not answer:\n{self.log.read_text()}", pytrace=False)
                time.sleep(0.05)


@pytest.fixture(scope="module", params=sorted(COMMANDS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server process for all tests of this file."""
    if request.param != "wsgiref":
        pytest.importorskip(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "hello.py").write_text(APPLICATION)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    command = [
        sys.executable,
        *(part.format(port=port) if "{port}" in part else part for part in COMMANDS[request.param]),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        running = Server(port, process, log)
        running.wait_until_it_answers()
        yield running
        assert "AssertionError" not in log.read_text()
        assert "Traceback" not in log.read_text()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


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
