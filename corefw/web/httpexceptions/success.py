"""The HTTP exceptions of the 200s and 300s.  Floor 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from corefw.web.httpexceptions.base import HTTPRedirection, HTTPSuccessful, JSONFormatter

__all__ = [
    "HTTPAccepted",
    "HTTPCreated",
    "HTTPFound",
    "HTTPMovedPermanently",
    "HTTPMultipleChoices",
    "HTTPNoContent",
    "HTTPNonAuthoritativeInformation",
    "HTTPNotModified",
    "HTTPOk",
    "HTTPPartialContent",
    "HTTPPermanentRedirect",
    "HTTPResetContent",
    "HTTPSeeOther",
    "HTTPTemporaryRedirect",
    "HTTPUseProxy",
]

_URI_CHARACTERS = "%/:?#[]@!$&'()*+,;=~"


class HTTPOk(HTTPSuccessful):
    """200: the request succeeded."""

    code = 200
    title = "OK"


class HTTPCreated(HTTPSuccessful):
    """201: something new exists; say where in ``Location``."""

    code = 201
    title = "Created"


class HTTPAccepted(HTTPSuccessful):
    """202: the work was taken on and is not done yet."""

    code = 202
    title = "Accepted"
    explanation = "The request was taken on and will be worked on later."


class HTTPNonAuthoritativeInformation(HTTPSuccessful):
    """203: a proxy changed what the origin answered."""

    code = 203
    title = "Non-Authoritative Information"


class HTTPNoContent(HTTPSuccessful):
    """204: done, and there is nothing to show."""

    code = 204
    title = "No Content"
    empty_body = True


class HTTPResetContent(HTTPSuccessful):
    """205: done, and the client should clear its form."""

    code = 205
    title = "Reset Content"
    empty_body = True


class HTTPPartialContent(HTTPSuccessful):
    """206: a part of the whole, as ``Range`` asked."""

    code = 206
    title = "Partial Content"


class _HTTPMove(HTTPRedirection):
    """A redirection that says where to go; *location* comes before the usual arguments.

    The location must not be made of what a client sent unless
    `corefw.web.security.redirects.is_safe_redirect` agrees.  Raises ValueError if it is None.
    """

    explanation = "What was asked for is at"

    def __init__(
        self,
        location: str = "",
        detail: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        comment: str | None = None,
        body_template: str | None = None,
        json_formatter: JSONFormatter | None = None,
        **kw: Any,
    ) -> None:
        if location is None:
            raise ValueError("a redirection needs a location, and this is None")
        super().__init__(
            detail=detail,
            headers=headers,
            comment=comment,
            body_template=body_template,
            json_formatter=json_formatter,
            **kw,
        )
        if not location.isascii():
            location = quote(location, safe=_URI_CHARACTERS)  # RFC 3987, section 3.1
        self.location = location
        if self.explanation == _HTTPMove.explanation:
            self.explanation = f"{self.explanation} {location}; you should be taken there by yourself."


class HTTPMultipleChoices(_HTTPMove):
    """300: there are several, and the client may choose."""

    code = 300
    title = "Multiple Choices"


class HTTPMovedPermanently(_HTTPMove):
    """301: it moved for good."""

    code = 301
    title = "Moved Permanently"


class HTTPFound(_HTTPMove):
    """302: it is elsewhere for now."""

    code = 302
    title = "Found"


class HTTPSeeOther(_HTTPMove):
    """303: the answer to a POST is to be fetched from elsewhere."""

    code = 303
    title = "See Other"


class HTTPNotModified(HTTPRedirection):
    """304: what the client has is still good."""

    code = 304
    title = "Not Modified"
    empty_body = True


class HTTPUseProxy(_HTTPMove):
    """305: out of use since RFC 7231; kept for the map to be whole."""

    code = 305
    title = "Use Proxy"


class HTTPTemporaryRedirect(_HTTPMove):
    """307: elsewhere for now; the method stays."""

    code = 307
    title = "Temporary Redirect"


class HTTPPermanentRedirect(_HTTPMove):
    """308: moved for good; the method stays."""

    code = 308
    title = "Permanent Redirect"
