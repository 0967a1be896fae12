"""URLs made from routes, resources and static files: the functions beside the request's methods."""

from __future__ import annotations

from corefw.web.routing.urls import urlencode
from corefw.web.url_methods import (
    current_route_path,
    current_route_url,
    resource_url,
    route_path,
    route_url,
    static_path,
    static_url,
)

__all__ = [
    "current_route_path",
    "current_route_url",
    "resource_url",
    "route_path",
    "route_url",
    "static_path",
    "static_url",
    "urlencode",
]
