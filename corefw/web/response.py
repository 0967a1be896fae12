"""The response: WebOb's, with header checks and a way round its constructor.

`quick_response` makes a true `Response` without running WebOb's constructor, which costs more
than the rest of a plain request; its list of headers is made when somebody asks for it.
`send` gives a response to the server, after a last look at the headers that somebody had in hand.
`FileResponse` answers with a file that the application chose; files that the client chooses
are the business of ``web/static/``.  Floor 4.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any

import webob
from webob.headers import ResponseHeaders
from webob.response import EmptyResponse
from webob.util import status_reasons
from zope.interface import implementer

from corefw.contracts.interfaces import IResponse
from corefw.web.conditions import without_broken_conditions

__all__ = [
    "FRESH_HEADERS",
    "CheckedHeaders",
    "FileIter",
    "FileResponse",
    "Response",
    "check_headers",
    "close_body",
    "new_response",
    "quick_response",
    "send",
]

Headers = tuple[tuple[str, str], ...]
StartResponse = Callable[..., Any]

_BLOCK_SIZE = 256 * 1024
_NO_TOKEN = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")  # RFC 9110, section 5.6.2
_NO_VALUE = re.compile(r"[^\t\x20-\x7e\x80-\xff]")  # what one line of ISO-8859-1 may not hold
_STATUS = re.compile(r"[1-9][0-9]{2} [\t\x20-\x7e\x80-\xff]*")
# What nearly every response is made of need not be looked at letter by letter.
_USUAL_STATUSES = frozenset(("200 OK", "201 Created", "302 Found", "303 See Other", "404 Not Found"))
_USUAL_NAMES = frozenset(
    (
        "Accept-Ranges",
        "Allow",
        "Cache-Control",
        "Content-Length",
        "Content-Security-Policy",
        "Content-Type",
        "Cross-Origin-Opener-Policy",
        "ETag",
        "Expires",
        "Last-Modified",
        "Location",
        "Referrer-Policy",
        "Set-Cookie",
        "Strict-Transport-Security",
        "Vary",
        "X-Content-Type-Options",
        "X-Frame-Options",
    )
)
#: What WebOb makes of the types that nearly every response has; None is its default.
_USUAL_TYPES: Mapping[str | None, Headers] = {
    None: (("Content-Type", "text/html; charset=UTF-8"),),
    "text/html": (("Content-Type", "text/html; charset=UTF-8"),),
    "text/plain": (("Content-Type", "text/plain; charset=UTF-8"),),
    "text/css": (("Content-Type", "text/css; charset=UTF-8"),),
}
#: The header of short bodies, which most are: to make it takes as long as to find a route.
_LENGTHS = tuple(("Content-Length", str(length)) for length in range(1000))
_LONGEST_TOLD = len(_LENGTHS)
#: The headers of ``request.response``, as long as nobody asked for them.
FRESH_HEADERS: Headers = (("Content-Type", "text/html; charset=UTF-8"),)
#: Statuses whose response ends with its headers (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
_BODILESS = ("204", "205", "304")
_OF_THE_LAST_BODY = ("content-length", "content-md5")
_OF_A_BODY = ("content-length", "content-type", "content-encoding", "content-range")
_HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    )
)


def check_headers(status: str, headerlist: list[tuple[str, str]]) -> None:
    """Raise ValueError unless the status line and every header may be sent as they are.

    Refused are control characters (CVE-2016-9964, CVE-2025-67724), what is not ISO-8859-1,
    names that are no tokens (RFC 9110, section 5.1) and hop-by-hop headers (PEP 3333).
    """
    try:
        names = [name for name, _ in headerlist]
        values = "".join([value for _, value in headerlist])
        are_usual = _USUAL_NAMES.issuperset(names) or all(map(_is_good_name, names))
    except (TypeError, ValueError):
        raise ValueError("every header must be a pair of two strings") from None
    if (
        not are_usual
        or not ((values.isascii() and values.isprintable()) or _NO_VALUE.search(values) is None)
        or (status not in _USUAL_STATUSES and not _STATUS.fullmatch(status))
    ):
        _look_at_each(status, headerlist)


@lru_cache(maxsize=256)
def _is_good_name(name: str) -> bool:
    is_token = isinstance(name, str) and name != "" and _NO_TOKEN.search(name) is None
    return is_token and name.lower() not in _HOP_BY_HOP


def check_header(name: str, value: str) -> None:
    """Raise ValueError unless this one header may be sent as it is."""
    if not isinstance(name, str) or not isinstance(value, str):
        raise ValueError(
            f"a header is a pair of two strings, not of {type(name).__name__} and {type(value).__name__}"
        )
    if not name or _NO_TOKEN.search(name):
        raise ValueError(f"{name!r} is not the name of a header")
    fault = _NO_VALUE.search(value)
    if fault:
        raise ValueError(f"the header {name} may not hold {fault[0]!r} (at character {fault.start()})")


def _look_at_each(status: str, headerlist: Iterable[tuple[str, str]]) -> None:
    if not _STATUS.fullmatch(status):
        raise ValueError(f"{status!r} is not a status line, such as '200 OK'")
    for name, value in headerlist:
        check_header(name, value)
        if name.lower() in _HOP_BY_HOP:
            raise ValueError(f"the header {name} belongs to the server; an application may not set it")


class CheckedHeaders(ResponseHeaders):
    """The headers of a response as a dictionary; refuses what cannot be sent at once."""

    def __setitem__(self, key: str, value: str) -> None:
        check_header(key, value)
        super().__setitem__(key, value)

    def add(self, key: str, value: str) -> None:
        """Add a header and keep those of the same name."""
        check_header(key, value)
        super().add(key, value)

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return the header *key*, after setting it to *default* if there is none."""
        if key not in self:
            self[key] = default
        return self[key]

    def extend(self, other: Any = None, **more: str) -> None:
        """Add every header of a mapping or of an iterable of pairs."""
        pairs = other.items() if hasattr(other, "items") else other or ()
        for key, value in pairs:
            self.add(key, value)
        for key, value in more.items():
            self.add(key, value)


