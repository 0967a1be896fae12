"""A case of the battery: what is sent, what must come back, and how both are looked at.

A case is data.  It is sent as a server would send it, through `wsgiref.validate`; where the
validator would refuse what servers pass on all the same (a Content-Length of ``abc``, an unknown
method), the application sees the true environment and the validator a harmless one.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.validate import WSGIWarning, validator

__all__ = ["PLAIN_500", "Answer", "Case", "complaints", "environ_of", "send"]

#: What never stands in an answer that is no success: the client's own words, and ours about ourselves.
_OF_THE_CLIENT = "evil"
_OF_US = ("traceback", 'file "', "corefw", "webob", "site-packages", "valueerror", "secreterror", " at 0x")
#: What servers pass on and the validator does not know.
_ODD = ("PATH_INFO", "SCRIPT_NAME", "REQUEST_METHOD", "CONTENT_LENGTH", "wsgi.input")
#: An answer may say what it is called for, and one thing more.
_MOST_RECORDS = 3
#: What a client is told of a failure that nobody answers.
PLAIN_500 = "The server met an error it did not expect. To report it, name it: <id>"
ALL = ("plain", "cookie", "stored", "debug", "proxied")
FULL = ("cookie", "stored")


class Never(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


@dataclass(frozen=True)
class Case:
    """One request and its answer.

    *target* is the target of the request line, as it is sent.  The value None removes a header.
    *status* may be several that are all right.  *says* are headers that must be there, with their
    value, or None for those that must not.  *has* stands in the body, or is all of it (*text*, in which
    ``<id>`` is the id of a failure, that stands in the log as well).
    *logs* is the number of warnings and errors in the log.
    """

    row: int
    name: str
    status: int | tuple[int, ...]
    target: str = "/"
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    environ: Mapping[str, Any] = field(default_factory=dict)
    says: Mapping[str, str | None] = field(default_factory=dict)
    text: str | None = None
    has: str = ""
    logs: int = 0
    on: tuple[str, ...] = ("plain", "cookie", "debug")
    anchor: str = ""
    #: Whether the answer may hold what the client sent, or tell of the program.
    may_tell: bool = False
    #: Whether the row itself asks for a 5xx.
    may_fail: bool = False

    def __str__(self) -> str:
        return f"{self.row}-{self.name.replace(' ', '-')}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    pairs: tuple[tuple[str, str], ...]
    body: bytes
    records: tuple[logging.LogRecord, ...] = ()
    cut: Exception | None = None

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.pairs}

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that were set, without what is said about them."""
        pairs = [value.partition(";")[0] for name, value in self.pairs if name.lower() == "set-cookie"]
        return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


