"""Every directive and decorator that declares something says what it replaces, one name or several."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from corefw.config import (
    Configurator,
    Target,
    adapter_config,
    decorator,
    route_config,
    utility_config,
)
from corefw.request import Request
from corefw.response import Response, response_adapter
from corefw.view import view_config


class Prices(ABC):
    @abstractmethod
    def of(self, article: str) -> int:
        """Return the price in cents."""


@utility_config(provides=Prices, replaces="shop")
class OtherPrices(Prices):
    def of(self, article: str) -> int:
        return 90


@adapter_config(for_=Request, provides=Prices, replaces=("shop", "promo"))
class PricesOfRequest(OtherPrices):
    def __init__(self, request: Request) -> None:
        self.request = request


@response_adapter(str, bytes, replaces="shop")
def written(text: str) -> Response:
    return Response(text)


@route_config("home", "/", replaces="shop")
@view_config(route_name="home", renderer="json", replaces=["shop", "promo"])
def home(request: Request) -> dict[str, int]:
    return {}


def add_menu_item(config: Configurator, /, label: str, *, replaces: str | Iterable[str] = ()) -> None:
    """Declare it: a directive of an addon hands on what it is given."""
    config.action(("menu item", label), title=f"menu item {label}", replaces=replaces)


@decorator("menu item")
def menu_item(config: Configurator, target: Target, /, label: str, *, replaces: str = "") -> None:
    config.call(add_menu_item, label, replaces=replaces)


@menu_item("Start", replaces="shop")
def start(request: Request) -> dict[str, str]:
    return {}


def tween(handler: Any, registry: Any) -> Any:
    return handler


def includeme(config: Configurator) -> None:
    config.add_route("start", "/start", replaces="shop")
    config.add_view(start, route_name="start", replaces=("shop", "promo"))
    config.add_tween(tween, replaces="shop")
    config.add_utility(OtherPrices(), Prices, replaces={"shop", "promo"})
    config.add_adapter(PricesOfRequest, replaces="shop")
    config.add_renderer(".x", tween, replaces="shop")
    config.add_request_method(start, "start", replaces="shop")
    config.add_view_predicate("weekday", tween, replaces="shop")
    config.add_view_deriver(tween, replaces="shop")
    config.override_asset("shop:a.css", "mine:a.css", replaces="promo")
    config.set_root_factory(tween, replaces="shop")
    config.set_security_policy(tween, replaces="shop")
    config.set_default_permission("view", replaces="shop")
    config.set_default_csrf_options(require_csrf=True, replaces="shop")
    config.add_default_header("X-Frame-Options", "SAMEORIGIN", replaces="headers")
    config.call(add_menu_item, "About", replaces="shop")
    with config.replacing("shop"):
        config.add_tween(tween)
