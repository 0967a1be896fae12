"""The current request, under the module name that Pyramid gives it; held in a context variable."""

from __future__ import annotations

from corefw.web.current import RequestContext, get_current_registry, get_current_request

__all__ = [
    "RequestContext",
    "get_current_registry",
    "get_current_request",
]
