"""WebOb's request, in which nothing that a client sends raises anything but a 4xx.

Decoding errors are 400 wherever they are met, conditions that cannot be parsed are not there,
bodies are read and parsed within limits, and the client's address is that of the connection.
What corefw adds to a request is in `corefw.web.request`.  Floor 4.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from webob import BaseRequest
from webob.multidict import NestedMultiDict, NoVars

from corefw.web.body.form import check_charset, parse_multipart, parse_pairs
from corefw.web.body.json import parse_json
from corefw.web.body.limits import BodyLimits, limits_of
from corefw.web.body.stream import BodyStream, check_encoding, content_length_of, spool, take
from corefw.web.conditions import good_date, good_range
from corefw.web.exceptions import URLDecodeError
from corefw.web.fields import FormFields, QueryFields, RequestHeaders, SafeCookies
from corefw.web.httpexceptions import HTTPBadRequest, HTTPRequestURITooLong, HTTPUnsupportedMediaType

__all__ = ["SafeRequest"]

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_FORMS = (_URLENCODED, _MULTIPART)
#: Characters of a header Accept; a browser sends some hundred (CVE-2023-23969).
_LONGEST_WISH = 2000
_PARSED_FORM = "webob._parsed_post_vars"
_new = object.__new__


def _decoding(name: str) -> property:
    """WebOb's property *name*, with `URLDecodeError` where it would raise UnicodeDecodeError."""
    plain = getattr(BaseRequest, name)
    key = {"script_name": "SCRIPT_NAME", "path_info": "PATH_INFO"}[name]

    def fget(self: Any) -> str:
        environ = self.environ
        value: str = environ.get(key, "") if name == "script_name" else environ[key]
        if value.isascii():
            return value
        try:
            return value.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError as error:
            raise URLDecodeError(error.encoding, error.object, error.start, error.end, error.reason) from None
        except UnicodeEncodeError as error:
            raise HTTPBadRequest("The URL is not valid.") from error

    return property(fget, plain.fset, plain.fdel, plain.__doc__)


def _guarded(name: str, key: str, is_good: Callable[[str], bool]) -> property:
    """WebOb's property *name*, with what it is without the header where that is not good."""
    plain = getattr(BaseRequest, name)

    def fget(self: Any) -> Any:
        value = self.environ.get(key)
        if value is None or is_good(value):
            return plain.fget(self)
        return plain.fget(BaseRequest({}))

    return property(fget, plain.fset, plain.fdel, plain.__doc__)


def _is_short(value: str) -> bool:
    return len(value) <= _LONGEST_WISH


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 18


def _good_if_range(value: str) -> bool:
    return not value.endswith(" GMT") or good_date(value)


def _application_url_of(environ: dict[str, Any]) -> str:
    url: str = BaseRequest.application_url.fget(SafeRequest(environ))
    return url


@lru_cache(maxsize=256)
def _application_url(scheme: str, host: str, script: str) -> str:
    return _application_url_of({"wsgi.url_scheme": scheme, "HTTP_HOST": host, "SCRIPT_NAME": script})


@lru_cache(maxsize=16)
def _no_fields(kind: str) -> NoVars:
    """Return the fields of a body of that type, which is not a form's; they cannot be changed."""
    return NoVars(f"Not a form (Content-Type: {kind})")


