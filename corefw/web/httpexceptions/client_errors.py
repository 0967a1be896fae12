"""The HTTP exceptions of the 400s.  Floor 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corefw.web.httpexceptions.base import HTTPError, JSONFormatter

__all__ = [
    "HTTPBadRequest",
    "HTTPClientError",
    "HTTPConflict",
    "HTTPExpectationFailed",
    "HTTPFailedDependency",
    "HTTPForbidden",
    "HTTPGone",
    "HTTPImATeapot",
    "HTTPLengthRequired",
    "HTTPLocked",
    "HTTPMethodNotAllowed",
    "HTTPMisdirectedRequest",
    "HTTPNotAcceptable",
    "HTTPNotFound",
    "HTTPPaymentRequired",
    "HTTPPreconditionFailed",
    "HTTPPreconditionRequired",
    "HTTPProxyAuthenticationRequired",
    "HTTPRequestEntityTooLarge",
    "HTTPRequestHeaderFieldsTooLarge",
    "HTTPRequestRangeNotSatisfiable",
    "HTTPRequestTimeout",
    "HTTPRequestURITooLong",
    "HTTPTooEarly",
    "HTTPTooManyRequests",
    "HTTPUnauthorized",
    "HTTPUnavailableForLegalReasons",
    "HTTPUnprocessableEntity",
    "HTTPUnsupportedMediaType",
]


class HTTPClientError(HTTPError):
    """Every status of the 400s: the request cannot be answered as it is."""

    code = 400
    title = "Bad Request"
    explanation = "The request cannot be understood as it was sent."


class HTTPBadRequest(HTTPClientError):
    """400: the request cannot be understood."""


class HTTPForbidden(HTTPClientError):
    """403: understood, and not allowed; *result* is the policy's answer, kept for the log."""

    code = 403
    title = "Forbidden"
    explanation = "You may not see or do this."

    def __init__(
        self,
        detail: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        comment: str | None = None,
        body_template: str | None = None,
        json_formatter: JSONFormatter | None = None,
        result: Any = None,
        **kw: Any,
    ) -> None:
        super().__init__(detail, headers, comment, body_template, json_formatter, **kw)
        self.result = result


class HTTPNotFound(HTTPClientError):
    """404: there is nothing here; the body says nothing of the URL."""

    code = 404
    title = "Not Found"
    explanation = "There is nothing at this address."


class HTTPMethodNotAllowed(HTTPClientError):
    """405: there is something here, but not for this method.

    *allowed*, or a list of methods in the place of *detail*, becomes the header ``Allow``.
    """

    code = 405
    title = "Method Not Allowed"
    explanation = "This address does not take requests of this method."

    def __init__(
        self,
        detail: str | Sequence[str] | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        comment: str | None = None,
        body_template: str | None = None,
        json_formatter: JSONFormatter | None = None,
        *,
        allowed: Iterable[str] = (),
        **kw: Any,
    ) -> None:
        if detail is not None and not isinstance(detail, str):
            allowed, detail = [*detail, *allowed], None
        super().__init__(detail, headers, comment, body_template, json_formatter, **kw)
        self.allowed = tuple(allowed)
        if self.allowed:
            self.headers["Allow"] = ", ".join(self.allowed)


class HTTPUnauthorized(HTTPClientError):
    """401: who is asking must be shown first; say how: ``www_authenticate=("Basic", {"realm": "x"})``."""

    code = 401
    title = "Unauthorized"
    explanation = "You must show who you are before you may see this."


class HTTPPaymentRequired(HTTPClientError):
    """402: reserved for payments."""

    code = 402
    title = "Payment Required"
    explanation = "This has to be paid for."


class HTTPNotAcceptable(HTTPClientError):
    """406: no form that the client accepts is on offer."""

    code = 406
    title = "Not Acceptable"
    explanation = "There is no form of this that your client accepts."


class HTTPProxyAuthenticationRequired(HTTPClientError):
    """407: a proxy wants to know who is asking."""

    code = 407
    title = "Proxy Authentication Required"
    explanation = "The proxy wants to know who you are."


