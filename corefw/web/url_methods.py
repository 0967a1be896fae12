"""URLs as methods of a request, and as the functions that Pyramid documents beside them.

How each is made is the business of ``routing/urls``, ``traversal/urls`` and ``static/urls``.
Floor 4.
"""

from __future__ import annotations

import sys
from typing import Any

from corefw.web.routing import urls
from corefw.web.static import urls as static_urls
from corefw.web.traversal import urls as resource_urls

__all__ = [
    "URLMethods",
    "current_route_path",
    "current_route_url",
    "resource_url",
    "route_path",
    "route_url",
    "static_path",
    "static_url",
]


class URLMethods:
    """What makes URLs, as methods of a request."""

    # The functions themselves: a method around one would hand over its arguments a second time.
    route_url = urls.route_url
    route_path = urls.route_path

    def current_route_url(self, *elements: Any, **kw: Any) -> str:
        """Return the address of the route of this request, with what is given in place of its values.

        ``_route_name`` names another route; ``_query`` is the request's own by default.  Raises
        ValueError if no route matched.
        """
        return urls.current_route_url(self, *elements, **kw)

    def current_route_path(self, *elements: Any, **kw: Any) -> str:
        """Return `current_route_url` without scheme and host."""
        return urls.current_route_path(self, *elements, **kw)

    def resource_url(self, resource: Any, *elements: Any, **kw: Any) -> str:
        """Return the address of *resource*, with a slash at its end, then *elements* as path segments.

        Keywords: ``query``, ``anchor``, ``scheme``, ``host``, ``port``, ``app_url``; and for a
        hybrid route ``route_name``, ``route_kw`` and ``route_remainder_name``.  A resource with
        a method ``__resource_url__(request, info)`` says its own address, if that returns one.
        """
        return resource_urls.resource_address(self, resource, *elements, **kw)

    def resource_path(self, resource: Any, *elements: Any, **kw: Any) -> str:
        """Return `resource_url` without scheme and host."""
        return resource_urls.resource_path_of_request(self, resource, *elements, **kw)

    def static_url(self, path: str, **kw: Any) -> str:
        """Return the URL of the static file *path* (``package:folder/file``).

        A path without a package is relative to the caller's.  Keywords are those of
        ``route_url``.  Raises ValueError if no static files are registered for it.
        """
        return static_urls.static_url(self, path, package=_calling_package(path), **kw)

    def static_path(self, path: str, **kw: Any) -> str:
        """Return `static_url` without scheme and host."""
        return static_urls.static_path(self, path, package=_calling_package(path), **kw)


def _calling_package(path: str) -> str:
    """Return the package of whoever asked for the URL of *path*; "" where it is not needed."""
    if ":" in path or path.startswith("/"):
        return ""
    names = sys._getframe(2).f_globals
    return names.get("__package__") or str(names.get("__name__", ""))


def route_url(route_name: str, request: Any, *elements: Any, **kw: Any) -> str:
    """Return ``request.route_url(route_name, *elements, **kw)``."""
    url: str = request.route_url(route_name, *elements, **kw)
    return url


def route_path(route_name: str, request: Any, *elements: Any, **kw: Any) -> str:
    """Return ``request.route_path(route_name, *elements, **kw)``."""
    path: str = request.route_path(route_name, *elements, **kw)
    return path


def current_route_url(request: Any, *elements: Any, **kw: Any) -> str:
    """Return ``request.current_route_url(*elements, **kw)``."""
    url: str = request.current_route_url(*elements, **kw)
    return url


def current_route_path(request: Any, *elements: Any, **kw: Any) -> str:
    """Return ``request.current_route_path(*elements, **kw)``."""
    path: str = request.current_route_path(*elements, **kw)
    return path


def resource_url(resource: Any, request: Any, *elements: Any, **kw: Any) -> str:
    """Return ``request.resource_url(resource, *elements, **kw)``."""
    url: str = request.resource_url(resource, *elements, **kw)
    return url


def static_url(path: str, request: Any, **kw: Any) -> str:
    """Return ``request.static_url(path, **kw)``; a path without a package is relative to the caller's."""
    return static_urls.static_url(request, path, package=_calling_package(path), **kw)


def static_path(path: str, request: Any, **kw: Any) -> str:
    """Return ``request.static_path(path, **kw)``; a path without a package is relative to the caller's."""
    return static_urls.static_path(request, path, package=_calling_package(path), **kw)
