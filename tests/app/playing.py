"""Plays what a generated application says: plain data, so that addons can be written of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zope.interface import Interface

from corefw.engine.declaration import Need

__all__ = ["Event", "IThing", "Record", "Steps", "Told", "play", "put"]

#: What is said, about which key, at which order, by which ``replaces=``, and what is said inside.
Step = tuple[str, str, int, tuple[str, ...], "Steps"]
Steps = list[Step]


class IThing(Interface): ...


class Event: ...


class Told(Exception):
    """What fails on purpose."""


@dataclass(frozen=True)
class Record:
    name: str


def put(config: Any, key: str, order: int = 0) -> None:
    """Declare a thing that, once performed, is in the registry in every way that there is."""
    config.action(("thing", key), perform, (config.registry, key, order), order=order, kind="thing")


def perform(registry: Any, key: str, order: int) -> None:
    registry["done"] = [*registry.get("done", ()), (order, key)]
    registry.put(Record, key, Record(key))
    registry.registerUtility(Record(key), IThing, key)
    registry.registerAdapter(Record, (Event,), IThing, key)
    registry.registerHandler(perform, (Event,))


def fail() -> None:
    raise Told


def play(config: Any, steps: Steps, rank: int = -30) -> None:
    """Say *steps*; inside an action of order *rank* nothing can be of an earlier one."""
    for how, key, given, replaces, inside in steps:
        order = max(given, rank)
        match how:
            case "include":
                config.include(lambda inner, inside=inside: play(inner, inside, rank))
            case "reentrant":
                config.action(None, play, (config, inside, order), order=order, kind="more")
            case "replace":
                with config.replacing(replaces):
                    put(config, key, order)
            case "need":
                need = Need(("thing", key), "thing", key)
                config.action(("user", key, id(inside)), None, kind="user", title=f"user {key}", needs=[need])
            case "fail":
                config.action(None, fail, order=order, kind="failure")
            case _:
                put(config, key, order)
