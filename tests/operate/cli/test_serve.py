"""``corefw serve`` answers over a socket, and starts anew after a change."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Command
from tests.processes import Running, running


def url_told(serving: Running) -> str:
    """Return the URL of the next line that tells one."""
    return serving.says(r"Serving (http://\S+)")[1]


def said_until_waiting(serving: Running) -> str:
    """Return what stands on standard error until the parent waits for a change."""
    return serving.complains("Waiting for a change")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def test_an_application_is_served_until_it_is_terminated(command: Command) -> None:
    """The options win over the settings; SIGTERM ends it in peace."""
    with running(command("-c", "shop.toml", "serve", "--host", "127.0.0.1")) as serving:
        url = url_told(serving)
        assert "http://127.0.0.1:" == re.sub(r"\d+$", "", url)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(url)

        serving.process.terminate()

        assert 0 == serving.ended()[0]


def test_a_taken_port_is_one_line_and_ends_with_3(command: Command) -> None:
    """The line says what to do."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with running(command("serve", "-a", "hello:make", "--port", str(port))) as serving:
            code, out, err = serving.ended()

    assert (3, "") == (code, out)
    (line,) = err.splitlines()
    assert line.startswith(f"CFW-711  Port {port} of 127.0.0.1 is taken: ")


def test_a_change_is_served_and_a_syntax_error_is_survived(command: Command, folder: Path) -> None:
    """The server comes back once the error is mended."""
    hello = folder / "hello.py"
    text = hello.read_text()
    with running(command("-a", "hello:make", "serve", "--port", "0", "--reload")) as serving:
        assert "Hello World!" == get(url_told(serving))

        hello.write_text(text + "(\n")
        said_until_waiting(serving)
        hello.write_text(text.replace("World", "Moon"))

        assert "Hello Moon!" == get(url_told(serving))


@pytest.mark.slow
def test_a_change_is_served_only_if_the_configuration_is_still_the_locked_one(
    command: Command, folder: Path
) -> None:
    """The code of a view may change; another route is refused until it is locked, or gone again."""
    hello = folder / "hello.py"
    text = hello.read_text()
    assert 0 == locked(command)
    with running(command("-a", "hello:make", "serve", "--port", "0", "--reload", "--locked")) as serving:
        assert "Hello World!" == get(url_told(serving))

        hello.write_text(text.replace("World", "Moon"))
        assert "Hello Moon!" == get(url_told(serving))

        hello.write_text(text.replace('"hello", "/"', '"hello", "/elsewhere"'))
        said = said_until_waiting(serving)
        assert "CFW-222  The configuration is not the one that corefw.lock holds" in said
        assert "/elsewhere" in said

        hello.write_text(text.replace("World", "Saturn"))
        assert "Hello Saturn!" == get(url_told(serving))

        hello.write_text(text.replace('"hello", "/"', '"hello", "/elsewhere"'))
        said_until_waiting(serving)
        assert 0 == locked(command)
        assert "Hello World!" == get(url_told(serving) + "/elsewhere")


@pytest.mark.slow
def test_what_is_not_locked_is_not_even_begun_to_be_watched(command: Command, folder: Path) -> None:
    """Neither without a lock nor with an old one does the parent start a child, or wait for a change."""
    hello = folder / "hello.py"
    for code in ("CFW-220", "CFW-222"):
        with running(command("-a", "hello:make", "serve", "--port", "0", "--reload", "--locked")) as serving:
            status, out, err = serving.ended()

        assert (1, "") == (status, out)
        assert err.startswith(f"{code}  ")
        assert "[reload]" not in err
        assert 0 == locked(command)
        hello.write_text(hello.read_text().replace('"hello", "/"', '"hello", "/elsewhere"'))


def locked(command: Command) -> int:
    """Write the lock of ``hello:make``; return the exit code."""
    with running(command("-a", "hello:make", "lock")) as locking:
        return locking.ended()[0]
