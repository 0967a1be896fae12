"""Records: copies that share nothing with what they were made from.

What is stored and what is handed out are copies, so that no two units of work ever hold the same
object.  What cannot be changed need not be copied: that is found out here, because copying is most
of what reading costs.
"""

from __future__ import annotations

import copy
import dataclasses
import uuid
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from corefw_memory.errors import UnstorableRecord

__all__ = ["independent"]

T = TypeVar("T")

_ATOMS = frozenset(
    {
        type(None),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        date,
        datetime,
        time,
        timedelta,
        Decimal,
        Fraction,
        uuid.UUID,
        type(Ellipsis),
    }
)


def independent(record: T) -> T:
    """Return a deep copy of *record*, or *record* itself if nothing in it can be changed.

    Raises `UnstorableRecord` for what cannot be copied, such as an open file.
    """
    if is_constant(record):
        return record
    try:
        return copy.deepcopy(record)
    except Exception as error:
        raise UnstorableRecord(
            f"A {type(record).__qualname__} cannot be stored, because it cannot be copied: "
            f"{type(error).__name__}: {error}"
        ) from error


def is_constant(value: Any) -> bool:
    """Say whether nothing in *value* can be changed: constants, frozen dataclasses and tuples of them."""
    kind = type(value)
    if kind in _ATOMS or isinstance(value, (Enum, tzinfo)):
        return True
    if kind in (tuple, frozenset):
        return all(map(is_constant, value))
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        return False
    fields = dataclasses.fields(value)
    # An object that keeps more than its fields (a cached property, say) is copied.
    if len(getattr(value, "__dict__", ())) > len(fields):
        return False
    return all(is_constant(getattr(value, field.name)) for field in fields)
