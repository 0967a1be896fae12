"""The directive for the order in which views with ``accept`` are offered.  Floor 5."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.ordering import OrderingCycle
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Need, Replaces
from corefw.web.views.offers import OfferOrder, arranged_offers

__all__ = ["DEFAULT_OFFERS", "add_accept_view_order"]

#: What Pyramid documents as the order where nobody says another.
DEFAULT_OFFERS = (
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/json",
)


def add_accept_view_order(
    config: Configuration,
    /,
    value: str,
    weighs_more_than: str | Iterable[str] | None = None,
    weighs_less_than: str | Iterable[str] | None = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Put a media type into the order by which views are chosen where the client has no wish.

    One that weighs more than another is offered before it.  Without a weight it comes after
    those that are there.  A type with parameters is ordered among those of its own type only.
    Raises `ConfigurationError` (CFW-536) for a range such as ``*/*``, for types that cannot be
    compared, and for a circle; a single other type that is not in the order leaves it unmet.
    """
    offer, more, less = value.lower(), _lower(weighs_more_than), _lower(weighs_less_than)
    witness = Witness(config.place, str(config.owner))
    wrong = _wrong(offer, (*more, *less))
    if wrong:
        fix = 'config.add_accept_view_order("text/html", weighs_more_than="application/json")'
        raise ConfigurationError(Problem("CFW-536", wrong, witnesses=(witness,), fixes=(Fix("", fix),)))

    def register() -> None:
        config.registry.put(OfferOrder, offer, OfferOrder(offer, before=more, after=less))
        try:
            config.registry.derived(OfferOrder, arranged_offers)
        except OrderingCycle as cycle:
            what = f"The order of the media types contradicts itself: {cycle}."
            fix = Fix("", "take weighs_more_than or weighs_less_than away from one of them")
            raise ConfigurationError(Problem("CFW-536", what, witnesses=(witness,), fixes=(fix,))) from None

    intro = config.introspectable("accept view order", offer, offer, "accept view order")
    intro.update(value=offer, weighs_more_than=weighs_more_than, weighs_less_than=weighs_less_than)
    config.action(
        ("accept view order", offer),
        register,
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="accept view order",
        title=f"order of {offer}",
        needs=[
            Need(
                ("accept view order", one),
                "media type in the order",
                one,
                known=lambda: config.plan.names("accept view order"),
                declare=f'config.add_accept_view_order("{one}")',
            )
            for side in (more, less)
            if len(side) == 1
            for one in side
        ],
        replaces=replaces,
    )


def _lower(value: Any) -> tuple[str, ...]:
    several = () if value is None else (value,) if isinstance(value, str) else value
    return tuple(one.lower() for one in several)


def _wrong(offer: str, others: tuple[str, ...]) -> str:
    """Say why the offer cannot be ordered among the others, or ""."""
    kind, _, parameters = offer.partition(";")
    if "*" in offer or "/" not in kind:
        return f'"{offer}" cannot be ordered: it must be one media type, such as text/html.'
    for other in others:
        other_kind, _, other_parameters = other.partition(";")
        if bool(parameters) != bool(other_parameters):
            return f'"{offer}" and "{other}" cannot be compared: only one of them has parameters.'
        if parameters and kind.strip() != other_kind.strip():
            return f'"{offer}" and "{other}" cannot be compared: with parameters, both must be of one type.'
    return ""
