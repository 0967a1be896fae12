"""``corefw serve`` answers over a socket, and starts anew after a change."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Command


@contextmanager
def running(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """End the process and its children whatever happens; a child that lives on would hold the pipes."""
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def url_told(process: subprocess.Popen[str]) -> str:
    """Return the URL of the next line that tells one."""
    assert process.stdout is not None
    for line in process.stdout:
        match = re.search(r"Serving (http://\S+)", line)
        if match:
            return match[1]
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def said_until_waiting(process: subprocess.Popen[str]) -> str:
    """Return what stands on standard error until the parent waits for a change, which it then can see."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if "Waiting for a change" in line:
            time.sleep(0.1)
            return said
    raise AssertionError(f"it ended: {said}")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def test_an_application_is_served_until_it_is_terminated(command: Command) -> None:
    """The options win over the settings; SIGTERM ends it in peace."""
    with running(command("-c", "shop.toml", "serve", "--host", "127.0.0.1")) as process:
        url = url_told(process)
        assert "http://127.0.0.1:" == re.sub(r"\d+$", "", url)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(url)

        process.terminate()

        assert 0 == process.wait(10)


def test_a_taken_port_is_one_line_and_ends_with_3(command: Command) -> None:
    """The line says what to do."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with running(command("serve", "-a", "hello:make", "--port", str(port))) as process:
            out, err = process.communicate(timeout=20)

    assert (3, "") == (process.returncode, out)
    (line,) = err.splitlines()
    assert line.startswith(f"CFW-711  Port {port} of 127.0.0.1 is taken: ")


def test_a_change_is_served_and_a_syntax_error_is_survived(command: Command, folder: Path) -> None:
    """The server comes back once the error is mended."""
    hello = folder / "hello.py"
    text = hello.read_text()
    with running(command("-a", "hello:make", "serve", "--port", "0", "--reload")) as process:
        assert "Hello World!" == get(url_told(process))

        hello.write_text(text + "(\n")
        said_until_waiting(process)
        hello.write_text(text.replace("World", "Moon"))

        assert "Hello Moon!" == get(url_told(process))


def test_a_change_is_served_only_if_the_configuration_is_still_the_locked_one(
    command: Command, folder: Path
) -> None:
    """The code of a view may change; another route is refused until it is locked, or gone again."""
    hello = folder / "hello.py"
    text = hello.read_text()
    assert 0 == locked(command)
    with running(command("-a", "hello:make", "serve", "--port", "0", "--reload", "--locked")) as process:
        assert "Hello World!" == get(url_told(process))

        hello.write_text(text.replace("World", "Moon"))
        assert "Hello Moon!" == get(url_told(process))

        hello.write_text(text.replace('"hello", "/"', '"hello", "/elsewhere"'))
        said = said_until_waiting(process)
        assert "CFW-222  The configuration is not the one that corefw.lock holds" in said
        assert "/elsewhere" in said

        hello.write_text(text.replace("World", "Mars"))
        assert "Hello Mars!" == get(url_told(process))


def test_what_is_not_locked_is_not_even_begun_to_be_watched(command: Command, folder: Path) -> None:
    """Neither without a lock nor with an old one does the parent start a child, or wait for a change."""
    hello = folder / "hello.py"
    for code in ("CFW-220", "CFW-222"):
        with running(command("-a", "hello:make", "serve", "--port", "0", "--reload", "--locked")) as process:
            out, err = process.communicate(timeout=20)

        assert (1, "") == (process.returncode, out)
        assert err.startswith(f"{code}  ")
        assert "[reload]" not in err
        assert 0 == locked(command)
        hello.write_text(hello.read_text().replace('"hello", "/"', '"hello", "/elsewhere"'))


def locked(command: Command) -> int:
    """Write the lock of ``hello:make``; return the exit code."""
    with running(command("-a", "hello:make", "lock")) as process:
        return process.wait(20)
