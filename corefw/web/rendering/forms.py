"""What common types look like in JSON, and where in a value the fault is that cannot be written.

The encoder itself is the neighbour ``json``; ``xml`` and ``csv`` share the forms.  Floor 4.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

__all__ = ["fault_in", "native_form"]

_DEEPEST = 200


def native_form(thing: Any) -> Any:
    """Return *thing* as text, dictionary or list, of whatever values it has.

    Dates and times in ISO 8601, decimals and UUIDs as text, an enumeration's value, a dataclass or
    msgspec struct by its fields.  Raises TypeError for other types, and ValueError for a decimal that is
    not finite.
    """
    if isinstance(thing, date | time):  # and datetime
        return thing.isoformat()
    if isinstance(thing, Decimal):
        if not thing.is_finite():
            raise ValueError(f"{thing} is not JSON (RFC 8259, section 6)")
        return str(thing)
    if isinstance(thing, UUID):
        return str(thing)
    if isinstance(thing, enum.Enum):
        return thing.value
    if isinstance(thing, msgspec.Struct):
        return _form_of_struct(thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing)}
    hint = "give it a method __json__(request), or the renderer an adapter (JSON.add_adapter)"
    if isinstance(thing, set | frozenset):
        hint = "a set has no order; return sorted(...) of it"
    elif isinstance(thing, bytes | bytearray):
        hint = "bytes are no text; decode them, or encode them in base 64"
    raise TypeError(f"{type(thing).__module__}.{type(thing).__qualname__} is not JSON: {hint}")


def _form_of_struct(thing: msgspec.Struct) -> Any:
    """Return the struct as msgspec itself writes it, one level deep."""
    config = thing.__struct_config__
    rows = [(field, getattr(thing, field.name)) for field in msgspec.structs.fields(thing)]
    if config.array_like:
        values = [value for _, value in rows]
        return values if config.tag is None else [config.tag, *values]
    made: dict[str, Any] = {} if config.tag_field is None else {config.tag_field: config.tag}
    for field, value in rows:
        if value is msgspec.UNSET or (config.omit_defaults and _is_default(field, value)):
            continue
        made[field.encode_name] = value
    return made


def _is_default(field: Any, value: Any) -> bool:
    if field.default is not msgspec.NODEFAULT:
        return bool(value is field.default or value == field.default)
    return field.default_factory in (list, dict, set) and not value


def fault_in(value: Any, convert: Callable[[Any], Any]) -> Exception | None:
    """Return the error for the first thing in *value* that is not JSON, with its path (``$.rows[3].at``).

    *convert* turns what is neither a dictionary, a list nor a scalar into one, or raises TypeError or
    ValueError.  None means that no fault was found.
    """
    try:
        return _fault(value, "$", (), convert)
    except RecursionError:  # of what converts
        return ValueError("the value is nested too deeply to be JSON")


def _fault(value: Any, path: str, above: tuple[int, ...], convert: Callable[[Any], Any]) -> Exception | None:
    if value is None or isinstance(value, str | bool | int):
        return None
    if isinstance(value, float):
        if math.isfinite(value):
            return None
        return ValueError(f"{path} is {value!r}, which is not JSON (RFC 8259, section 6)")
    if id(value) in above:
        return ValueError(f"{path} leads back to what holds it: a circle is not JSON")
    if len(above) > _DEEPEST:
        return ValueError(f"{path[:100]}... is nested too deeply to be JSON")
    above = (*above, id(value))
    if isinstance(value, dict):
        return _fault_in_mapping(value, path, above, convert)
    if isinstance(value, list | tuple):
        found = (_fault(one, f"{path}[{index}]", above, convert) for index, one in enumerate(value))
        return next((fault for fault in found if fault is not None), None)
    try:
        made = convert(value)
    except (TypeError, ValueError) as error:
        return type(error)(f"{path}: {error}") if type(error) in (TypeError, ValueError) else error
    return _fault(made, path, above, convert)


def _fault_in_mapping(
    value: Mapping[Any, Any], path: str, above: tuple[int, ...], convert: Callable[[Any], Any]
) -> Exception | None:
    for key, one in value.items():
        if isinstance(key, float) and not math.isfinite(key):
            return ValueError(f"{path} has the key {key!r}, which is not JSON (RFC 8259, section 6)")
        if not isinstance(key, str | int | float | bool | type(None)):
            return TypeError(f"{path} has a key of the type {type(key).__qualname__}: keys are text in JSON")
        fault = _fault(one, f"{path}.{key}", above, convert)
        if fault is not None:
            return fault
    return None
