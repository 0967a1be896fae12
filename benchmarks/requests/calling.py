"""Calls WSGI and ASGI applications as a server does, once to see the answer and often to time it.

What a server prepares, the environment or the scope, is made before the clock runs.  What it has
to do with the answer, to go through the body and to close it, is inside, and is the same for all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

from benchmarks.requests.cases import Answer, Case

__all__ = ["Asgi", "Caller", "Wsgi", "cookie_of"]


class Caller(Protocol):
    """A contender's application, however it is called."""

    def ask(self, environ: dict[str, Any]) -> Answer:
        """Send one request and return its answer."""

    def burst(self, case: Case, cookie: str, requests: int) -> float:
        """Send so many, and return the CPU microseconds of each."""


def cookie_of(caller: Caller, case: Case) -> str:
    """Return the cookies that a login gives, if the case asks for one."""
    if not case.login:
        return ""
    answer = caller.ask(case.environ() | {"PATH_INFO": case.login})
    cookies = answer.headers["set-cookie"].split("\n")
    return "; ".join(cookie.partition(";")[0] for cookie in cookies)


class Wsgi:
    """A WSGI application (PEP 3333)."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application

    def ask(self, environ: dict[str, Any]) -> Answer:
        """Send one request and return its answer."""
        begun: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            begun[:] = [status, headers]

        found = self.application(environ, start_response)
        body = b"".join(found)
        if hasattr(found, "close"):
            found.close()
        status, headers = begun
        return Answer(int(status[:3]), _joined(headers), body)

    def burst(self, case: Case, cookie: str, requests: int) -> float:
        """Send so many, and return the CPU microseconds of each."""
        application = self.application
        # Each is taken out as it is sent, so that it also dies while the clock runs.
        take = [case.environ(cookie) for _ in range(requests)].pop
        begin = time.process_time()
        for _ in range(requests):
            found = application(take(), _start_response)
            for _ in found:
                pass
            close = getattr(found, "close", None)
            if close is not None:
                close()
        return (time.process_time() - begin) / requests * 1e6


def _start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
    """Take the head of an answer, and do nothing with it."""


class Asgi:
    """An ASGI application, on a loop that has nothing else to do."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self._loop = asyncio.new_event_loop()

    def ask(self, environ: dict[str, Any]) -> Answer:
        """Send one request and return its answer."""
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        self._loop.run_until_complete(self.application(*_scope_and_receive(environ), send))
        pairs = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        return Answer(sent[0]["status"], _joined(pairs), b"".join(row.get("body", b"") for row in sent[1:]))

    def burst(self, case: Case, cookie: str, requests: int) -> float:
        """Send so many, and return the CPU microseconds of each."""
        return self._loop.run_until_complete(self._burst(case, cookie, requests))

    async def _burst(self, case: Case, cookie: str, requests: int) -> float:
        application = self.application
        take = [_scope_and_receive(case.environ(cookie)) for _ in range(requests)].pop
        begin = time.process_time()
        for _ in range(requests):
            scope, receive = take()
            await application(scope, receive, _send)
        return (time.process_time() - begin) / requests * 1e6


async def _send(message: dict[str, Any]) -> None:
    """Take a part of an answer, and do nothing with it."""


def _scope_and_receive(environ: dict[str, Any]) -> tuple[dict[str, Any], Callable[[], Any]]:
    """Return what an ASGI server hands over for the same request."""
    headers = [
        (name[5:].replace("_", "-").lower().encode(), value.encode())
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    if environ.get("CONTENT_LENGTH"):
        headers.append((b"content-type", environ["CONTENT_TYPE"].encode()))
        headers.append((b"content-length", environ["CONTENT_LENGTH"].encode()))
    message = {"type": "http.request", "body": environ["wsgi.input"].getvalue(), "more_body": False}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": environ["REQUEST_METHOD"],
        "scheme": "http",
        "path": environ["PATH_INFO"],
        "raw_path": environ["PATH_INFO"].encode(),
        "query_string": environ["QUERY_STRING"].encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50000),
        "server": ("localhost", 8000),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return message

    return scope, receive


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Return them by lower-case name; what comes twice is joined by a line feed."""
    found: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found
