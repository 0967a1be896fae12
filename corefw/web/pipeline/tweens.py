"""Tweens: handlers around the main handler, in one documented order.

A tween factory is called once with the next handler and the registry and returns a handler.
From the outside: INGRESS, the tweens of addons and applications (a later one outside an
earlier one, unless ``under`` or ``over`` say otherwise), EXCVIEW, the transaction, MAIN.
Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from corefw.base.errors import ConfigurationError, Problem
from corefw.base.ordering import Entry, OrderingCycle, arrange

__all__ = ["EXCVIEW", "INGRESS", "MAIN", "Tween", "arranged_tweens"]

Handler = Callable[[Any], Any]

INGRESS = "INGRESS"
EXCVIEW = "corefw.tweens.excview_tween_factory"
MAIN = "MAIN"


@dataclass(frozen=True, slots=True)
class Tween:
    """A tween factory by name, and between which others it stands (names; tuples are fallbacks)."""

    name: str
    factory: Callable[[Handler, Any], Handler]
    under: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def arranged_tweens(tweens: Iterable[Tween]) -> list[Tween]:
    """Return the tweens, the outermost first.  Raises `ConfigurationError` (CFW-520) for a cycle."""
    newest_first = list(tweens)[::-1]
    names = {row.name for row in newest_first}
    entries = []
    for row in newest_first:
        under, over = _existing(row.under, names), _existing(row.over, names)
        if row.name != EXCVIEW and not row.under and not row.over:
            over = _existing((EXCVIEW,), names)
        entries.append(Entry(row.name, row, before=over, after=under))
    try:
        return [entry.value for entry in arrange(entries)]
    except OrderingCycle as cycle:
        raise ConfigurationError(
            Problem("CFW-520", f"The order of the tweens contradicts itself: {cycle}.")
        ) from None


def _existing(wanted: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Return the first of several fallbacks that exists; the two ends always do, and ask nothing."""
    for name in wanted:
        if name in (INGRESS, MAIN):
            return ()
        if name in names:
            return (name,)
    return ()
