"""What says that it replaces something, and cannot."""

from __future__ import annotations

from typing import Any

from corefw.config import Configurator, utility_config


def tween(handler: Any, registry: Any) -> Any:
    return handler


def add_menu_item(config: Configurator, /, label: str) -> None:
    config.action(("menu item", label))


def includeme(config: Configurator) -> None:
    config.add_tween(tween, replaces=7)  # refused: arg-type
    config.add_tween(tween, replaces=[7])  # refused: list-item
    config.add_tween(tween, None, None, "shop")  # refused: call-arg
    config.add_renderer(".x", tween, replace="shop")  # refused: call-arg
    config.derive_view(tween, replaces="shop")  # refused: call-arg
    config.object_description(tween, replaces="shop")  # refused: call-arg
    config.add_permission("edit", replaces="shop")  # refused: call-arg
    config.call(add_menu_item, "About", replaces="shop")  # refused: call-arg


@utility_config(provides="shop.Clock", replaces=7)  # refused: arg-type
class Clock:
    pass
