"""Settings: all values of an application by flat keys, typed by section, with their origins.

A mapping as Pyramid's ``registry.settings`` is; and more: `Settings.typed` gives a section
as the dataclass that describes it, and every value knows where it came from.  Reading the
sources is the business of `corefw.engine.settings.sources`.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import MISSING, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from corefw.base.errors import Problem
from corefw.base.places import Place, caller_place, place_of
from corefw.engine.settings.conversion import Node, plain, tree_of
from corefw.engine.settings.problems import unknown_section
from corefw.engine.settings.schema import SchemaField, fields_of, read_section
from corefw.engine.settings.secrets import shown
from corefw.engine.settings.sources import Given, Origin, from_code, from_environment, from_file

__all__ = ["SettingRow", "Settings", "load_settings"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it may be shown: the value is masked where it must be."""

    key: str
    shown: str
    origin: Origin
    help: str = ""


def load_settings(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings of *file* with those of the environment over them.

    Raises `SettingsError` for a file that cannot be read (CFW-110) and for a ``COREFW_``
    variable that names no setting (CFW-115).
    """
    settings = Settings()
    settings._put(from_file(file) if file is not None else ())
    settings._put(_in_known_spelling(given, settings) for given in from_environment(environ))
    return settings


class Settings(MutableMapping[str, Any]):
    """Settings by flat keys: ``settings["sqlalchemy.url"]``.

    A table can be asked for as a whole: ``settings["sqlalchemy"]`` is a dict.  Defaults of
    schemas are not among the keys; `typed`, `origin` and `rows` know them.
    """

    def __init__(self) -> None:
        self._given: dict[str, Given] = {}
        #: Who put or took which values, in this order, so that those of one can be taken back.
        self._history: list[tuple[str, str, Given | None]] = []
        self._schemas: dict[str, list[type[Any]]] = {}
        self._typed: dict[tuple[str, type[Any]], Any] = {}
        self._root: dict[str, Node] | None = None

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], place: Place | None = None) -> Settings:
        """Return the settings that Python code gave; keys are flat, or values are tables."""
        settings = cls()
        settings.add(mapping, place or caller_place())
        return settings

    def fork(self) -> Settings:
        """Return settings that begin with these values, schemas and origins, and change on their own."""
        forked = Settings()
        forked._given = dict(self._given)
        forked._history = list(self._history)
        forked._schemas = {section: list(schemas) for section, schemas in self._schemas.items()}
        return forked

    def add(self, mapping: Mapping[str, Any], place: Place | None = None, *, owner: str = "") -> None:
        """Set what *mapping* holds, over everything that was there; *owner* may be withdrawn later."""
        self._put(from_code(mapping, place or caller_place()), owner)

    def withdraw(self, owner: str) -> None:
        """Take back what *owner* added: what was there before it holds again."""
        left = [row for row in self._history if row[0] != owner]
        if len(left) == len(self._history):
            return
        self._history, self._given = left, {}
        for _, key, given in left:
            if given is None:
                self._given.pop(key, None)
            else:
                self._lay(given)
        self._forget()
        for section in self._schemas:
            self._respell(section)

    def typed(self, section: str, schema: type[T]) -> T:
        """Return *section* as an instance of the dataclass *schema*, and claim the section.

        Raises `SettingsError` with every problem of the section at once.
        """
        if (section, schema) not in self._typed:
            schemas = self._schemas.setdefault(section, [])
            if schema not in schemas:
                schemas.append(schema)
            self._respell(section)
            converted = read_section(section, schema, self._tree(section))
            self._settle(section, schema, converted)
            self._typed[section, schema] = converted
        value: T = self._typed[section, schema]
        return value

    def section(self, name: str) -> dict[str, Any]:
        """Return what was given for the section *name*, untyped, and claim the section."""
        self.claim(name)
        return {key: plain(node) for key, node in self._tree(name).items()}

    def claim(self, section: str) -> None:
        """Say that *section* is in use, so that it is not reported as unknown."""
        self._schemas.setdefault(section, [])
        self._respell(section)

    @property
    def claimed(self) -> list[str]:
        """The sections that were asked for, in the order of asking."""
        return list(self._schemas)

    def unclaimed(self) -> list[tuple[str, Origin]]:
        """Return the keys that belong to no claimed section, with their origins."""
        return [(given.key, given.origin) for given in self._given.values() if not self._is_claimed(given)]

    def unclaimed_problems(
        self, also_known: Iterable[str] = (), tolerated: Callable[[], Iterable[str]] = tuple
    ) -> list[Problem]:
        """Return a problem (CFW-114) for each section of the file or environment nobody asked for.

        What code gave is not judged: Pyramid's applications keep whatever they like there.
        *tolerated* is asked for more sections that are no error, if there is one to judge.
        """
        known = {name.partition(".")[0] for name in (*self._schemas, *also_known)}
        by_section: dict[str, list[Given]] = {}
        for given in self._given.values():
            if given.origin.kind != "code" and not self._is_claimed(given) and given.path[0] not in known:
                by_section.setdefault(given.path[0], []).append(given)
        idle = {name.partition(".")[0] for name in tolerated()} if by_section else set()
        return [
            unknown_section(name, found, known)
            for name, found in by_section.items()
            if not all(_is_of(given, idle) for given in found)
        ]

    def origin(self, key: str) -> Origin:
        """Return where the value of *key* came from; for a default, the schema's place.

        Raises `KeyError` for a key that neither was given nor is known to a claimed schema.
        """
        found = self._find(key)
        if isinstance(found, Given):
            return found.origin
        for row in self._defaults():
            if row.key == key:
                return row.origin
        if found is not None:
            return Origin("default", name="a table")
        raise KeyError(key)

    def defaults(self) -> list[SettingRow]:
        """Return every default of the schemas in use, whether it holds or something was given."""
        return list(self._defaults())

    def rows(self) -> list[SettingRow]:
        """Return every given value and every default, sorted by key, fit to be shown."""
        entries = {".".join(path): entry for path, entry, _ in self._fields()}
        rows = {row.key: row for row in self._defaults()}
        for given in self._given.values():
            entry = entries.get(given.key)
            text = shown(given.key, given.value, secret=entry is not None and entry.secret)
            rows[given.key] = SettingRow(given.key, text, given.origin, entry.help if entry else "")
        return sorted(rows.values(), key=lambda row: row.key)

    def __getitem__(self, key: str) -> Any:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return plain(found)

    def __setitem__(self, key: str, value: Any) -> None:
        self._put(from_code({key: value}, caller_place()))

    def __delitem__(self, key: str) -> None:
        del self._given[key]
        self._history.append(("", key, None))
        self._forget()

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __repr__(self) -> str:
        # Before a schema is known only names can tell a secret; afterwards the schema does.
        secret = {".".join(path) for path, entry, _ in self._fields() if entry.secret}
        inner = (
            f"{key!r}: {shown(key, given.value, secret=key in secret)}" for key, given in self._given.items()
        )
        return f"Settings({{{', '.join(inner)}}})"

    def copy(self) -> dict[str, Any]:
        """Return the flat keys and values as a plain dict."""
        return dict(self)

    def _put(self, values: Iterable[Given], owner: str = "") -> None:
        for given in values:
            self._lay(given)
            self._history.append((owner, given.key, given))
        self._forget()

    def _lay(self, given: Given) -> None:
        for inner in _flat_keys(tree_of(given)):
            self._given.pop(inner, None)
        self._given.pop(given.key, None)  # so that what is given later stands later
        self._given[given.key] = given

    def _forget(self) -> None:
        """Drop what was made from the values: one of them has changed."""
        self._typed.clear()
        self._root = None

    def _respell(self, section: str) -> None:
        """Let variables reach a section with a hyphen in its name, which they cannot say."""
        said = section.replace("-", "_")
        if said == section:
            return
        for key, given in list(self._given.items()):
            if given.origin.kind == "environment" and given.path[0] == said:
                del self._given[key]
                self._lay(replace(given, path=(section, *given.path[1:])))
                self._forget()

    def _settle(self, section: str, schema: type[Any], converted: Any) -> None:
        """Put converted values in the place of the environment's texts."""
        for key, entry in fields_of(schema).items():
            path = f"{section}.{key}"
            value = getattr(converted, entry.attribute)
            given = self._given.get(path)
            if given is not None and given.origin.kind == "environment":
                self._given[path] = replace(given, value=value)
            if entry.nested is not None and isinstance(value, entry.nested):
                self._settle(path, entry.nested, value)
        self._root = None

    def _find(self, key: str) -> Node | None:
        if key in self._given:
            return self._given[key]
        node: Node = self._tree("")
        for name in key.split("."):
            if not isinstance(node, dict) or name not in node:
                return None
            node = node[name]
        return node

    def _tree(self, section: str) -> dict[str, Node]:
        """Return the values below *section* as nested tables."""
        if self._root is None:
            self._root = {}
            for given in self._given.values():
                _graft(self._root, given)
        node: Node = self._root
        for name in section.split(".") if section else ():
            node = node.get(name, {}) if isinstance(node, dict) else {}
        return node if isinstance(node, dict) else {}

    def _is_claimed(self, given: Given) -> bool:
        names = [".".join(given.path[:end]) for end in range(1, len(given.path) + 1)]
        return any(name in self._schemas for name in names)

    def _fields(self) -> Iterator[tuple[tuple[str, ...], SchemaField, type[Any]]]:
        for section, schemas in self._schemas.items():
            for schema in schemas:
                yield from _walk(tuple(section.split(".")), schema)

    def _defaults(self) -> Iterator[SettingRow]:
        for path, entry, schema in self._fields():
            if entry.default is not MISSING and entry.nested is None:
                key = ".".join(path)
                origin = Origin("default", place_of(schema), "default")
                yield SettingRow(key, shown(key, entry.default, secret=entry.secret), origin, entry.help)


def _walk(
    path: tuple[str, ...], schema: type[Any]
) -> Iterator[tuple[tuple[str, ...], SchemaField, type[Any]]]:
    for key, entry in fields_of(schema).items():
        yield (*path, key), entry, schema
        if entry.nested is not None and entry.nested is not schema:
            yield from _walk((*path, key), entry.nested)


def _is_of(given: Given, sections: Iterable[str]) -> bool:
    """Say whether a value is of one of the sections; a variable cannot say a hyphen."""
    name = given.path[0]
    is_said = given.origin.kind == "environment"
    return len(given.path) > 1 and any(
        name == each or (is_said and name == each.replace("-", "_")) for each in sections
    )


def _graft(root: dict[str, Node], given: Given) -> None:
    """Put one value into nested tables; what was given later wins over what is in its way."""
    table = root
    for name in given.path[:-1]:
        inner = table.get(name)
        if not isinstance(inner, dict):
            inner = table[name] = {}
        table = inner
    node, old = tree_of(given), table.get(given.path[-1])
    table[given.path[-1]] = {**old, **node} if isinstance(node, dict) and isinstance(old, dict) else node


def _flat_keys(node: Node) -> Iterator[str]:
    if isinstance(node, Given):
        yield node.key
    else:
        for inner in node.values():
            yield from _flat_keys(inner)


def _in_known_spelling(given: Given, settings: Settings) -> Given:
    """Give a value of the environment the path of the file's key which it overrides.

    A variable cannot say a hyphen, nor that a dot belongs to a name.
    """
    for known in settings._given.values():
        if ".".join(known.path).replace("-", "_").lower() == given.key:
            return replace(given, path=known.path)
    for known in settings._given.values():
        if known.path[0].replace("-", "_") == given.path[0]:
            return replace(given, path=(known.path[0], *given.path[1:]))
    return given
