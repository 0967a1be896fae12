"""Placeholder types: what ``{id:int}`` may match, and what the view gets for it.

A type matches within one segment.  A value that does not fit is a miss, never an error.
Floor 4.  Custom ones are declared with ``config.add_placeholder_type``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

__all__ = ["BUILTIN_TYPES", "PlaceholderType"]


@dataclass(frozen=True, slots=True)
class PlaceholderType:
    """A named kind of value in a path.

    ``regex`` must match the whole text and never a slash; ``parse`` raises ValueError for a
    text that does not fit after all; ``build`` makes the text for a URL.  Where ``parse`` raises
    for whatever the regex does not match (``is_strict``), it alone is asked.
    """

    name: str
    regex: str
    parse: Callable[[str], Any] = str
    build: Callable[[Any], str] = str
    is_strict: bool = False

    def read(self, text: str) -> Any:
        """Return the value of *text*; raises ValueError if it does not fit."""
        if re.fullmatch(self.regex, text) is None:
            raise ValueError(text)
        return self.parse(text)


#: Reads a number of JSON in a third of the time of ``int``; that one accepts more is of no matter here.
_decode_number = msgspec.json.Decoder(int).decode


def _whole_number(text: str) -> int:
    """Return the number whose only way of being written *text* is; raises ValueError."""
    if len(text) < 20 or (len(text) == 20 and text[0] == "-"):  # past that it takes quadratic time
        try:
            value = _decode_number(text)
        except msgspec.DecodeError:
            raise ValueError(text) from None
        if str(value) == text:
            return value
    raise ValueError(text)


#: ASCII digits only, and no more than 19 of them.
_INT = PlaceholderType("int", r"(?:0|-?[1-9][0-9]{0,18})", _whole_number, is_strict=True)
_SLUG = PlaceholderType("slug", r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = PlaceholderType("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat, date.isoformat)
_UUID = PlaceholderType("uuid", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", UUID)

BUILTIN_TYPES: Mapping[str, PlaceholderType] = {one.name: one for one in (_INT, _SLUG, _DATE, _UUID)}
