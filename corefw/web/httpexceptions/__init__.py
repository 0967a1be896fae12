"""HTTP exceptions: a response for each status that can be returned or raised.

Names, arguments and statuses as Pyramid documents them.  ``status_map`` finds a class by its
status, `exception_response` makes an instance of it.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from corefw.web.httpexceptions import client_errors, server_errors, success
from corefw.web.httpexceptions.base import HTTPError, HTTPException, HTTPRedirection, HTTPSuccessful
from corefw.web.httpexceptions.client_errors import (
    HTTPBadRequest,
    HTTPClientError,
    HTTPConflict,
    HTTPExpectationFailed,
    HTTPFailedDependency,
    HTTPForbidden,
    HTTPGone,
    HTTPImATeapot,
    HTTPLengthRequired,
    HTTPLocked,
    HTTPMethodNotAllowed,
    HTTPMisdirectedRequest,
    HTTPNotAcceptable,
    HTTPNotFound,
    HTTPPaymentRequired,
    HTTPPreconditionFailed,
    HTTPPreconditionRequired,
    HTTPProxyAuthenticationRequired,
    HTTPRequestEntityTooLarge,
    HTTPRequestHeaderFieldsTooLarge,
    HTTPRequestRangeNotSatisfiable,
    HTTPRequestTimeout,
    HTTPRequestURITooLong,
    HTTPTooEarly,
    HTTPTooManyRequests,
    HTTPUnauthorized,
    HTTPUnavailableForLegalReasons,
    HTTPUnprocessableEntity,
    HTTPUnsupportedMediaType,
)
from corefw.web.httpexceptions.server_errors import (
    HTTPBadGateway,
    HTTPGatewayTimeout,
    HTTPInsufficientStorage,
    HTTPInternalServerError,
    HTTPNetworkAuthenticationRequired,
    HTTPNotImplemented,
    HTTPServerError,
    HTTPServiceUnavailable,
    HTTPVersionNotSupported,
)
from corefw.web.httpexceptions.success import (
    HTTPAccepted,
    HTTPCreated,
    HTTPFound,
    HTTPMovedPermanently,
    HTTPMultipleChoices,
    HTTPNoContent,
    HTTPNonAuthoritativeInformation,
    HTTPNotModified,
    HTTPOk,
    HTTPPartialContent,
    HTTPPermanentRedirect,
    HTTPResetContent,
    HTTPSeeOther,
    HTTPTemporaryRedirect,
    HTTPUseProxy,
)

__all__ = [
    "HTTPAccepted",
    "HTTPBadGateway",
    "HTTPBadRequest",
    "HTTPClientError",
    "HTTPConflict",
    "HTTPCreated",
    "HTTPError",
    "HTTPException",
    "HTTPExpectationFailed",
    "HTTPFailedDependency",
    "HTTPForbidden",
    "HTTPFound",
    "HTTPGatewayTimeout",
    "HTTPGone",
    "HTTPImATeapot",
    "HTTPInsufficientStorage",
    "HTTPInternalServerError",
    "HTTPLengthRequired",
    "HTTPLocked",
    "HTTPMethodNotAllowed",
    "HTTPMisdirectedRequest",
    "HTTPMovedPermanently",
    "HTTPMultipleChoices",
    "HTTPNetworkAuthenticationRequired",
    "HTTPNoContent",
    "HTTPNonAuthoritativeInformation",
    "HTTPNotAcceptable",
    "HTTPNotFound",
    "HTTPNotImplemented",
    "HTTPNotModified",
    "HTTPOk",
    "HTTPPartialContent",
    "HTTPPaymentRequired",
    "HTTPPermanentRedirect",
    "HTTPPreconditionFailed",
    "HTTPPreconditionRequired",
    "HTTPProxyAuthenticationRequired",
    "HTTPRedirection",
    "HTTPRequestEntityTooLarge",
    "HTTPRequestHeaderFieldsTooLarge",
    "HTTPRequestRangeNotSatisfiable",
    "HTTPRequestTimeout",
    "HTTPRequestURITooLong",
    "HTTPResetContent",
    "HTTPSeeOther",
    "HTTPServerError",
    "HTTPServiceUnavailable",
    "HTTPSuccessful",
    "HTTPTemporaryRedirect",
    "HTTPTooEarly",
    "HTTPTooManyRequests",
    "HTTPUnauthorized",
    "HTTPUnavailableForLegalReasons",
    "HTTPUnprocessableEntity",
    "HTTPUnsupportedMediaType",
    "HTTPUseProxy",
    "HTTPVersionNotSupported",
    "exception_response",
    "status_map",
]


def _by_status() -> dict[int, type[HTTPException]]:
    families = (client_errors.HTTPClientError, server_errors.HTTPServerError)
    found: dict[int, type[HTTPException]] = {}
    for module in (success, client_errors, server_errors):
        for name in module.__all__:
            cls = getattr(module, name)
            if cls not in families:
                found[cls.code] = cls
    return found


#: The class for each status.
status_map: Mapping[int, type[HTTPException]] = MappingProxyType(_by_status())


def exception_response(status_code: int, **kw: Any) -> HTTPException:
    """Return the exception for *status_code*, made with the keywords.

    Raises KeyError for a status that has none.
    """
    return status_map[status_code](**kw)
