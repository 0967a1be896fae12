"""Sources: settings as they were given, by a TOML file, the environment or Python code.

Each value keeps its origin, so that every error and listing can name the line or the
variable.  What a value should be is the schema's business; nothing is converted here, and
nothing inside a value is interpolated.  Floor 2.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.base.places import Place
from corefw.engine.settings.secrets import is_secret_name, mask_line
from corefw.engine.settings.toml_lines import key_lines, line_of

__all__ = [
    "RESERVED_VARIABLES",
    "Given",
    "Origin",
    "SettingPlace",
    "SettingsError",
    "from_code",
    "from_environment",
    "from_file",
    "variable_name",
]

Kind = Literal["default", "file", "environment", "code"]

#: Variables that are read by the command line and are no settings.
RESERVED_VARIABLES = frozenset({"COREFW_CONFIG"})

# A test suite may be steered by variables of its own while it starts applications.
_FOREIGN_PREFIX = "COREFW_TESTS_"
_PREFIX = "COREFW_"
_CORE = "corefw"


class SettingsError(ConfigurationError):
    """The settings cannot be used; every problem of a section is reported together."""


@dataclass(frozen=True, slots=True)
class SettingPlace(Place):
    """A line of a settings file, whose source is shown without the secrets on it."""

    hidden: bool = False

    @property
    def source(self) -> str:
        """The source line, masked; with `hidden` only the name on it."""
        return mask_line(super(SettingPlace, self).source, hide=self.hidden)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: its kind, the line if there is one, the variable or file."""

    kind: Kind
    place: Place | None = None
    name: str = ""

    def __str__(self) -> str:
        if self.kind == "environment":
            return f"environment {self.name}"
        if self.place is not None and self.kind != "default":
            return str(self.place)
        return self.name or self.kind

    def witness(self, shown_value: str = "", *, hide: bool = False) -> Witness:
        """Return this origin as the witness of a problem, without secrets.

        With *hide* the source line is shown without its value, as for a name that nobody
        knows: it may be a secret that was misspelt.
        """
        if self.kind == "environment":
            equals = f"{self.name}={shown_value}" if shown_value else self.name
            return Witness(Place("environment", 0), note=equals)
        place = self.place if self.place is not None else Place(self.name or self.kind, 0)
        if isinstance(place, SettingPlace) and hide:
            place = replace(place, hidden=True)
        return Witness(place)


@dataclass(frozen=True, slots=True)
class Given:
    """One value as it was given, the path of names it was given for, and its origin."""

    path: tuple[str, ...]
    value: Any
    origin: Origin

    @property
    def key(self) -> str:
        """The flat key: ``sqlalchemy.url``."""
        return ".".join(self.path)


def variable_name(key: str) -> str:
    """Return the environment variable that sets *key*."""
    path = [part.upper().replace("-", "_") for part in key.split(".")]
    if path[0] == _CORE.upper():
        return _PREFIX + "__".join(path[1:])
    return f"{_PREFIX}_" + "__".join(path)


def from_code(mapping: Mapping[str, Any], place: Place | None) -> list[Given]:
    """Return what Python code gave; each value stays the very object it is."""
    origin = Origin("code", place)
    return [Given(tuple(str(key).split(".")), value, origin) for key, value in mapping.items()]


def from_environment(environ: Mapping[str, str]) -> list[Given]:
    """Return the settings of the environment, as texts, sorted by their variables.

    ``COREFW_DEBUG`` sets ``corefw.debug`` and ``COREFW__SQLALCHEMY__URL`` sets
    ``sqlalchemy.url``.  Raises `SettingsError` (CFW-115) for a name that has no such form.
    """
    found: list[Given] = []
    problems: list[Problem] = []
    for name in sorted(environ):
        if not name.startswith(_PREFIX) or name.startswith(_FOREIGN_PREFIX) or name in RESERVED_VARIABLES:
            continue
        rest = name.removeprefix(_PREFIX)
        path = tuple(part.lower() for part in rest.removeprefix("_").split("__"))
        if not rest.startswith("_"):
            path = (_CORE, *path)
        if len(path) < 2 or not all(re.fullmatch(r"[a-z0-9](?:\w*[a-z0-9])?", part) for part in path):
            problems.append(_malformed(name))
        else:
            found.append(Given(path, environ[name], Origin("environment", name=name)))
    if problems:
        raise SettingsError(*problems)
    return found


def _malformed(name: str) -> Problem:
    return Problem(
        "CFW-115",
        f"The environment variable {name} names no setting.",
        (Origin("environment", name=name).witness(),),
        "COREFW_DEBUG sets debug of [corefw]; COREFW__SQLALCHEMY__URL sets url of [sqlalchemy]:\n"
        "two underscores stand before a section and between a table and what is in it.",
        (
            Fix("it is to be a setting", "COREFW__SECTION__KEY=value"),
            Fix("it is not", f"unset  {name}"),
        ),
    )


def from_file(file: Path) -> list[Given]:
    """Return the settings of a TOML file, in its order, each with its line.

    Raises `SettingsError` (CFW-110) if there is no such file, if it cannot be read or if it
    is not TOML.
    """
    text = _read(file)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(_not_toml(file, error)) from error
    lines = key_lines(text)
    found: list[Given] = []
    for path, value in _leaves(tables, ()):
        place = SettingPlace(str(file), line_of(path, lines), hidden=is_secret_name(".".join(path)))
        found.append(Given(path, value, Origin("file", place, str(file))))
    return found


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], Any]]:
    for name, value in table.items():
        # An empty table below a section is a value; an empty section says nothing.
        if isinstance(value, dict) and (value or not path):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError:
        folder = file.parent
        nearby = sorted(other.name for other in folder.glob("*.toml")) if folder.is_dir() else []
        what = f'There is no settings file "{file}".' + did_you_mean(file.name, nearby)
        why = f"{folder} holds {', '.join(nearby)}." if nearby else ""
        if not folder.is_dir():
            why = f"There is no folder {folder}."
        fixes = (
            *near_fixes(file.name, nearby, lambda near: f"name  {folder / near}"),
            Fix("it is still to be written", f"make {file} with  [corefw]  in its first line"),
        )
        raise SettingsError(Problem("CFW-110", what, why=why, fixes=fixes)) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            Problem(
                "CFW-110",
                f'The settings file "{file}" is not UTF-8: byte {error.start} cannot be decoded.',
                fixes=(Fix("", "save it as UTF-8, which TOML asks for."),),
            )
        ) from error
    except OSError as error:
        raise SettingsError(
            Problem(
                "CFW-110",
                f'The settings file "{file}" cannot be read: {error.strerror}.',
                fixes=(Fix("", "let it be a file which the user that runs this may read"),),
            )
        ) from error


def _not_toml(file: Path, error: Exception) -> Problem:
    said = str(error)
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
    if match is None:
        return Problem("CFW-110", f'The settings file "{file}" is not TOML: {said}.')
    line = int(match[1]) if match[1] else 0
    where = f"column {match[2]}" if match[2] else "the end of the file"
    return Problem(
        "CFW-110",
        f'The settings file "{file}" is not TOML: {said[: match.start()]} at {where}.',
        (Witness(SettingPlace(str(file), line)),),
    )
