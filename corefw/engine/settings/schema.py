"""Schemas: dataclasses that say what a section of the settings may hold.

A field may carry ``metadata={"help": ..., "secret": True, "name": "key in the file"}``, and under
``"refused"`` values that somebody may expect, each with why it is none and what to write instead.
Reading a section finds every problem in it; the texts of those problems are made in
`corefw.engine.settings.problems`.  Floor 2.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any, TypeAlias, TypeVar, get_type_hints

from corefw.base.errors import ConfigurationError, Problem
from corefw.engine.settings.accepted import Annotation, list_of, members, table_of
from corefw.engine.settings.conversion import (
    REFUSED,
    Node,
    choices,
    convert_list,
    convert_single,
    is_text,
    items_of,
    plain,
    read_text,
    tree_of,
)
from corefw.engine.settings.problems import (
    Refused,
    bad_schema,
    broken_rule,
    missing_setting,
    unknown_setting,
    wrong_value,
)
from corefw.engine.settings.secrets import Secret, is_secret_name
from corefw.engine.settings.sources import Given, SettingsError

__all__ = ["SchemaField", "fields_of", "read_section"]

T = TypeVar("T")
Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a schema: its key, its type, its default and what is said about it."""

    key: str
    attribute: str
    annotation: Annotation
    default: Any = MISSING
    help: str = ""
    secret: bool = False
    #: Values that somebody may expect, each with why it is not accepted and what to write instead.
    refused: Mapping[str, Refused] = field(default_factory=dict)

    @property
    def is_required(self) -> bool:
        """Whether a value must be given."""
        return self.default is MISSING and self.nested is None

    @property
    def nested(self) -> type[Any] | None:
        """The dataclass that describes the table below this field, if one does."""
        return _dataclass_in(self.annotation)


def fields_of(schema: type[Any]) -> Mapping[str, SchemaField]:
    """Return the fields of *schema* by their keys.

    Raises `SettingsError` (CFW-116) if it is no dataclass or a type cannot be resolved.
    """
    if not (isinstance(schema, type) and dataclasses.is_dataclass(schema)):
        raise SettingsError(bad_schema(schema, "is not a dataclass"))
    try:
        hints = get_type_hints(schema, include_extras=True)
    except Exception as error:
        raise SettingsError(bad_schema(schema, f"has a type that cannot be resolved: {error}")) from error
    found: dict[str, SchemaField] = {}
    for entry in dataclasses.fields(schema):
        if not entry.init:
            continue
        key = entry.metadata.get("name", entry.name)
        annotation = hints[entry.name]
        secret = bool(entry.metadata.get("secret")) or is_secret_name(f".{key}")
        found[key] = SchemaField(
            key=key,
            attribute=entry.name,
            annotation=annotation,
            default=_default(entry),
            help=entry.metadata.get("help", ""),
            secret=secret or _is_secret_type(annotation),
            refused=entry.metadata.get("refused", {}),
        )
    return found


def read_section(section: str, schema: type[T], node: Mapping[str, Node]) -> T:
    """Return the section as an instance of *schema*.

    Raises `SettingsError` with every problem: unknown keys, wrong values, what is missing.
    """
    reader = _Reader()
    value = reader.table(tuple(section.split(".")), dict(node), schema)
    if reader.problems:
        raise SettingsError(*reader.problems)
    return value  # type: ignore[no-any-return]  # no problems: it is what the schema made


