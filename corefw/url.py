"""URLs made from routes."""

from __future__ import annotations

from corefw.web.routing.urls import current_route_url, route_path, route_url, urlencode
from corefw.web.static.urls import static_path, static_url

__all__ = [
    "current_route_url",
    "route_path",
    "route_url",
    "static_path",
    "static_url",
    "urlencode",
]
