"""URLs and guests that are declared wrongly."""

from __future__ import annotations

from corefw.config import Configurator
from corefw.request import Request


def addresses(request: Request) -> int:
    request.route_url(7)  # refused: arg-type
    request.resource_url()  # refused: call-arg
    request.set_property(len, reify="yes")  # refused: arg-type
    return request.route_path("card")  # refused: return-value


def includeme(config: Configurator) -> None:
    config.mount("/blog")  # refused: call-arg
    config.mount(7, print)  # refused: arg-type
    config.add_accept_view_order("a/b", weighs_more_than=7)  # refused: arg-type
    config.add_resource_url_adapter()  # refused: call-arg
