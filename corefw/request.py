"""The request."""

from __future__ import annotations

from corefw.web.body.limits import BodyLimits
from corefw.web.request import Request

__all__ = [
    "BodyLimits",
    "Request",
]
