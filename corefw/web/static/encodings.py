"""Which of several forms of one file a client takes: as it is, or compressed beforehand.  Floor 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.nearest import did_you_mean

__all__ = ["ENDINGS", "accepted", "endings_of"]

#: The ending of the files in each content coding (the IANA registry of content codings).
ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"br": ".br", "bzip2": ".bz2", "compress": ".Z", "gzip": ".gz", "xz": ".xz", "zstd": ".zst"}
)
_LONGEST_HEADER: Final = 1000


def endings_of(content_encodings: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of a content coding and the ending of its files.

    Raises `ConfigurationError` (CFW-563) for a coding that is not known.
    """
    names = [content_encodings] if isinstance(content_encodings, str) else [*content_encodings]
    for name in names:
        if name not in ENDINGS:
            raise ConfigurationError(
                Problem(
                    "CFW-563",
                    f'Static files cannot be sent in the content encoding "{name}".'
                    f"{did_you_mean(name, ENDINGS)}",
                    why=f"Known are: {', '.join(ENDINGS)}.",
                    fixes=(Fix("", 'content_encodings=("br", "gzip")'),),
                )
            )
    return tuple((name, ENDINGS[name]) for name in names)


def accepted(header: str | None, codings: Iterable[str]) -> frozenset[str]:
    """Return those of *codings* that ``Accept-Encoding`` allows (RFC 9110, section 12.5.3).

    A header of more than 1,000 characters is not read: no client sends one.
    """
    if not header or len(header) > _LONGEST_HEADER:
        return frozenset()
    allowed: dict[str, bool] = {}
    for entry in header.split(","):
        name, _, parameters = entry.partition(";")
        allowed[name.strip().lower().removeprefix("x-")] = _is_wanted(parameters)
    rest = allowed.get("*", False)
    return frozenset(name for name in codings if allowed.get(name, rest))


def _is_wanted(parameters: str) -> bool:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return True
    try:
        return 0.0 < float(value) <= 1.0
    except ValueError:
        return False
