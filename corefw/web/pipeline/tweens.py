"""Tweens: handlers around the main handler, in one documented order.

A tween factory is called once with the next handler and the registry and returns a handler.
From the outside: INGRESS, the tweens of addons and applications (a later one outside an
earlier one, unless ``under`` or ``over`` say otherwise), EXCVIEW, the transaction, MAIN.
Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corefw.base.dotted import maybe_dotted
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.base.ordering import Entry, OrderingCycle, arrange
from corefw.web.pipeline.extensions import provides_units
from corefw.web.transactions import transaction_tween_factory

__all__ = [
    "EXCVIEW",
    "INGRESS",
    "MAIN",
    "TWEENS_SETTING",
    "Tween",
    "arranged_tweens",
    "chosen_names",
    "tweens_of",
]

Handler = Callable[[Any], Any]

INGRESS = "INGRESS"
EXCVIEW = "corefw.tweens.excview_tween_factory"
MAIN = "MAIN"
#: The setting that names every tween, the outermost first, in place of the computed order.
TWEENS_SETTING = "corefw.tweens"


@dataclass(frozen=True, slots=True)
class Tween:
    """A tween factory by name, and between which others it stands (names; tuples are fallbacks)."""

    name: str
    factory: Callable[[Handler, Any], Handler]
    under: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def chosen_names(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that ``corefw.tweens`` lists; () where the order is computed."""
    given: str | Sequence[str] = settings.get(TWEENS_SETTING) or ()
    return tuple(given.split()) if isinstance(given, str) else tuple(given)


def tweens_of(registry: Any) -> list[Tween]:
    """Return the tweens of an application, the outermost first.

    That of the transaction is left out where nothing provides units of work.  Where the setting
    ``corefw.tweens`` lists some, they are those, in that order; one that nobody declared is named
    by its dotted name.  Raises `ConfigurationError` for one that is not there (CFW-517), and as
    `arranged_tweens` does.
    """
    found = _chosen_or_arranged(registry)
    if provides_units(registry):
        return found
    return [row for row in found if row.factory is not transaction_tween_factory]


def _chosen_or_arranged(registry: Any) -> list[Tween]:
    declared: dict[str, Tween] = dict(registry.all(Tween))
    names = chosen_names(registry.settings)
    if not names:
        return arranged_tweens(declared.values(), lambda names: _places(registry, names))
    known = [str(row.key[1]) for row in registry.plan.declarations if row.kind == "tween"]
    witness = registry.settings.origin(TWEENS_SETTING).witness()
    return [declared.get(name) or _imported(name, known, witness) for name in names]


def _imported(name: str, known: Sequence[str], witness: Witness) -> Tween:
    factory = None
    try:
        factory = maybe_dotted(name, None) if "." in name else None
    except ConfigurationError as error:
        if error.problems[0].code != "CFW-101":
            raise
    if factory is None:
        raise ConfigurationError(
            Problem(
                "CFW-517",
                f'The setting {TWEENS_SETTING} names the tween "{name}", and there is none.'
                + did_you_mean(name, known),
                witnesses=(witness,),
                why="A tween is named as config.add_tween named it, or by the dotted name of its factory.",
                fixes=(Fix("declared are", ", ".join(sorted(set(known)))),),
            )
        )
    return Tween(name, factory)


def _places(registry: Any, names: Iterable[str]) -> tuple[Witness, ...]:
    """Return where those of the tweens were declared that somebody can change."""
    wanted = {*names}
    return tuple(
        row.witness()
        for row in registry.plan.declarations
        if row.kind == "tween" and row.owner.kind != "core" and row.key[1] in wanted
    )


def arranged_tweens(
    tweens: Iterable[Tween], places: Callable[[Iterable[str]], tuple[Witness, ...]] = lambda names: ()
) -> list[Tween]:
    """Return the tweens, the outermost first.

    *places* tells where tweens of given names were declared.  Raises `ConfigurationError` for a
    cycle (CFW-520), and for a tween that is to stand beside one that is not there (CFW-522).
    """
    newest_first = list(tweens)[::-1]
    names = {row.name for row in newest_first}
    entries = []
    for row in newest_first:
        under, over = _first(row, "under", names, places), _first(row, "over", names, places)
        if row.name != EXCVIEW and EXCVIEW in names:
            if not row.under and not row.over:
                over = (EXCVIEW,)
            elif over == (MAIN,) and not under:
                under = (EXCVIEW,)  # nothing but the main handler is inside, as Pyramid documents it
        entries.append(Entry(row.name, row, before=over, after=under))
    try:
        return [entry.value for entry in arrange(entries)]
    except OrderingCycle as cycle:
        raise ConfigurationError(
            Problem(
                "CFW-520",
                f"The order of the tweens contradicts itself: {cycle}.",
                places(cycle.path),
                fixes=(Fix("", "take one of under and over away, at one of the places above"),),
            )
        ) from None


def _first(
    row: Tween, side: str, names: set[str], places: Callable[[Iterable[str]], tuple[Witness, ...]]
) -> tuple[str, ...]:
    """Return the first of several fallbacks that exists; the two ends always do."""
    wanted: tuple[str, ...] = getattr(row, side)
    for name in wanted:
        if name in (INGRESS, MAIN) or name in names:
            return (name,)
    if not wanted:
        return ()
    end = INGRESS if side == "under" else MAIN
    raise ConfigurationError(
        Problem(
            "CFW-522",
            f'The tween "{row.name}" is to stand {side} "{wanted[0]}", and there is no such tween.'
            + did_you_mean(wanted[0], [*(names - {row.name}), INGRESS, MAIN]),
            places((row.name,)),
            fixes=(Fix("it need not be there", f'{side}=("{wanted[0]}", {end})'),),
        )
    )
