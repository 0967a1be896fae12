"""``corefw request`` sends one request through the application."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run

ECHO = """
from corefw.config import Configurator
from corefw.response import Response


def echo(request):
    head = f"{request.method} {request.host} {request.path_qs} {request.content_type}"
    return Response(f"{head} {request.headers.get('X-Own')} {request.body.decode()}")


def fail(request):
    raise RuntimeError("boom")


def picture(request):
    return Response(b"\\x89PNG\\xff", content_type="image/png")


def make():
    config = Configurator(settings={"corefw.allowed_hosts": ["shop.example"]})
    config.add_route("echo", "/echo")
    config.add_view(echo, route_name="echo")
    config.add_route("fail", "/fail")
    config.add_view(fail, route_name="fail")
    config.add_route("picture", "/picture")
    config.add_view(picture, route_name="picture")
    return config
"""


@pytest.fixture(autouse=True)
def _echo(folder: Path) -> None:
    (folder / "echo.py").write_text(ECHO)


def test_status_and_body_are_printed(run: Run) -> None:
    """A path is asked for at the first host that is allowed."""
    result = run("-a", "echo:make", "request", "get", "/echo?a=1")

    assert 0 == result.exit_code
    assert "200 OK\n\nGET shop.example /echo?a=1  None \n" == result.stdout


@pytest.mark.parametrize(
    ("code", "url"), [(0, "/echo"), (4, "/nowhere"), (5, "/fail"), (4, "http://evil.example/echo")]
)
def test_the_exit_code_is_the_first_digit_of_a_failure(run: Run, code: int, url: str) -> None:
    """So that a script can tell."""
    assert code == run("-a", "echo:make", "request", "GET", url).exit_code


def test_headers_and_a_body_can_be_given(run: Run, folder: Path) -> None:
    """As text, from a file, from standard input; a form unless a header says otherwise."""
    (folder / "body.json").write_text('{"a": 1}')
    form = "application/x-www-form-urlencoded"

    plain = run("-a", "echo:make", "request", "POST", "/echo", "-d", "a=1", "-H", "X-Own: yes")
    file = run(
        *("-a", "echo:make", "request", "POST", "/echo", "-d", "@body.json"),
        *("-H", "Content-Type: application/json"),
    )
    piped = run("-a", "echo:make", "request", "POST", "/echo", "-d", "-", input="b=2")

    assert f"200 OK\n\nPOST shop.example /echo {form} yes a=1\n" == plain.stdout
    assert '200 OK\n\nPOST shop.example /echo application/json None {"a": 1}\n' == file.stdout
    assert f"200 OK\n\nPOST shop.example /echo {form} None b=2\n" == piped.stdout


def test_the_headers_of_the_response_are_shown_if_asked_for(run: Run) -> None:
    """Between the status and the body."""
    lines = run("-a", "echo:make", "request", "GET", "/echo", "--headers").stdout.splitlines()

    assert "200 OK" == lines[0]
    assert "Content-Type: text/html; charset=UTF-8" in lines[1 : lines.index("")]


def test_the_answer_can_be_json(run: Run) -> None:
    """A body that is no text is told in base64."""
    text = json.loads(run("-a", "echo:make", "request", "GET", "/echo", "--json").stdout)
    picture = json.loads(run("-a", "echo:make", "request", "GET", "/picture", "--json").stdout)

    assert (200, "OK", "GET shop.example /echo  None ") == (text["status"], text["reason"], text["body"])
    assert "iVBOR/8=" == picture["body_base64"]


def test_bytes_are_passed_on_as_they_are(run: Run) -> None:
    """Into a pipe."""
    assert b"200 OK\n\n\x89PNG\xff" == run("-a", "echo:make", "request", "GET", "/picture").stdout_bytes


def test_the_application_is_started_and_closed(run: Run) -> None:
    """Unlike for a listing."""
    assert 4 == run("-c", "shop.toml", "request", "GET", "/front/1").exit_code

    import cli_stamp.addon  # type: ignore[import-not-found]

    assert ["started", "stopped"] == cli_stamp.addon.started


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("'X-Own yes' is no header: it has no colon", ["GET", "/", "-H", "X-Own yes"]),
        ("is no header", ["GET", "/", "-H", "X-Own: a\r\nX-Other: b"]),
        ("is neither a path nor an address", ["/echo", "GET"]),
        ("is no request method", ["GE T", "/echo"]),
        ("nothing.json: No such file or directory", ["POST", "/", "-d", "@nothing.json"]),
    ],
)
def test_a_line_that_cannot_be_sent_ends_with_2(run: Run, said: str, words: list[str]) -> None:
    """And says what is wrong with it."""
    result = run("-a", "echo:make", "request", *words)

    assert 2 == result.exit_code
    assert said in result.stderr
