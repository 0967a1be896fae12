"""The HTTP exceptions of the 500s.  Floor 4."""

from __future__ import annotations

from corefw.web.httpexceptions.base import HTTPError

__all__ = [
    "HTTPBadGateway",
    "HTTPGatewayTimeout",
    "HTTPInsufficientStorage",
    "HTTPInternalServerError",
    "HTTPNetworkAuthenticationRequired",
    "HTTPNotImplemented",
    "HTTPServerError",
    "HTTPServiceUnavailable",
    "HTTPVersionNotSupported",
]


class HTTPServerError(HTTPError):
    """Every status of the 500s: the server failed, not the request."""

    code = 500
    title = "Internal Server Error"
    explanation = "The server failed to answer. Those who run it can see why in its log."


class HTTPInternalServerError(HTTPServerError):
    """500: something unforeseen went wrong."""


class HTTPNotImplemented(HTTPServerError):
    """501: the server does not know how."""

    code = 501
    title = "Not Implemented"
    explanation = "The server does not know how to do this."


class HTTPBadGateway(HTTPServerError):
    """502: what stands behind answered nonsense."""

    code = 502
    title = "Bad Gateway"
    explanation = "What stands behind this server gave an answer that cannot be used."


class HTTPServiceUnavailable(HTTPServerError):
    """503: not now; say when to come back: ``retry_after=seconds``."""

    code = 503
    title = "Service Unavailable"
    explanation = "The server cannot answer at present. Please try again later."


class HTTPGatewayTimeout(HTTPServerError):
    """504: what stands behind did not answer in time."""

    code = 504
    title = "Gateway Timeout"
    explanation = "What stands behind this server did not answer in time."


class HTTPVersionNotSupported(HTTPServerError):
    """505: this version of HTTP is not spoken here."""

    code = 505
    title = "HTTP Version Not Supported"
    explanation = "This version of HTTP is not spoken here."


class HTTPInsufficientStorage(HTTPServerError):
    """507: there is no room to store it."""

    code = 507
    title = "Insufficient Storage"
    explanation = "There is no room to store this."


class HTTPNetworkAuthenticationRequired(HTTPServerError):
    """511: the network wants to know who is asking, as those of hotels do (RFC 6585)."""

    code = 511
    title = "Network Authentication Required"
    explanation = "You must sign in to the network first."