class SafeRequest(BaseRequest):
    """A `webob.BaseRequest` that answers for what clients send."""

    registry: Any = None
    request_body_tempfile_limit = 64 * 1024

    # WebOb's own properties, declared for the type checker.
    body_file_raw: Any
    is_body_readable: Any
    is_body_seekable: Any
    body: Any
    _headers: Any = None

    _body_limits: BodyLimits | None = None
    _query: tuple[str, Any] | None = None

    @property
    def body_limits(self) -> BodyLimits:
        """The limits of this request: the application's, unless others are assigned."""
        return self._body_limits or limits_of(self.registry)

    @body_limits.setter
    def body_limits(self, limits: BodyLimits) -> None:
        self._body_limits = limits

    path_info = _decoding("path_info")
    upath_info = path_info
    script_name = _decoding("script_name")
    uscript_name = script_name

    range = _guarded("range", "HTTP_RANGE", good_range)
    if_range = _guarded("if_range", "HTTP_IF_RANGE", _good_if_range)
    if_modified_since = _guarded("if_modified_since", "HTTP_IF_MODIFIED_SINCE", good_date)
    if_unmodified_since = _guarded("if_unmodified_since", "HTTP_IF_UNMODIFIED_SINCE", good_date)
    date = _guarded("date", "HTTP_DATE", good_date)
    accept = _guarded("accept", "HTTP_ACCEPT", _is_short)
    accept_charset = _guarded("accept_charset", "HTTP_ACCEPT_CHARSET", _is_short)
    accept_encoding = _guarded("accept_encoding", "HTTP_ACCEPT_ENCODING", _is_short)
    accept_language = _guarded("accept_language", "HTTP_ACCEPT_LANGUAGE", _is_short)
    max_forwards = _guarded("max_forwards", "HTTP_MAX_FORWARDS", _is_number)

    @property
    def client_addr(self) -> str | None:
        """The address of the connection (``REMOTE_ADDR``).

        ``X-Forwarded-For`` is anybody's to write; the server that trusts a proxy (waitress:
        ``trusted_proxy``) puts the client's address into ``REMOTE_ADDR`` itself.
        """
        address: str | None = self.environ.get("REMOTE_ADDR")
        return address

    @property
    def application_url(self) -> str:
        """The URL of the application, without PATH_INFO and the query."""
        environ = self.environ
        try:
            # A request makes several URLs, and many requests ask for the same.
            return _application_url(environ["wsgi.url_scheme"], environ["HTTP_HOST"], environ["SCRIPT_NAME"])
        except KeyError:  # PEP 3333 asks for the scheme alone
            return _application_url_of(environ)

    # -- the headers, the query and the cookies --------------------------------------------

    @property
    def headers(self) -> Any:
        """The headers as a dictionary whose keys do not mind upper and lower case."""
        found = self._headers
        if found is None:
            # WebOb's constructor does no more, and to go through it takes half as long again.
            found = self._headers = _new(RequestHeaders)
            found.environ = self.environ
        return found

    @headers.setter
    def headers(self, value: Any) -> None:
        self.headers.clear()
        self.headers.update(value)

    @property
    def GET(self) -> Any:
        """The fields of the query string; changes are written back to it."""
        environ = self.environ
        source = environ.get("QUERY_STRING", "")
        if self._query is not None and self._query[0] == source:
            return self._query[1]
        limits = self.body_limits
        if limits.url and len(source) > limits.url:
            raise HTTPRequestURITooLong()
        found = QueryFields(parse_pairs(source, limits.query_fields, "query string"), environ)
        self._query = (source, found)
        return found

    @property
    def params(self) -> Any:
        """The fields of the query string and of the form, as one dictionary that is read only."""
        return NestedMultiDict(self.GET, self.POST)

    @property
    def cookies(self) -> Any:
        """The cookies; changes are written back to the header."""
        return SafeCookies(self.environ, self.body_limits.cookies)

    @cookies.setter
    def cookies(self, value: Any) -> None:
        self.environ.pop("HTTP_COOKIE", None)
        SafeCookies(self.environ).update(value)

    # -- the body ------------------------------------------------------------------------

    @property
    def content_length(self) -> int | None:
        """The Content-Length; HTTPBadRequest if it is not a number."""
        return content_length_of(self.environ)

    @content_length.setter
    def content_length(self, value: int | None) -> None:
        if value is None:
            self.environ.pop("CONTENT_LENGTH", None)
        else:
            self.environ["CONTENT_LENGTH"] = str(value)

    @property
    def body_file(self) -> Any:
        """The body as a stream; its reads raise a 4xx where a limit is passed or it breaks off."""
        if not self.is_body_readable:
            return io.BytesIO()
        source = self.body_file_raw
        if self.is_body_seekable:
            return source
        wrapped, raw = self.environ.get("webob._body_file", (None, None))
        if raw is not source:
            check_encoding(self.environ)
            length, limit = self.content_length, self.body_limits.body
            wrapped = io.BufferedReader(BodyStream(source, length, limit))
            self.environ["webob._body_file"] = wrapped, source
        return wrapped

    @body_file.setter
    def body_file(self, value: Any) -> None:
        BaseRequest.body_file.fset(self, value)

    @body_file.deleter
    def body_file(self) -> None:
        del self.body

    def copy_body(self) -> None:
        """Read the whole body, so that it can be read again and by others.

        Raises a 4xx where a limit is passed or the body breaks off.
        """
        if not self.is_body_readable:
            self.body = b""
            return
        if self.is_body_seekable:
            self.body_file_raw.seek(0)
        kept, length = self._taken_body()
        self.content_length = length
        self.body_file_raw = kept
        self.is_body_seekable = True
        self.is_body_readable = True

    def _taken_body(self) -> tuple[Any, int]:
        limits, length = self.body_limits, self.content_length
        if length is None or "webob._body_file" in self.environ or length > limits.spool:
            return spool(self.body_file, limits)
        check_encoding(self.environ)
        return take(self.body_file_raw, length, limits.body)

    @property
    def POST(self) -> Any:
        """The fields and files of a form; no fields at all if the body is not a form.

        Raises HTTPBadRequest, HTTPRequestEntityTooLarge or HTTPUnsupportedMediaType; never is
        half a form returned.
        """
        environ = self.environ
        parsed = environ.get(_PARSED_FORM)
        if parsed is not None and parsed[1] is environ["wsgi.input"]:
            return parsed[0]
        said = environ.get("CONTENT_TYPE", "")
        kind = said.partition(";")[0].strip().lower() if said else ""
        if kind not in _FORMS and (kind or environ["REQUEST_METHOD"] != "POST"):
            return _no_fields(kind)
        if ";" in said:
            check_charset(said)
        self.make_body_seekable()
        limits, source = self.body_limits, self.body_file_raw
        if kind == _MULTIPART:
            found = parse_multipart(source, self._content_type_raw, self.content_length or 0, limits)
        else:
            pairs = parse_pairs(source.read().decode("latin-1"), limits.fields, "form")
            found = FormFields.of(pairs)
        source.seek(0)
        environ[_PARSED_FORM] = (found, source)
        return found

    @property
    def json_body(self) -> Any:
        """What the JSON in the body says.

        Raises HTTPUnsupportedMediaType if the type of the body is not JSON and HTTPBadRequest
        for what RFC 8259 does not know: NaN, trailing commas, names that come twice.
        """
        kind = self.content_type.strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise HTTPUnsupportedMediaType("The body must be of the type application/json.")
        return parse_json(self.body, self.body_limits)

    @json_body.setter
    def json_body(self, value: Any) -> None:
        self.body = json.dumps(value, separators=(",", ":")).encode("utf-8")

    @json_body.deleter
    def json_body(self) -> None:
        del self.body

    json = json_body

    @property
    def text(self) -> str:
        """The body as text; HTTPBadRequest if it is not in its own charset."""
        try:
            return str(self.body, self.charset)
        except UnicodeError:
            raise HTTPBadRequest("The body is not valid text.") from None
        except (LookupError, ValueError):
            raise HTTPUnsupportedMediaType("The charset of the body is not known.") from None

    @text.setter
    def text(self, value: str) -> None:
        self.body = value.encode(self.charset)

    @text.deleter
    def text(self) -> None:
        del self.body