class HTTPRequestTimeout(HTTPClientError):
    """408: the request did not come in time."""

    code = 408
    title = "Request Timeout"
    explanation = "The request did not come in time."


class HTTPConflict(HTTPClientError):
    """409: the request does not fit the present state."""

    code = 409
    title = "Conflict"
    explanation = "The request does not fit the present state of what it is about."


class HTTPGone(HTTPClientError):
    """410: it was here and will not come back."""

    code = 410
    title = "Gone"
    explanation = "What you asked for was here and will not come back."


class HTTPLengthRequired(HTTPClientError):
    """411: the request must say how long it is."""

    code = 411
    title = "Length Required"
    explanation = "The request must say how long its body is."


class HTTPPreconditionFailed(HTTPClientError):
    """412: a condition of the request does not hold."""

    code = 412
    title = "Precondition Failed"
    explanation = "A condition of the request does not hold."


class HTTPRequestEntityTooLarge(HTTPClientError):
    """413: the body, or a part of it, is larger than allowed."""

    code = 413
    title = "Request Entity Too Large"
    explanation = "The body of the request is too large."


class HTTPRequestURITooLong(HTTPClientError):
    """414: the URL is longer than allowed."""

    code = 414
    title = "Request-URI Too Long"
    explanation = "The URL of the request is too long."


class HTTPUnsupportedMediaType(HTTPClientError):
    """415: the body is of a type or charset that is not read here."""

    code = 415
    title = "Unsupported Media Type"
    explanation = "The body of the request is of a type that is not understood here."


class HTTPRequestRangeNotSatisfiable(HTTPClientError):
    """416: the range lies outside; say how long it is: ``content_range=(None, None, length)``."""

    code = 416
    title = "Request Range Not Satisfiable"
    explanation = "The range that was asked for lies outside."


class HTTPExpectationFailed(HTTPClientError):
    """417: what ``Expect`` asks for cannot be done."""

    code = 417
    title = "Expectation Failed"
    explanation = "What the request expects cannot be done."


class HTTPImATeapot(HTTPClientError):
    """418: RFC 2324."""

    code = 418
    title = "I'm a teapot"
    explanation = "Coffee cannot be brewed in a teapot."


class HTTPMisdirectedRequest(HTTPClientError):
    """421: this server does not answer for that host (RFC 9110, section 15.5.20)."""

    code = 421
    title = "Misdirected Request"
    explanation = "This server does not answer for the address that was asked."


class HTTPUnprocessableEntity(HTTPClientError):
    """422: well formed, and still not possible."""

    code = 422
    title = "Unprocessable Entity"
    explanation = "The request is well formed, but what it says cannot be done."


class HTTPLocked(HTTPClientError):
    """423: somebody holds a lock (WebDAV)."""

    code = 423
    title = "Locked"
    explanation = "What you asked for is locked."


class HTTPFailedDependency(HTTPClientError):
    """424: what it depends on failed (WebDAV)."""

    code = 424
    title = "Failed Dependency"
    explanation = "Something that this depends on failed."


class HTTPTooEarly(HTTPClientError):
    """425: it might be replayed, and should be sent again when the connection stands (RFC 8470)."""

    code = 425
    title = "Too Early"
    explanation = "The request came too early. Please send it again."


class HTTPPreconditionRequired(HTTPClientError):
    """428: the request must be conditional (RFC 6585)."""

    code = 428
    title = "Precondition Required"
    explanation = "The request must carry a condition, such as If-Match."


class HTTPTooManyRequests(HTTPClientError):
    """429: too many in too short a time (RFC 6585); say when to come back: ``retry_after=seconds``."""

    code = 429
    title = "Too Many Requests"
    explanation = "Too many requests came in too short a time."


class HTTPRequestHeaderFieldsTooLarge(HTTPClientError):
    """431: the headers are too large (RFC 6585)."""

    code = 431
    title = "Request Header Fields Too Large"
    explanation = "The headers of the request are too large."


class HTTPUnavailableForLegalReasons(HTTPClientError):
    """451: the law forbids it (RFC 7725)."""

    code = 451
    title = "Unavailable For Legal Reasons"
    explanation = "What you asked for may not be shown, for legal reasons."