@implementer(IResponse)
class Response(webob.Response):
    """A response as WebOb documents it; refuses header values that would split it."""

    # These are what WebOb's constructor would set; here, `quick_response` need not.
    _status = "200 OK"
    _headers: Any = None
    _app_iter: Any
    #: Headers that are known to be good, as long as nobody asked for a list of them to change.
    _constant: Headers | None = None
    _list: list[tuple[str, str]] | None = None
    #: Whether ``__call__`` is corefw's own, which looks at the headers itself.
    _looks_itself = True
    _is_conditional = False

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls._looks_itself = getattr(cls.__call__, "looks_itself", False)

    def __init__(
        self,
        body: bytes | str | None = None,
        status: int | str | None = None,
        headerlist: list[tuple[str, str]] | None = None,
        app_iter: Iterable[bytes] | None = None,
        content_type: str | None = None,
        conditional_response: bool | None = None,
        **kw: Any,
    ) -> None:
        is_usual = status is None and headerlist is None and app_iter is None and conditional_response is None
        headers = _USUAL_TYPES.get(content_type) if is_usual and not kw and type(self) is Response else None
        if headers is not None and isinstance(body, str | bytes):
            # The same as below, without what WebOb's constructor costs.
            self._status = "200 OK"
            self._app_iter = [body.encode() if isinstance(body, str) else body]
            self._constant = headers
        else:
            super().__init__(body, status, headerlist, app_iter, content_type, conditional_response, **kw)

    @property
    def _headerlist(self) -> list[tuple[str, str]]:
        """The list that WebOb works with; from here on it may hold anything, and is looked at again."""
        if self._list is None:
            self._list = [*(self._constant or ()), ("Content-Length", str(len(self._app_iter[0])))]
        self._constant = None
        return self._list

    @_headerlist.setter
    def _headerlist(self, value: list[tuple[str, str]]) -> None:
        self._list = value
        self._constant = None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as a WSGI application; raises ValueError for what cannot be sent."""
        constant = self._constant
        if constant is None:
            return self._answer(environ, start_response)
        body: list[bytes] = self._app_iter
        length = len(body[0])
        told = _LENGTHS[length] if length < _LONGEST_TOLD else ("Content-Length", str(length))
        start_response(self._status, [*constant, told])
        return EmptyResponse(body) if environ["REQUEST_METHOD"] == "HEAD" else body

    __call__.looks_itself = True  # type: ignore[attr-defined]

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as WebOb does; a body that is not going to be read is closed all the same."""
        body: Iterable[bytes]
        try:
            if self._status.startswith(_BODILESS):
                listed = [(name, text) for name, text in self._headerlist if name.lower() not in _OF_A_BODY]
                if self._status.startswith("205"):  # its end has to be said, and PEP 3333 wants a type
                    listed += [("Content-Type", "text/plain; charset=UTF-8"), ("Content-Length", "0")]
                body = EmptyResponse(self._app_iter)
            elif self._is_conditional:
                return self.conditional_response_app(environ, _looking(start_response))
            else:
                listed = self._abs_headerlist(environ)
                body = (
                    EmptyResponse(self._app_iter) if environ["REQUEST_METHOD"] == "HEAD" else self._app_iter
                )
            check_headers(self._status, listed)
            start_response(self._status, listed)
        except BaseException:
            close_body(self)
            raise
        return body

    @property
    def status(self) -> str:
        """The status line, such as ``200 OK``; may be set to a number as well."""
        return self._status

    @status.setter
    def status(self, value: str | int | bytes) -> None:
        if type(value) is int and value in status_reasons:
            self._status = f"{value} {status_reasons[value]}"
        else:
            self._set_status(value)
        if self._constant is not None and self._status.startswith(_BODILESS):
            self._headerlist = self._headerlist  # `_answer` leaves some of them out

    def _set_status(self, value: str | int | bytes) -> None:
        webob.Response.status.fset(self, value)
        if not _STATUS.fullmatch(self._status + ("" if " " in self._status else " ")):
            self._status = "500 Internal Server Error"
            raise ValueError(f"{value!r} is not a status line, such as '200 OK'")

    @property
    def conditional_response(self) -> bool:
        """Whether conditions of the request, such as ``If-None-Match`` or ``Range``, are answered."""
        return self._is_conditional

    @conditional_response.setter
    def conditional_response(self, value: bool) -> None:
        self._is_conditional = bool(value)
        if value and self._constant is not None:
            self._headerlist = self._headerlist  # WebOb answers them, by its list

    @property
    def headers(self) -> Any:
        """The headers as a dictionary whose keys do not mind upper and lower case."""
        if self._headers is None:
            self._headers = CheckedHeaders.view_list(self._headerlist)
        return self._headers

    @headers.setter
    def headers(self, value: Any) -> None:
        pairs = list(value.items() if hasattr(value, "items") else value)
        for name, text in pairs:
            check_header(name, text)
        self._headers = None
        self._headerlist = pairs

    def take_headers(self, headers: Headers) -> None:
        """Take of the constant *headers* of a renderer what is missing here.

        And its type, unless there is another than that which a response is made with.
        """
        if self._constant is FRESH_HEADERS:
            self._constant = headers  # nobody asked for them
            return
        missing = {name.lower(): (name, text) for name, text in headers}
        kept = []
        for pair in self._headerlist:
            name = pair[0].lower()
            is_fresh = name == "content-type" and pair[1].partition(";")[0] == self.default_content_type
            kept.append(missing.pop(name, pair) if is_fresh else pair)
            missing.pop(name, None)
        self._headerlist[:] = [*kept, *missing.values()]

    def take_body(self, body: str | bytes) -> None:
        """Take a *body* in place of what is there; text is encoded as the headers say."""
        if self._constant is not None:
            self._app_iter = [body.encode() if isinstance(body, str) else body]
            return
        made = body.encode(self.charset or "utf-8") if isinstance(body, str) else body
        kept = [pair for pair in self._headerlist if pair[0].lower() not in _OF_THE_LAST_BODY]
        self._headerlist[:] = [*kept, ("Content-Length", str(len(made)))]
        self._app_iter = [made]

    def conditional_response_app(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer with 304, 206 or 416 where the request's conditions ask for it.

        Conditions that cannot be parsed are ignored, as RFC 9110 says (section 13.1).
        """
        environ = without_broken_conditions(environ)
        if environ.get("HTTP_IF_NONE_MATCH", "").strip() == "*" and "ETag" in self.headers:
            # WebOb reads "any" as if the header were not there.
            environ = {**environ, "HTTP_IF_NONE_MATCH": self.headers["ETag"]}
        body: Iterable[bytes] = super().conditional_response_app(environ, start_response)
        return body


#: A response without WebOb's constructor; whoever calls it gives it a body and headers.
new_response = Response.__new__


def quick_response(body: bytes, headers: Headers) -> Response:
    """Return a 200 response with *body*, *headers* and the Content-Length.

    *headers* must be known to be good and must not hold a Content-Length.
    """
    response: Response = new_response(Response)
    response._status = "200 OK"  # Python finds what is an object's own sooner than what is its class's
    response._app_iter = [body]
    response._constant = headers
    return response


def send(response: Any, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Send any *response*: the headers of a foreign one get a look just before the server has them."""
    known = isinstance(response, Response) and response._looks_itself
    body: Iterable[bytes] = response(environ, start_response if known else _looking(start_response))
    return body


def _looking(start_response: StartResponse) -> StartResponse:
    """Return *start_response* with a look at what it is given."""

    def checked(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        check_headers(status, headers)
        return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

    return checked


def close_body(response: Any) -> None:
    """Close the body of a *response* that is not going to be sent."""
    close = getattr(getattr(response, "app_iter", None), "close", None)
    if close is not None:
        close()


class FileIter:
    """A WSGI body that reads a file block by block and closes it."""

    def __init__(self, file: IO[bytes], block_size: int = _BLOCK_SIZE) -> None:
        self.file = file
        self.block_size = block_size

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self.file.read(self.block_size)
        if not block:
            raise StopIteration
        return block

    def app_iter_range(self, start: int, stop: int) -> Iterable[bytes]:
        """Return the bytes from *start* to *stop* only, for an answer to ``Range``."""
        return FileSlice(self.file, start, stop, self.block_size)

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class FileSlice(FileIter):
    """A part of a file: never more bytes than were promised, whatever happens to the file."""

    def __init__(self, file: IO[bytes], start: int, stop: int, block_size: int = _BLOCK_SIZE) -> None:
        super().__init__(file, block_size)
        self.left = stop - start
        file.seek(start)

    def __next__(self) -> bytes:
        block = self.file.read(min(self.block_size, self.left))
        if not block:
            raise StopIteration
        self.left -= len(block)
        return block


class FileResponse(Response):
    """A response whose body is the file at *path*, with its type, length and times.

    Raises OSError if the file cannot be read.  *path* is the application's, never the client's.
    """

    default_content_type = None

    def __init__(
        self,
        path: str | os.PathLike[str],
        request: Any = None,
        cache_max_age: int | None = None,
        content_type: str | None = None,
        content_encoding: str | None = None,
    ) -> None:
        if content_type is None:
            guessed, encoding = mimetypes.guess_type(path, strict=False)
            content_type = guessed or "application/octet-stream"
            content_encoding = content_encoding or encoding
        super().__init__(conditional_response=True, content_type=content_type)
        file = open(path, "rb")  # noqa: SIM115 - the server closes it through the body
        facts = os.fstat(file.fileno())
        self.last_modified = facts.st_mtime
        if content_encoding:
            self.content_encoding = content_encoding
        self.app_iter = self._body(file, request, facts.st_size)
        self.content_length = facts.st_size  # after app_iter, which unsets it
        if cache_max_age is not None:
            self.cache_expires = cache_max_age

    @staticmethod
    def _body(file: IO[bytes], request: Any, size: int) -> Any:
        return FileSlice(file, 0, size)
