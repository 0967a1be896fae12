"""An addon: typed hooks, typed settings, a contract of its own and a directive with its types."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_type

from corefw.config import Configurator, Secret, Target, adapter_config, decorator, utility_config
from corefw.hooks import Check, Configure, Finding, Hooks, RequestEnd, hookimpl, hookspecs
from corefw.request import Request


@dataclass(frozen=True)
class ShopSettings:
    currency: str = "EUR"
    key: Secret | None = None


class Prices(ABC):
    @abstractmethod
    def of(self, article: str) -> int:
        """Return the price in cents."""


@utility_config(provides=Prices)
class FixedPrices(Prices):
    def of(self, article: str) -> int:
        return 100


class Greeting(ABC):
    @abstractmethod
    def text(self) -> str:
        """Return what is said."""


@adapter_config(for_=Request, provides=Greeting)
class Hello(Greeting):
    def __init__(self, request: Request) -> None:
        self.request = request

    def text(self) -> str:
        return "hello"


@dataclass(frozen=True)
class Sold:
    article: str


@hookspecs
class ShopHooks:
    def sold(self, event: Sold) -> None:
        """Something was sold."""


class Shop(Hooks, ShopHooks):
    def configure(self, event: Configure) -> None:
        event.config.add_hookspecs(ShopHooks)
        event.config.scan("shop.views")

    def check(self, event: Check) -> Iterable[Finding]:
        settings = event.registry.settings.typed("shop", ShopSettings)
        if settings.key is None:
            yield Finding("shop.key", "There is no key.", hint='key = "..."')

    @hookimpl(before=("audit",))
    def request_end(self, event: RequestEnd) -> None:
        event.response.headers["X-Shop"] = "yes"

    def sold(self, event: Sold) -> None:
        assert_type(event.article, str)


def add_menu_item(config: Configurator, /, label: str, *, weight: int = 0) -> None:
    config.action(("menu item", label), title=f"menu item {label}")


@decorator("menu item")
def menu_item(config: Configurator, target: Target, /, label: str, *, weight: int = 0) -> None:
    config.call(add_menu_item, label, weight=weight)


@menu_item("Start", weight=3)
def start(request: Request) -> dict[str, str]:
    return {}


def includeme(config: Configurator) -> None:
    config.add_directive("add_menu_item", add_menu_item)
    config.call(add_menu_item, "About", weight=2)
    settings = config.typed_settings("shop", ShopSettings)
    assert_type(settings, ShopSettings)
    assert_type(settings.currency, str)


def what_a_view_gets(request: Request) -> None:
    """Read the types: a component is what its contract says."""
    assert_type(request.component(Prices), Prices)
    assert_type(request.component(Prices).of("card"), int)
    assert_type(request.component(Greeting).text(), str)
    assert_type(start(request), dict[str, str])
