"""Which of three forms of an error page a client wants: HTML, JSON or plain text.  Floor 4."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

__all__ = ["LONGEST_ACCEPT", "Form", "wanted_form"]

Form = Literal["html", "json", "plain"]

LONGEST_ACCEPT: Final = 2000
_TYPES: Final[tuple[tuple[Form, tuple[str, ...]], ...]] = (
    ("html", ("text/html", "text/*", "*/*")),
    ("json", ("application/json", "application/problem+json", "application/*", "*/*")),
    ("plain", ("text/plain", "text/*", "*/*")),
)


def wanted_form(accept: str | None) -> Form:
    """Return the form that the header ``Accept`` prefers; plain text if it names none of them.

    A header of more than 2,000 characters is not read: no browser sends one.
    """
    return _preferred(accept) if accept and len(accept) <= LONGEST_ACCEPT else "plain"


@lru_cache(maxsize=256)  # browsers of one version all send the same
def _preferred(accept: str) -> Form:
    weights: dict[str, float] = {}
    for entry in accept.split(","):
        kind, _, parameters = entry.partition(";")
        weights[kind.strip().lower()] = _quality(parameters)
    best: Form = "plain"
    highest = (0.0, True)
    for form, names in _TYPES:
        weight = _weight(names, weights)
        if weight > highest:
            best, highest = form, weight
    return best


def _weight(names: tuple[str, ...], weights: dict[str, float]) -> tuple[float, bool]:
    """Return how much a form is wanted, and whether it is called by its name, which decides between equals.

    So a client of an API that ends its list with ``*/*``, as many do, is not taken for a browser.
    """
    exact = [weights[name] for name in names if name in weights and "*" not in name]
    if exact:
        return max(exact), True
    return next((weights[name] for name in names if name in weights), 0.0), False


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0
