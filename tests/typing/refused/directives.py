"""Directives and decorators with arguments that cannot be right."""

from __future__ import annotations

from corefw.config import Configurator, Target, decorator, route_config


def add_menu_item(config: Configurator, /, label: str, *, weight: int = 0) -> None:
    config.action(("menu item", label))


@decorator("menu item")
def menu_item(config: Configurator, target: Target, /, label: str, *, weight: int = 0) -> None:
    config.call(add_menu_item, label, weight=weight)


def includeme(config: Configurator) -> None:
    config.add_route(7, "/")  # refused: arg-type
    config.add_static_view("static")  # refused: call-arg
    config.add_static_view("static", "app:static", cache_max_age="long")  # refused: arg-type
    config.add_request_method(includeme, property="yes")  # refused: arg-type
    config.set_default_permission(None)  # refused: arg-type
    config.call(add_menu_item, 7)  # refused: arg-type
    config.call(add_menu_item, "About", wieght=2)  # refused: call-arg
    Configurator(setings={})  # refused: call-arg


@route_config("home")  # refused: call-arg
def home() -> str:
    return ""


@menu_item(3)  # refused: arg-type
def third() -> str:
    return ""


@menu_item("Fourth", wieght=4)  # refused: call-arg
def fourth() -> str:
    return ""
