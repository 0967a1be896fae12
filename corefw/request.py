"""The request."""

from __future__ import annotations

from corefw.web.body.limits import BodyLimits
from corefw.web.local_cache import RequestLocalCache
from corefw.web.pipeline.extensions import apply_request_extensions
from corefw.web.request import Request

__all__ = [
    "BodyLimits",
    "Request",
    "RequestLocalCache",
    "apply_request_extensions",
]
