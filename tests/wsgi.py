"""A client for WSGI applications that holds every answer to PEP 3333.

Requests are made as a browser on this machine would make them; answers are read to the end
and closed, through `wsgiref.validate`.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.validate import WSGIWarning, validator

__all__ = ["PLAIN_500", "Answer", "ask", "environ_of", "failure_in", "logged"]

_PLAIN_500 = re.compile(r"The server met an error it did not expect\. To report it, name it: ([0-9a-f]{8})")
_ID = re.compile(r" \([0-9a-f]{8}\)$")


class _Plain500:
    """Equals what a client is told of a failure, whatever it is called by."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple) and other[0] == 500 and _PLAIN_500.fullmatch(other[1]) is not None

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "the plain 500"


#: The status and the body of a failure that no exception view answers.
PLAIN_500 = _Plain500()


def failure_in(text: str) -> str:
    """Return what the plain 500 page *text* calls the failure by."""
    found = _PLAIN_500.fullmatch(text)
    assert found is not None, text
    return found[1]


def logged(records: Iterable[logging.LogRecord]) -> list[str]:
    """Return the messages of *records*, without the ids of failures, which are made by chance."""
    return [_ID.sub("", row.getMessage()) for row in records]


@dataclass(frozen=True)
class Answer:
    """What a client got."""

    status: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> tuple[int, str]:
        """The status and the body: what most tests ask about."""
        return self.status, self.text


def environ_of(
    path: str = "/",
    method: str = "GET",
    *,
    query: str = "",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return the environment of a request; *path* is what PEP 3333 has in PATH_INFO."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    environ.update(more)
    return environ


def ask(app: Any, path: str = "/", method: str = "GET", **how: Any) -> Answer:
    """Send one request; *how* is what `environ_of` takes.

    A path that is not ASCII is sent as UTF-8; "\\udcff" in it is the byte FF.
    """
    sent = path.encode("utf-8", "surrogateescape").decode("latin-1")
    environ = environ_of(sent if sent.startswith("/") else "", method, **how)
    got: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        got.append((status, headers))
        return lambda data: None

    def asterisk(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "PATH_INFO": sent}, start_response)

    # The validator objects to paths and methods that servers pass on all the same.
    checked = validator(app if sent.startswith("/") else asterisk)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", WSGIWarning)
        body = checked(environ, start_response)
    try:
        text = b"".join(body).decode("utf-8")
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    status, pairs = got[-1]
    return Answer(int(status[:3]), text, dict(pairs), tuple(pairs))
