"""URLs, guests, the tree of resources and what is cached for a request keep their types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_type

from corefw.config import Configurator
from corefw.request import Request, RequestLocalCache
from corefw.response import Response
from corefw.url import resource_url, route_url
from corefw.wsgi import wsgiapp2


def guest(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b""]


def addresses(request: Request, resource: object) -> list[str]:
    assert_type(request.route_url("card", "edit", id=7, _query={"a": 1}), str)
    assert_type(request.virtual_root_path, tuple[str, ...])
    return [
        request.route_path("card", id=7),
        request.current_route_url(id=8),
        request.resource_url(resource, "edit", query={"a": 1}, route_name="tree"),
        request.resource_path(resource),
        request.static_path("shop:static/a.css"),
        route_url("card", request, id=7),
        resource_url(resource, request),
    ]


class Policy:
    def __init__(self) -> None:
        self.users = RequestLocalCache(self.load)

    def load(self, request: Request) -> str:
        return request.view_name

    def identity(self, request: Request) -> Any:
        return self.users.get_or_create(request)


def includeme(config: Configurator) -> None:
    config.mount("/blog", guest, name="blog", require_csrf=False)
    config.mount("/forum", "forum.wsgi:application", request_method="GET")
    config.add_view(wsgiapp2(guest), name="old")
    config.add_accept_view_order("application/json", weighs_more_than=["text/html"])
    view = config.derive_view(lambda request: Response("x"), renderer="json")
    print(view(None, Request.blank("/")))
