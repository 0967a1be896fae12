"""The cases: what is asked, and what a right answer is.

Each is a row of the table.  An answer is judged whole: status, content type and body, so
that nobody is quick by answering something else.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CASES", "FIELDS", "MANY", "ROWS", "Answer", "Case", "WrongAnswer"]

#: How many routes the case "many-routes" has.
MANY = 5000
#: What the template of the case "template" shows.
ROWS = [(number, f"<b>{number}</b>", number * 3) for number in range(100)]
#: What the form of the case "form" sends.
FIELDS = {
    "name": "Ada Lovelace",
    "mail": "ada@example.org",
    "age": "36",
    "city": "London",
    "note": "First programmer",
}
_FORM = b"name=Ada+Lovelace&mail=ada%40example.org&age=36&city=London&note=First+programmer"

# What a server gives for the request of a browser; the clock does not run while it is made.
_ENVIRON: dict[str, Any] = {
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "",
    "PATH_INFO": "/",
    "QUERY_STRING": "",
    "RAW_URI": "/",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "SERVER_SOFTWARE": "gunicorn/27",
    "REMOTE_ADDR": "127.0.0.1",
    "REMOTE_PORT": "50000",
    "HTTP_HOST": "localhost:8000",
    "HTTP_USER_AGENT": "bench/1",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate",
    "HTTP_CONNECTION": "keep-alive",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": io.StringIO(),
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class WrongAnswer(Exception):
    """A contender did not answer what the case asks for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    name: str
    title: str
    path: str
    is_right: Callable[[Answer], bool]
    method: str = "GET"
    body: bytes = b""
    extra: Mapping[str, str] = field(default_factory=dict)
    #: Where to log in first, for the cookie that the request then carries.
    login: str = ""

    def environ(self, cookie: str = "") -> dict[str, Any]:
        """Return a fresh WSGI environment."""
        made = _ENVIRON.copy()
        made["REQUEST_METHOD"] = self.method
        made["PATH_INFO"] = self.path
        made["wsgi.input"] = io.BytesIO(self.body)
        made.update(self.extra)
        if self.body:
            made["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            made["CONTENT_LENGTH"] = str(len(self.body))
        if cookie:
            made["HTTP_COOKIE"] = cookie
        return made

    def verify(self, contender: str, answer: Answer) -> None:
        """Raise `WrongAnswer` unless *answer* is right."""
        if not self.is_right(answer):
            raise WrongAnswer(f"{contender} answers the case {self.name} with {answer}")


def _is_text(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").lower().replace(" ", "")
    return (answer.status, kind, answer.body) == (200, "text/plain;charset=utf-8", b"Hello, World!")


def _is_json(expected: object, status: int = 200) -> Callable[[Answer], bool]:
    def is_right(answer: Answer) -> bool:
        kind = answer.headers.get("content-type", "").partition(";")[0]
        return (status, "application/json", expected) == (answer.status, kind, json.loads(answer.body))

    return is_right


def _is_page(rows: int, *texts: bytes) -> Callable[[Answer], bool]:
    def is_right(answer: Answer) -> bool:
        kind = answer.headers.get("content-type", "").partition(";")[0]
        return (
            (200, "text/html", rows) == (answer.status, kind, answer.body.count(b"<tr>"))
            and all(text in answer.body for text in texts)
            and b"<b>" not in answer.body
        )

    return is_right


CASES = {
    case.name: case
    for case in (
        Case("plaintext", "plaintext, route and view", "/plain", _is_text),
        Case("json", "JSON by renderer", "/json", _is_json({"message": "Hello, World!"})),
        Case("parameter", "typed path parameter, JSON", "/users/42", _is_json({"id": 42})),
        Case("one-route", "one route, with a typed parameter", "/part0/42", _is_json({"id": 42})),
        Case("many-routes", f"the last of {MANY} such routes", f"/part{MANY - 1}/42", _is_json({"id": 42})),
        Case(
            "form", "form POST of 5 fields, JSON back", "/form", _is_json(FIELDS), method="POST", body=_FORM
        ),
        Case("missing", "unknown path, 404", "/nosuch", lambda answer: answer.status == 404),
        Case(
            "error",
            "exception raised, exception view, JSON",
            "/error",
            _is_json({"error": "broken"}, status=409),
        ),
        Case("template", "template, 100 rows of Mako", "/rows", _is_page(100, b"&lt;b&gt;99")),
        Case(
            "page",
            "session, CSRF token, identity, permission, 10 rows, template",
            "/page",
            _is_page(10, b"<h1>ann</h1>", b'name="csrf_token" value="', b"&lt;b&gt;9"),
            login="/login",
        ),
    )
}
