"""``corefw predicates``: in which words views, routes and subscribers say when they hold.  Floor 6."""

from __future__ import annotations

from corefw.engine.registry import Registry
from corefw.operate.cli.listing import listing
from corefw.operate.inspection.predicates import PredicateRow, predicate_rows

__all__ = ["predicates"]

_COLUMNS = {
    "Of": "of",
    "Name": "name",
    "Weight": "weight",
    "Owner": "owner",
    "Place": "place",
    "About": "help",
}


@listing(by=("name", "of"), columns=_COLUMNS, empty="There are no predicates.")
def predicates(registry: Registry) -> list[PredicateRow]:
    """List the predicates of views, routes and subscribers, from the lightest to the heaviest.

    Of several views that agree, the one with more predicates answers, then the one with the
    heavier ones.  PATTERN is a glob for the name of a predicate, or view, route or subscriber.
    """
    return predicate_rows(registry)
