"""Considering views: which of several takes a request, and in words why each other one does not.

For explanations only, such as ``corefw why``; a request itself is answered by ``table``, whose
order and whose tests these are.  No view is called.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from corefw.web.predicates.compiling import BoundPredicate
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import Candidates, ViewTable

__all__ = [
    "ConsideredView",
    "PredicateRaised",
    "Verdict",
    "consider_candidates",
    "consider_views",
    "refusal",
    "taken",
]

#: "taken" is what answers; "not asked" came after it, and would have been asked otherwise.
Verdict = Literal["taken", "refused", "not asked"]

_METHOD = "request_method"


@dataclass(frozen=True, slots=True)
class ConsideredView:
    """A view, and what became of it in choosing."""

    view: ViewRecord
    verdict: Verdict
    reason: str


class PredicateRaised(Exception):
    """A predicate raised while it was asked; the cause is chained."""

    def __init__(self, text: str) -> None:
        super().__init__(f'the predicate "{text}"')


def refusal(predicates: Iterable[BoundPredicate], *asked: Any) -> str | None:
    """Return the words of the first predicate that does not agree, or None if all of them do.

    Raises `PredicateRaised` if one raises.
    """
    for one in predicates:
        try:
            agrees = one.test(*asked)
        except Exception as error:
            raise PredicateRaised(one.text) from error
        if not agrees:
            return str(one.text)
    return None


def taken(considered: Iterable[ConsideredView]) -> ViewRecord | None:
    """Return the view that answers, if one does."""
    return next((row.view for row in considered if row.verdict == "taken"), None)


def consider_views(table: ViewTable, name: str, context: Any, request: Any) -> list[ConsideredView]:
    """Return the views of *table* in the order they are asked, then those that are not even asked.

    Raises `PredicateRaised`.
    """
    candidates = table.candidates(name, context)
    found = consider_candidates(candidates, context, request) if candidates is not None else []
    seen = {id(row.view) for row in found}
    for view in table.records():
        if id(view) in seen:
            continue
        if view.name == name:
            asks = getattr(view.context, "__name__", view.context)
            reason = f"its context is {asks}, and here it is {type(context).__name__}"
            found.append(ConsideredView(view, "refused", reason))
        elif view.route_name is not None:
            reason = f'it is named "{view.name}", and the path asks for "{name}"'
            found.append(ConsideredView(view, "refused", reason))
    return found


def consider_candidates(candidates: Candidates, context: Any, request: Any) -> list[ConsideredView]:
    """Return the candidates in the order they are asked, then those that are for other methods.

    Raises `PredicateRaised`.
    """
    found = _asked(candidates, context, request)
    method = request.environ["REQUEST_METHOD"]
    seen = {id(row.view) for row in found}
    found += [
        ConsideredView(view, "refused", _why_no_method(view, method))
        for view in candidates.records
        if id(view) not in seen
    ]
    return found


def _asked(candidates: Candidates, context: Any, request: Any) -> list[ConsideredView]:
    found: list[ConsideredView] = []
    for view in candidates.asked(request):
        earlier = taken(found)
        if earlier is not None:
            found.append(ConsideredView(view, "not asked", "an earlier view answers"))
            continue
        predicates = [row for row in view.predicates if row.name != _METHOD or view.methods is None]
        reason = refusal(predicates, context, request)
        found.append(ConsideredView(view, "taken" if reason is None else "refused", reason or ""))
    return found


def _why_no_method(view: ViewRecord, method: str) -> str:
    if view.methods is None:
        return f"no view is asked for {method} that does not name it"
    return next(str(row.text) for row in view.predicates if row.name == _METHOD)