@dataclass(slots=True)
class _Reader:
    """Converts the nodes of one section and collects what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def table(self, path: Names, node: dict[str, Node], schema: type[Any]) -> Any:
        """Convert a table to *schema*, field by field."""
        known = fields_of(schema)
        before = len(self.problems)
        values: dict[str, Any] = {}
        for name, item in node.items():
            if name not in known:
                self.problems.append(unknown_setting((*path, name), _some_given(item), known))
        for key, entry in known.items():
            place = (*path, key)
            if key in node:
                values[entry.attribute] = self.value(place, node[key], entry.annotation, entry)
            elif entry.is_required:
                self.problems.append(missing_setting(place, entry, schema, _some_given(node)))
            elif entry.default is MISSING and entry.nested is not None:
                values[entry.attribute] = self.table(place, {}, entry.nested)
        if len(self.problems) > before:
            return REFUSED
        try:
            return schema(**values)
        except ConfigurationError:
            raise
        except (TypeError, ValueError) as error:
            self.problems.append(broken_rule(path, schema, error, _all_given(node)))
            return REFUSED

    def value(self, path: Names, node: Node, annotation: Annotation, entry: SchemaField) -> Any:
        """Convert one node to *annotation*, which may be a union."""
        kinds = choices(annotation, text=isinstance(node, Given) and is_text(node))
        if len(kinds) == 1:
            return self.one(path, node, kinds[0], entry)
        for kind in kinds:
            attempt = _Reader()
            value = attempt.one(path, node, kind, entry)
            if not attempt.problems:
                return value
            if isinstance(node, dict) and dataclasses.is_dataclass(kind):
                self.problems.extend(attempt.problems)  # a table was meant, so its problems are the news
                return REFUSED
        return self.refuse(path, node, annotation, entry)

    def one(self, path: Names, node: Node, annotation: Annotation, entry: SchemaField) -> Any:
        """Convert one node to *annotation*, which is no union."""
        schema = _dataclass_in(annotation)
        wanted = table_of(annotation)
        if isinstance(node, Given) and is_text(node):
            node = read_text(node, annotation)
        if isinstance(node, Given) and (schema is not None or wanted is not None):
            if schema is not None and isinstance(node.value, schema):
                return node.value
            node = tree_of(node)
        if isinstance(node, dict):
            if schema is not None:
                return self.table(path, node, schema)
            if wanted is not None:
                return {name: self.value((*path, name), item, wanted, entry) for name, item in node.items()}
            return plain(node) if annotation in (Any, object) else self.refuse(path, node, annotation, entry)
        item_type = list_of(annotation)
        if item_type is not None:
            return self.items(path, node, annotation, item_type, entry)
        value = convert_single(node, annotation) if schema is None and wanted is None else REFUSED
        return self.refuse(path, node, annotation, entry) if value is REFUSED else value

    def items(
        self,
        path: Names,
        node: Given,
        annotation: Annotation,
        item_type: Annotation,
        entry: SchemaField,
    ) -> Any:
        """Convert a list, item by item."""
        items = items_of(node)
        if items is None:
            return self.refuse(path, node, annotation, entry)
        before = len(self.problems)
        values = [self.value(item.path, item, item_type, entry) for item in items]
        if len(self.problems) > before:
            return REFUSED
        value = convert_list(annotation, values)
        return self.refuse(path, node, annotation, entry) if value is REFUSED else value

    def refuse(self, path: Names, node: Node, annotation: Annotation, entry: SchemaField) -> Any:
        """Write down that *node* is not what *annotation* takes."""
        self.problems.append(wrong_value(path, node, annotation, entry))
        return REFUSED


def _dataclass_in(annotation: Annotation) -> type[Any] | None:
    for kind in members(annotation):
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return kind
    return None


def _default(entry: dataclasses.Field[Any]) -> Any:
    return entry.default_factory() if entry.default_factory is not MISSING else entry.default


def _is_secret_type(annotation: Annotation) -> bool:
    kinds = [list_of(kind) or kind for kind in members(annotation)]
    return any(isinstance(kind, type) and issubclass(kind, Secret) for kind in kinds)


def _all_given(node: Node) -> list[Given]:
    if isinstance(node, Given):
        return [node]
    return [given for item in node.values() for given in _all_given(item)]


def _some_given(node: Node) -> Given | None:
    return next(iter(_all_given(node)), None)
