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
        assert process.stderr is not None
        for line in process.stderr:
            if "Waiting for a change" in line:
                break
        time.sleep(0.1)
        hello.write_text(text.replace("World", "Moon"))

        assert "Hello Moon!" == get(url_told(process))
