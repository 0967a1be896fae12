"""URLs of resources: from a resource to its address, through the virtual root of a request.

A resource may say its own address (``__resource_url__``), and an adapter registered with
``add_resource_url_adapter`` another path.  The keywords are Pyramid's documented ones.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from zope.interface import implementer

from corefw.contracts.interfaces import IResourceURL
from corefw.web.routing.pattern import on_this_host
from corefw.web.routing.urls import address, suffix
from corefw.web.traversal.lineage import lineage
from corefw.web.traversal.paths import joined, quote_path_segment, resource_path_tuple
from corefw.web.traversal.virtual import virtual_root_path

__all__ = ["ResourceURL", "resource_address", "resource_path_of_request", "virtual_root"]


@implementer(IResourceURL)
class ResourceURL:
    """Where a resource is: its path in the tree, and that path as the virtual root shows it."""

    def __init__(self, resource: Any, request: Any) -> None:
        names = resource_path_tuple(resource)
        self.physical_path_tuple = names if names == ("",) else (*names, "")
        below = ("", *virtual_root_path(request))
        is_below = len(below) > 1 and self.physical_path_tuple[: len(below)] == below
        self.virtual_path_tuple = (
            ("", *self.physical_path_tuple[len(below) :]) if is_below else self.physical_path_tuple
        )
        self.physical_path = joined(self.physical_path_tuple)
        self.virtual_path = joined(self.virtual_path_tuple)


def _where(resource: Any, request: Any) -> Any:
    registry = request.registry
    found = registry.queryMultiAdapter((resource, request), IResourceURL) if registry is not None else None
    return found if found is not None else ResourceURL(resource, request)


def resource_address(
    request: Any,
    resource: Any,
    *elements: Any,
    query: Any = None,
    anchor: Any = None,
    scheme: str | None = None,
    host: str | None = None,
    port: Any = None,
    app_url: str | None = None,
    route_name: str | None = None,
    route_kw: Mapping[str, Any] | None = None,
    route_remainder_name: str = "traverse",
) -> str:
    """Return the address of *resource*, which ends with a slash, then *elements*, query and anchor.

    *query* (mapping, pairs or text), *anchor*, *scheme*, *host*, *port* and *app_url* are as for
    ``route_url``.  With *route_name* the path of the resource fills ``*traverse`` of that route
    (*route_remainder_name* is the name of its star), and *route_kw* the rest of its pattern.
    Raises ValueError for a name that no path can hold.
    """
    where = _where(resource, request)
    if route_name is not None:
        given = {"_scheme": scheme, "_host": host, "_port": port, "_app_url": app_url}
        values = {key: value for key, value in given.items() if value is not None}
        values.update(_query=query, _anchor=anchor)
        values[route_remainder_name] = where.virtual_path_tuple[1:]
        url: str = request.route_url(route_name, *elements, **{**values, **(route_kw or {})})
        return url
    base = address(request, scheme, host, port) if app_url is None else app_url.rstrip("/")
    own = getattr(resource, "__resource_url__", None)
    found = None
    if own is not None:
        told = {
            "physical_path": where.physical_path,
            "virtual_path": where.virtual_path,
            "app_url": base,
        }
        found = own(request, told)
    if found is None:
        # A root that has a name does not begin with a slash, and must not become part of the host.
        path = where.virtual_path if where.virtual_path.startswith("/") else "/" + where.virtual_path
        found = base + (path if base else on_this_host(path))
    if elements:
        found = f"{found if found.endswith('/') else found + '/'}" + "/".join(
            quote_path_segment(one) for one in elements
        )
    return found + suffix(query, anchor)


def resource_path_of_request(request: Any, resource: Any, *elements: Any, **kw: Any) -> str:
    """Return the address of a resource without scheme and host; the arguments are those of `resource_url`."""
    return on_this_host(
        resource_address(request, resource, *elements, **{**kw, "app_url": quote(request.script_name)})
    )


def virtual_root(resource: Any, request: Any) -> Any:
    """Return the virtual root of *request* above *resource*; without virtual hosting, the root of its tree.

    The root as well where *resource* does not lie below the virtual root.
    """
    where = _where(resource, request)
    depth = len(where.physical_path_tuple) - len(where.virtual_path_tuple)
    above = list(lineage(resource))[::-1]
    return above[depth] if 0 < depth < len(above) else above[0]
