"""Real servers: an application of a test served by a process of its own, which is asked over the wire."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

__all__ = ["COMMANDS", "Answer", "Server", "served"]

_WITH_WAITRESS = """
import sys, waitress
from hello import application
waitress.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=2)
"""
_WITH_WSGIREF = """
import sys
from wsgiref.simple_server import make_server
from hello import application
make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
"""
_GUNICORN = [
    "-m",
    "gunicorn",
    "--workers=1",
    "--worker-tmp-dir=.",
    "--no-control-socket",
    "hello:application",
    "-b",
]
#: The servers by their names, each with what Python is told to run.
COMMANDS = {
    "waitress": ["-c", _WITH_WAITRESS, "{port}"],
    "wsgiref": ["-c", _WITH_WSGIREF, "{port}"],
    "gunicorn": [*_GUNICORN, "127.0.0.1:{port}"],
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


@contextmanager
def served(kind: str, text: str, folder: Path) -> Iterator[Server]:
    """Serve ``application`` of the module *text* by one of the `COMMANDS`, from *folder*, until the end.

    Skips the test where the server is not installed.
    """
    if kind != "wsgiref":
        pytest.importorskip(kind)
    (folder / "hello.py").write_text(text)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    command = [
        sys.executable,
        *(part.format(port=port) if "{port}" in part else part for part in COMMANDS[kind]),
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
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
