"""A configuration without anything of the web, which keeps what is performed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import ModuleType
from typing import Any

from corefw.engine.configuration import Configuration
from corefw.engine.directive import Directive
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry

__all__ = ["Configurator", "Failure", "configurator", "failing", "line_of", "making", "plain"]


class Failure(Exception):
    """What makes an attempt fail in a test."""


@contextmanager
def failing(attempt: AbstractContextManager[None]) -> Iterator[None]:
    """Let an attempt fail at the end of the block."""
    with suppress(Failure), attempt:
        yield
        raise Failure


def say(config: Configurator, /, name: str, key: Any = None, order: int = 0, **more: Any) -> None:
    """Declare something that only says its name when it is performed."""
    config.action(key, config.do, (name,), order=order, kind="word", title=f'word "{name}"', **more)


class Configurator(Configuration):
    """A configuration that keeps what is performed, in its order."""

    say = Directive(say)

    @property
    def done(self) -> list[Any]:
        """What was performed and not undone, as far as it says so."""
        return list(self.registry.get("done", ()))

    def do(self, what: Any) -> None:
        """Say that something was performed."""
        self.registry["done"] = [*self.done, what]


def configurator(package: ModuleType, **more: Any) -> Configurator:
    """Return a configuration for *package*."""
    return Configurator(Registry(), package, owner=Owner("shop", "1.0"), **more)


def plain(config: Configurator) -> None:
    config.say("plain", "k")


def making(name: str, key: str = "k") -> Any:
    """Return what declares *name* when it is included."""

    def includeme(config: Configurator) -> None:
        config.say(name, key)

    return includeme


def line_of(function: Any) -> int:
    """Return the line in which *function* begins."""
    return int(function.__code__.co_firstlineno)
