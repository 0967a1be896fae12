"""Conversion: a given value becomes what the type of its field asks for, or a refusal.

Values of files and of code are taken strictly; the texts of the environment are read by
the type that is wanted.  Tables and lists are walked here, item by item, so that everything
that is wrong in them is found; single values are msgspec's.  Floor 2.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, MutableSequence, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Annotated, Any, TypeAlias, get_args

import msgspec

from corefw.engine.settings.accepted import Annotation, bare, list_of, members, origin_of
from corefw.engine.settings.secrets import Secret
from corefw.engine.settings.sources import Given

__all__ = [
    "REFUSED",
    "Node",
    "Refusal",
    "choices",
    "convert_list",
    "convert_single",
    "is_text",
    "items_of",
    "plain",
    "read_text",
    "tree_of",
]

#: What a setting is before it is converted: a value, or a table of such.
Node: TypeAlias = "Given | dict[str, Node]"

#: Stands for a value that could not be converted.
REFUSED: Any = type("REFUSED", (), {"__repr__": lambda self: "REFUSED"})()

_YES = frozenset({"1", "true", "yes", "on", "y", "t"})
_NO = frozenset({"0", "false", "no", "off", "n", "f"})
_LONGEST = 4300  # digits that CPython converts
_NUMBER = re.compile(r"[+-]?[0-9](?:[0-9_]*[0-9])?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that is not what its type asks for."""

    given: Given
    annotation: Annotation


def tree_of(given: Given) -> Node:
    """Return *given* as a node: a mapping that code gave becomes a table like a file's."""
    if not isinstance(given.value, Mapping):
        return given
    return {
        str(name): tree_of(Given((*given.path, str(name)), value, given.origin))
        for name, value in given.value.items()
    }


def plain(node: Node) -> Any:
    """Return *node* as the plain value or dict that was given."""
    return node.value if isinstance(node, Given) else {name: plain(item) for name, item in node.items()}


def is_text(given: Given) -> bool:
    """Return whether the value is a text of the environment, to be read by the wanted type."""
    return given.origin.kind == "environment" and isinstance(given.value, str)


def convert_single(given: Given, annotation: Annotation) -> Any:
    """Return the value of *given* as *annotation*, which is no union, table or list."""
    value = given.value
    if annotation is Any or annotation is object:
        return value
    lax = is_text(given)
    if lax and not _takes_text(annotation):
        value = _read_scalar(value.strip(), bare(annotation))
    try:
        return msgspec.convert(value, annotation, strict=not lax, dec_hook=_decode)
    except msgspec.ValidationError:
        return REFUSED


def read_text(given: Given, annotation: Annotation) -> Given:
    """Return *given* with its text read as the list or table that *annotation* asks for."""
    text = given.value.strip()
    if text.startswith(("[", "{")):
        try:
            literal = tomllib.loads(f"value = {text}")
        except (tomllib.TOMLDecodeError, RecursionError):
            return given
        return replace(given, value=literal["value"]) if len(literal) == 1 else given
    if list_of(annotation) is not None:
        return replace(given, value=[item.strip() for item in text.split(",")] if text else [])
    return given


def convert_list(annotation: Annotation, items: list[Any]) -> Any:
    """Return the converted *items* in the kind of list that *annotation* asks for."""
    kind = origin_of(bare(annotation)) or bare(annotation)
    if origin_of(annotation) is Annotated:
        limited = Annotated[list[Any], *get_args(annotation)[1:]]
        try:
            msgspec.convert(items, limited)
        except msgspec.ValidationError:
            return REFUSED
    if issubclass(kind, tuple):
        return tuple(items)
    if issubclass(kind, AbstractSet):
        return set(items) if kind is set else frozenset(items)
    return items if issubclass(kind, MutableSequence) else tuple(items)


def items_of(given: Given) -> list[Given] | None:
    """Return each item of a list value with a path of its own, or None if it is no list."""
    value = given.value
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence | AbstractSet):
        return None
    *table, name = given.path
    return [Given((*table, f"{name}[{index}]"), item, given.origin) for index, item in enumerate(value)]


def _takes_text(annotation: Annotation) -> bool:
    kind = bare(annotation)
    return isinstance(kind, type) and issubclass(kind, str | PurePath)


def _read_scalar(text: str, annotation: Annotation) -> Any:
    if annotation is bool:
        lowered = text.lower()
        return True if lowered in _YES else False if lowered in _NO else text
    if annotation is int and len(text) < _LONGEST and _NUMBER.fullmatch(text):
        return int(text)
    return text


def _decode(wanted: type, value: Any) -> Any:
    if isinstance(value, str) and issubclass(wanted, Secret | PurePath):
        return wanted(value)
    raise msgspec.ValidationError(f"Expected `{wanted.__name__}`")


def choices(annotation: Annotation, *, text: bool) -> list[Annotation]:
    """Return the members of a union in the order to try them: for a text, text comes last."""
    kinds = list(members(annotation))
    return sorted((kind for kind in kinds if kind is not type(None)), key=_takes_text) if text else kinds
