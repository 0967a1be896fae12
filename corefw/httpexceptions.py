"""HTTP exceptions: responses that can be raised."""

from __future__ import annotations

from corefw.web.httpexceptions import (
    HTTPError,
    HTTPException,
    HTTPRedirection,
    HTTPSuccessful,
    exception_response,
    status_map,
)

__all__ = [
    "HTTPError",
    "HTTPException",
    "HTTPRedirection",
    "HTTPSuccessful",
    "exception_response",
    "status_map",
]