class _Records(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


def environ_of(case: Case) -> dict[str, Any]:
    """Return the environment that a server makes of the request."""
    path, _, query = case.target.partition("?")
    source = io.BytesIO(case.body)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": case.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "good.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": source,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if case.body:
        environ["CONTENT_LENGTH"] = str(len(case.body))
    for name, value in {"Host": "good.example", **case.headers}.items():
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        if value is None:
            environ.pop(key, None)
        else:
            environ[key] = value
    environ.update(case.environ)
    return environ


def send(app: Any, case: Case) -> Answer:
    """Send the request of *case* to *app* and read its answer to the end.

    An error of the body after it began is the answer's ``cut``; any other is raised.
    """
    environ = environ_of(case)
    odd = {key: environ[key] for key in _ODD if key in environ}
    starts: list[tuple[str, list[tuple[str, str]]]] = []
    records = _Records()
    logger = logging.getLogger()
    level = logger.level
    parts: list[bytes] = []
    cut: Exception | None = None

    def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        starts.append((status, headers))
        return lambda data: None

    def as_sent(checked: dict[str, Any], start_response: Any) -> Any:
        given = {"wsgi.input": checked["wsgi.input"]} if isinstance(odd["wsgi.input"], io.BytesIO) else {}
        return app({**checked, **odd, **given}, start_response)

    harmless = {**environ, "PATH_INFO": "/", "SCRIPT_NAME": "", "REQUEST_METHOD": "GET", "CONTENT_LENGTH": ""}
    logger.addHandler(records)
    logger.setLevel(logging.INFO)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", WSGIWarning)
            warnings.filterwarnings("ignore", "Cookie value", RuntimeWarning)  # WebOb's, of what it quotes
            body = validator(as_sent)(harmless, begin)
        try:
            for part in body:
                parts.append(part)
        except Exception as error:
            if isinstance(error, AssertionError):
                raise
            cut = error
        finally:
            body.close()  # type: ignore[attr-defined]  # the validator's own
    finally:
        logger.removeHandler(records)
        logger.setLevel(level)
    ((status, pairs),) = starts
    return Answer(int(status[:3]), tuple(pairs), b"".join(parts), tuple(records.kept), cut)


def complaints(case: Case, answer: Answer) -> list[str]:
    """Return in words what is wrong with the answer to *case*."""
    return [*_of_the_head(case, answer), *_of_the_body(case, answer), *_of_the_log(case, answer.records)]


def _of_the_head(case: Case, answer: Answer) -> Iterable[str]:
    wanted = (case.status,) if isinstance(case.status, int) else case.status
    if answer.status not in wanted:
        yield f"the status is {answer.status}, not {case.status}"
    if answer.status >= 500 and not case.may_fail:
        yield f"a client caused the status {answer.status}"
    for name, value in case.says.items():
        found = answer.headers.get(name.lower())
        if found != value and not (value is not None and value.endswith("*") and _begins(found, value)):
            yield f"the header {name} is {found!r}, not {value!r}"
    for name, text in answer.pairs:
        if not case.may_tell and _OF_THE_CLIENT in text.lower():
            yield f"the header {name} holds what the client sent"
        if name.lower() in ("server", "x-powered-by"):
            yield f"the header {name} tells what the server is made of"


def _begins(found: str | None, value: str) -> bool:
    return found is not None and found.startswith(value[:-1])


def _of_the_body(case: Case, answer: Answer) -> Iterable[str]:
    lower = answer.text.lower()
    if answer.status >= 400 and not case.may_tell:
        if _OF_THE_CLIENT in lower:
            yield "the body holds what the client sent"
        yield from (f"the body tells {word!r}" for word in _OF_US if word in lower)
        if not answer.body and case.method != "HEAD":
            yield "the body says nothing"
    if case.text is not None and not _is_said(case.text, answer):
        yield f"the body is {answer.text[:200]!r}, not {case.text!r}"
    if case.has and case.has not in answer.text:
        yield f"the body is {answer.text[:200]!r}, without {case.has!r}"
    if case.method == "HEAD" and answer.body:
        yield "an answer to HEAD has a body"


def _is_said(text: str, answer: Answer) -> bool:
    """Say whether the body is *text*, and the log has the failure under the id that is told."""
    found = re.fullmatch(re.escape(text).replace("<id>", "([0-9a-f]{8})"), answer.text)
    if found is None:
        return False
    lines = [record.getMessage() for record in answer.records]
    return all(any(f"({failure})" in line for line in lines) for failure in found.groups())


def _of_the_log(case: Case, records: tuple[logging.LogRecord, ...]) -> Iterable[str]:
    loud = [record for record in records if record.levelno >= logging.WARNING]
    if len(loud) != case.logs:
        yield f"the log has {len(loud)} warnings, not {case.logs}: {[one.getMessage()[:99] for one in loud]}"
    if len(records) > _MOST_RECORDS:
        yield f"the log is flooded with {len(records)} lines"
    for record in records:
        if not record.getMessage().isprintable():
            yield f"the log has a line that is none: {record.getMessage()!r}"
        if len(record.getMessage()) > 1000:
            yield "the log has a line of the client's length"
