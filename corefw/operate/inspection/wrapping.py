"""Rows of what stands around the handling of a request: tweens and view derivers.  Floor 6."""

from __future__ import annotations

from dataclasses import dataclass

from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import Declared, first_sentence, named, plan_of
from corefw.web.pipeline.tweens import tweens_of
from corefw.web.views.derivers import arranged_derivers
from corefw.web.views.record import ViewDeriverDefinition

__all__ = ["DeriverRow", "TweenRow", "deriver_rows", "tween_rows"]


@dataclass(frozen=True, slots=True)
class TweenRow:
    """One tween; position 1 is the outermost."""

    position: int
    name: str
    under: tuple[str, ...]
    over: tuple[str, ...]
    help: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class DeriverRow:
    """One view deriver; position 1 is the outermost.  ``options`` are those of views that it takes."""

    position: int
    name: str
    deriver: str
    options: tuple[str, ...]
    under: tuple[str, ...]
    over: tuple[str, ...]
    help: str
    owner: str
    place: str


def tween_rows(registry: Registry) -> list[TweenRow]:
    """Return the tweens, the outermost first."""
    declared = Declared(plan_of(registry))
    return [
        TweenRow(
            number,
            tween.name,
            tween.under,
            tween.over,
            first_sentence(tween.factory),
            *declared.owner_and_place(("tween", tween.name)),
        )
        for number, tween in enumerate(tweens_of(registry), start=1)
    ]


def deriver_rows(registry: Registry) -> list[DeriverRow]:
    """Return the view derivers, the outermost first."""
    declared = Declared(plan_of(registry))
    return [
        DeriverRow(
            number,
            row.name,
            named(row.derive),
            row.options,
            row.under,
            row.over,
            first_sentence(row.derive),
            *declared.owner_and_place(("view deriver", row.name)),
        )
        for number, row in enumerate(registry.derived(ViewDeriverDefinition, arranged_derivers), start=1)
    ]
