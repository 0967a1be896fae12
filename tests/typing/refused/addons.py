"""Addons whose hooks, settings and components are not what they say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from corefw.config import Configurator
from corefw.hooks import Configure, Hooks, RequestEnd, Started
from corefw.request import Request


@dataclass(frozen=True)
class ShopSettings:
    currency: str = "EUR"


class Prices(ABC):
    @abstractmethod
    def of(self, article: str) -> int:
        """Return the price in cents."""


class WrongEvent(Hooks):
    def configure(self, event: Started) -> None:  # refused: override
        pass


class Asynchronous(Hooks):
    async def request_end(self, event: RequestEnd) -> None:  # refused: override
        pass


class TooManyArguments(Hooks):
    def configure(self, event: Configure, more: int) -> None:  # refused: override
        event.config.scan()


class FieldThatIsNotThere(Hooks):
    def configure(self, event: Configure) -> None:
        event.configurator.scan()  # refused: attr-defined


class ChangedEvent(Hooks):
    def request_end(self, event: RequestEnd) -> None:
        event.response = None  # refused: misc


def includeme(config: Configurator) -> None:
    settings = config.typed_settings("shop", ShopSettings)
    print(settings.curency)  # refused: attr-defined
    number: int = settings.currency  # refused: assignment
    print(number)


def view(request: Request) -> str:
    prices = request.component(Prices)
    prices.off("card")  # refused: attr-defined
    return prices.of("card")  # refused: return-value
