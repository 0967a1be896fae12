"""What an application does not cost: imports, reference cycles, memory."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from tests.wsgi import ask, environ_of

SYNCHRONOUS = """
import sys
from corefw.config import Configurator
from corefw.response import Response
config = Configurator()
config.add_route("it", "/{x}")
config.add_view(lambda request: Response("x"), route_name="it")
config.add_view(lambda request: {}, route_name="it", xhr=True, renderer="json")
app = config.make_wsgi_app()
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/7", "QUERY_STRING": "", "HTTP_HOST": "localhost",
           "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
assert b"x" == b"".join(app(environ, lambda status, headers: None))
app.close()
print(sorted({"asyncio", "greenlet", "concurrent.futures"} & {*sys.modules}))
"""


def test_a_synchronous_application_imports_nothing_asynchronous() -> None:
    """Neither asyncio nor greenlet, not even after a request."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SYNCHRONOUS], capture_output=True, text=True, check=False
    )

    assert ("[]\n", "") == (done.stdout, done.stderr)


class Page:
    """A class of views."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context, self.request = context, request

    def __call__(self) -> dict[str, Any]:
        return {"path": self.request.path}


@pytest.fixture(scope="module")
def frugal() -> Any:
    """Return an application with one route of every common kind."""
    config = Configurator()
    for name, pattern in (
        ("text", "/text"),
        ("json", "/json"),
        ("value", "/value/{x:int}/{y}"),
        ("class", "/class"),
        ("query", "/query"),
        ("missing", "/missing"),
        ("raised", "/raised"),
    ):
        config.add_route(name, pattern)
    config.add_view(lambda request: Response("text"), route_name="text")
    config.add_view(lambda request: {"a": [1]}, route_name="json", renderer="json")
    config.add_view(lambda request: Response(str(request.matchdict)), route_name="value")
    config.add_view(Page, route_name="class", renderer="json")
    config.add_view(lambda request: Response(str(request.GET) + str(request.cookies)), route_name="query")
    config.add_view(lambda request: int("x"), route_name="raised")
    config.add_exception_view(lambda exc, request: Response("raised", status=409), context=ValueError)
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    "path", ["/text", "/json", "/value/7/x", "/class", "/query", "/missing", "/nosuch", "/raised", "/\udcff"]
)
def test_a_request_leaves_no_reference_cycle_behind(frugal: Any, path: str) -> None:
    """What a request needed is gone with it, without the garbage collector."""

    def send() -> None:
        environ = environ_of(path.encode("utf-8", "surrogateescape").decode("latin-1"))
        body = frugal(environ, lambda status, headers, exc_info=None: None)
        b"".join(body)

    for _ in range(20):
        send()
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            send()
        assert 0 == gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize("path", ["/text", "/json", "/value/7/x", "/class", "/nosuch", "/raised"])
def test_a_thousand_requests_leave_nothing_behind(frugal: Any, path: str) -> None:
    """The number of objects that the collector knows stays what it was."""
    for _ in range(3):
        ask(frugal, path)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(1000):
        b"".join(frugal(environ_of(path), lambda status, headers, exc_info=None: None))
    gc.collect()

    assert len(gc.get_objects()) - before < 50


@pytest.mark.parametrize("path", ["/text", "/json", "/value/7/x"])
def test_plain_requests_leave_nothing_to_the_collector(frugal: Any, path: str) -> None:
    """Not even between two collections does the number of objects grow."""
    for _ in range(3):
        ask(frugal, path)
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(1000):
            b"".join(frugal(environ_of(path), lambda status, headers, exc_info=None: None))
        after = len(gc.get_objects())
    finally:
        gc.enable()

    assert after - before < 50


def test_an_application_without_units_of_work_has_no_transaction_around_its_views() -> None:
    """What nothing needs is not in the way."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(lambda request: Response("x"), route_name="it")
    frames: list[str] = []

    def note(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            frames.append(frame.f_code.co_name)

    application = config.make_wsgi_app()
    sys.setprofile(note)
    try:
        ask(application, "/")
    finally:
        sys.setprofile(None)

    assert "excview_tween" in frames
    assert "transaction_tween" not in frames
