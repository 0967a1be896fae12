"""Offers: which of several media types the server would rather send where the client has no wish.

The order is declared with ``add_accept_view_order``.  A type that is not in it comes after those
that are; of one type, offers with parameters come before the one without.  As Pyramid documents
it.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from corefw.base.ordering import Entry, arrange

__all__ = ["OfferOrder", "Weight", "arranged_offers", "offer_weight"]

#: Sorts offers: by the place of the type, then by that of the type with its parameters.
Weight = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OfferOrder:
    """One media type, lower case, and which others it comes before and after."""

    offer: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def arranged_offers(orders: Mapping[Hashable, OfferOrder]) -> dict[str, int]:
    """Return the place of each media type in the order.  Raises `OrderingCycle`."""
    entries = arrange(Entry(row.offer, row, before=row.before, after=row.after) for row in orders.values())
    return {entry.name: place for place, entry in enumerate(entries)}


def offer_weight(offer: str, places: Mapping[str, int]) -> Weight:
    """Return what sorts *offer* among others; *places* are those of `arranged_offers`."""
    last = len(places)
    wanted = offer.lower()
    kind, has_parameters, _ = wanted.partition(";")
    return places.get(kind.strip(), last), places.get(wanted, last) if has_parameters else last + 1
