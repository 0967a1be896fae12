"""The server listens where it is told, says where, and explains what it cannot have."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.app.settings import ServerSettings
from corefw.operate.server import AddressError, addresses, listening_sockets, serve
from tests.processes import Running, running


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]


@contextmanager
def taken_port(host: str = "127.0.0.1") -> Iterator[int]:
    """Listen on a free port, so that nobody else can."""
    with socket.socket() as busy:
        busy.bind((host, 0))
        busy.listen()
        yield busy.getsockname()[1]


@contextmanager
def serving(application: str) -> Iterator[tuple[Running, str]]:
    """Serve *application*, written as in this module, in a process that says "ended"; and its URL."""
    script = (
        "import test_server\n"
        "from corefw.app.settings import ServerSettings\nfrom corefw.operate.server import serve\n"
        f"serve(test_server.{application}, ServerSettings(port=0), lambda url: print(url, flush=True))\n"
        "print('ended', flush=True)\n"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    with running(process) as server:
        yield server, server.says("http.*")[0]


def test_an_application_is_served_until_it_is_stopped() -> None:
    """The URL that is told answers; port 0 takes any free one; SIGTERM ends it in peace."""
    with serving("hello") as (server, url):
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert b"http" == answer.read()
            assert "Server" not in answer.headers

        server.process.terminate()

        assert (0, "ended\n", "") == server.ended()


class Proxied:
    """An application whose settings know its proxies, or not."""

    def __init__(self, *proxies: str) -> None:
        self.registry = Configurator(settings={"corefw.trusted_proxies": list(proxies)}).registry

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ.get("HTTP_X_FORWARDED_FOR", "nothing").encode()]


@pytest.mark.parametrize(("proxies", "said"), [((), b"nothing"), (("127.0.0.1",), b"1.2.3.4")])
def test_what_proxies_say_reaches_who_judges_it(proxies: tuple[str, ...], said: bytes) -> None:
    """Waitress takes it away from every other one."""
    with serving(f"Proxied(*{proxies!r})") as (_, url):
        asked = urllib.request.Request(url, headers={"X-Forwarded-For": "1.2.3.4"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert said == answer.read()


def test_a_taken_port_is_one_line_that_says_what_to_do() -> None:
    """A free port is named."""
    with taken_port() as port, pytest.raises(AddressError) as caught:
        serve(hello, ServerSettings(port=port), print)

    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith(
        f"CFW-711  Port {port} of 127.0.0.1 is taken: stop what uses it, or choose another"
    )
    free = int(text.split("--port ")[1].rstrip("."))
    assert port < free


def test_a_host_that_is_not_here_is_said() -> None:
    """An address of another machine cannot be listened on."""
    with pytest.raises(AddressError, match=r"CFW-711 .*192\.0\.2\.1.*choose with --host"):
        serve(hello, ServerSettings(host="192.0.2.1", port=0), print)


def test_a_missing_server_is_said_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waitress is an extra."""
    monkeypatch.setitem(sys.modules, "waitress", None)

    with pytest.raises(Exception, match=r'CFW-710 .*pip install "corefw\[serve\]"'):
        serve(hello, ServerSettings(port=0), print)


def test_every_address_of_a_name_is_listened_on_under_one_port() -> None:
    """An address of a family that this machine lacks is left out."""
    sockets = listening_sockets("localhost", 0)
    try:
        urls = addresses(sockets)
        ports = {each.getsockname()[1] for each in sockets}
    finally:
        for each in sockets:
            each.close()

    (port,) = ports
    assert {f"http://127.0.0.1:{port}", f"http://[::1]:{port}"} >= set(urls)


def test_a_name_that_nobody_knows_is_said() -> None:
    """The system's reason is given."""
    with pytest.raises(AddressError, match=r"CFW-711 .*nowhere\.invalid:0 cannot be listened on"):
        listening_sockets("nowhere.invalid", 0)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    """There are no others."""
    with pytest.raises(AddressError, match=rf"CFW-711 .*{port} .*ports are 0 to 65535"):
        listening_sockets("127.0.0.1", port)
