"""Accepted values: what a type of a schema takes, said in words and by an example.

Used by errors only; converting is done in `corefw.engine.settings.conversion`.  Floor 2.
"""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

import msgspec

__all__ = ["Annotation", "bare", "example_of", "list_of", "members", "named_type", "origin_of", "table_of"]

# The type of a type: mypy has no name for "anything that may stand in an annotation".
Annotation: TypeAlias = Any

_WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    Decimal: "a number",
    str: "text",
    bytes: "text in base64",
    datetime: "a date with a time",
    date: "a date",
    time: "a time",
    timedelta: "a duration such as PT30S, or a number of seconds",
    type(None): "empty",
}
_EXAMPLES: dict[Any, str] = {
    bool: "true",
    int: "1",
    float: "1.5",
    str: '"text"',
    date: "2027-01-31",
    time: "12:30:00",
    datetime: "2027-01-31T12:30:00",
}
_BOUNDS = (("gt", "more than"), ("ge", "at least"), ("lt", "less than"), ("le", "at most"))


def origin_of(annotation: Annotation) -> Any:
    """Return what *annotation* is a form of: ``list`` of ``list[str]``; None for a plain type."""
    return get_origin(annotation)


def bare(annotation: Annotation) -> Annotation:
    """Return *annotation* without what is annotated to it."""
    return get_args(annotation)[0] if origin_of(annotation) is Annotated else annotation


def members(annotation: Annotation) -> tuple[Annotation, ...]:
    """Return the members of a union; of anything else the thing itself."""
    if origin_of(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def list_of(annotation: Annotation) -> Annotation | None:
    """Return the item type of a list, tuple, set or sequence type; None for other types."""
    plain = bare(annotation)
    kind = origin_of(plain) or plain
    if not isinstance(kind, type) or issubclass(kind, str | bytes | Mapping):
        return None
    if not issubclass(kind, Sequence | AbstractSet):
        return None
    items = get_args(plain)
    if len(items) > 1 and items[1] is not Ellipsis:
        return None  # a tuple with a type for each place, which msgspec knows how to read
    return items[0] if items else Any


def table_of(annotation: Annotation) -> Annotation | None:
    """Return the value type of a mapping type; None for other types."""
    plain = bare(annotation)
    kind = origin_of(plain) or plain
    if not isinstance(kind, type) or not issubclass(kind, Mapping):
        return None
    return get_args(plain)[1] if get_args(plain) else Any


def named_type(annotation: Annotation, *, many: bool = False) -> str:
    """Return in words what *annotation* takes: ``a whole number``, ``true or false``."""
    if origin_of(annotation) is Annotated:
        base, *metas = get_args(annotation)
        limits = [limit for meta in metas if isinstance(meta, msgspec.Meta) for limit in _limits(meta)]
        return ", ".join([named_type(base, many=many), *limits])
    kinds = [kind for kind in members(annotation) if kind is not type(None)]
    if len(kinds) > 1:
        return " or ".join(named_type(kind, many=many) for kind in kinds)
    kind = kinds[0] if kinds else type(None)
    if origin_of(kind) is Literal:
        return _choice(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _choice([member.value for member in kind])
    if (item := list_of(kind)) is not None:
        return "a list" if item is Any else f"a list of {named_type(item, many=True)}"
    if dataclasses.is_dataclass(kind) or table_of(kind) is not None:
        return "tables" if many else "a table"
    return _word(kind, many=many)


def example_of(annotation: Annotation) -> str:
    """Return a value in TOML that *annotation* takes, or "" if none comes to mind."""
    kind = next((kind for kind in members(bare(annotation)) if kind is not type(None)), None)
    if origin_of(kind) is Literal:
        return _quoted(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _quoted(next(iter(kind)).value)
    if (item := list_of(kind)) is not None:
        inner = example_of(item)
        return f"[{inner}]" if inner else ""
    if isinstance(kind, type) and issubclass(kind, str | PurePath):
        return _EXAMPLES[str]
    return _EXAMPLES.get(kind, "")


def _word(kind: Annotation, *, many: bool) -> str:
    if isinstance(kind, type) and issubclass(kind, PurePath):
        return "paths" if many else "a path"
    for known, word in _WORDS.items():
        if isinstance(kind, type) and issubclass(kind, known):
            return word.removeprefix("a ") + "s" if many and word.startswith("a ") else word
    return str(getattr(kind, "__qualname__", kind))


def _choice(values: Sequence[Any]) -> str:
    quoted = [_quoted(value) for value in values]
    return quoted[0] if len(quoted) == 1 else "one of " + ", ".join(quoted)


def _quoted(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _limits(meta: msgspec.Meta) -> list[str]:
    limits = [f"{word} {bound}" for name, word in _BOUNDS if (bound := getattr(meta, name)) is not None]
    if meta.min_length is not None:
        limits.append(f"at least {meta.min_length} long")
    if meta.max_length is not None:
        limits.append(f"at most {meta.max_length} long")
    if meta.multiple_of is not None:
        limits.append(f"a multiple of {meta.multiple_of}")
    if meta.pattern is not None:
        limits.append(f"in the form {meta.pattern}")
    return limits
