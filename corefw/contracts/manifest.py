"""The addon manifest: what ``corefw-addon.toml`` may say, read without importing the addon.

The text is checked here, key by key, with all problems found together, each with its line.
Finding the file belongs to `corefw.addon.discovery`; comparing what manifests ask for with
what is there belongs to `corefw.addon.compatibility`.  Floor 1.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.installed import range_of, requirement_of, version_of
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.base.places import UNKNOWN, Place

__all__ = ["MANIFEST_FILE", "Manifest", "ManifestError", "Need", "Provision", "in_range", "parse_manifest"]

#: The name of the file; it lies in the addon's top-level package.
MANIFEST_FILE = "corefw-addon.toml"

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_DOTTED_CLASS = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_PROVISION = re.compile(rf"({_NAME.pattern})(?::({_NAME.pattern}(?:[ ,]+{_NAME.pattern})*))?")


class ManifestError(ConfigurationError):
    """A ``corefw-addon.toml`` cannot be read or says something that it may not say."""


@dataclass(frozen=True, slots=True)
class Need:
    """One addon that another one needs, and the versions of it that will do ("" for any)."""

    name: str
    range: str = ""

    def __str__(self) -> str:
        return self.name + self.range


@dataclass(frozen=True, slots=True)
class Provision:
    """One port that an addon fills, and the capabilities that it offers there."""

    port: str
    capabilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an addon says about itself before anything of it is imported."""

    name: str
    version: str = ""
    summary: str = ""
    corefw: str = ""
    needs: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    settings: str = ""
    section: str = ""
    place: Place = field(default=UNKNOWN, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def needed(self) -> tuple[Need, ...]:
        """The addons it needs, each parted into name and range."""
        requirements = (requirement_of(text) for text in self.needs if ":" not in text)
        return tuple(Need(each.name, str(each.specifier)) for each in requirements)

    @property
    def required(self) -> tuple[Provision, ...]:
        """The capabilities it needs, of whatever fills the port."""
        return _provisions(text for text in self.needs if ":" in text)

    @property
    def provided(self) -> tuple[Provision, ...]:
        """The ports it fills; what is said of one port in several entries is put together."""
        return _provisions(self.provides)

    def place_of(self, key: str) -> Place:
        """Return the line of the file that sets *key*, or the file where none does."""
        return Place(self.place.file, self.lines.get(key, 0), self.place.module)


def _provisions(texts: Iterable[str]) -> tuple[Provision, ...]:
    ports: dict[str, frozenset[str]] = {}
    for text in texts:
        port, _, capabilities = text.partition(":")
        ports[port] = ports.get(port, frozenset()) | frozenset(capabilities.replace(",", " ").split())
    return tuple(Provision(port, capabilities) for port, capabilities in ports.items())


def in_range(version: str, wanted: str) -> bool:
    """Return whether *version* lies in the PEP 440 range *wanted*; "" admits everything.

    Pre-releases count as what they are, so that a development version of corefw or of an
    addon can be tried.  A version that is not one (PEP 440) lies in no range but "".
    """
    if not wanted:
        return True
    try:
        found = version_of(version)
    except ValueError:
        return False
    return range_of(wanted).contains(found, prereleases=True)


def parse_manifest(text: str, place: Place, version: str = "") -> Manifest:
    """Return what the manifest *text*, read from the file *place*, says.

    *version* is the distribution's, for a manifest that gives none.  Raises `ManifestError`
    with everything that is wrong: CFW-402 (no TOML), CFW-403 (unknown key), CFW-404 (a value).
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a ValueError: a number of 5000 digits
        raise ManifestError(_not_toml(error, text, place)) from error
    lines = _key_lines(text, table)
    problems = [*_unknown_keys(table, lines, place), *_bad_values(table, lines, place)]
    if problems:
        raise ManifestError(*problems)
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    defaults = {"version": version, "section": said["name"]}
    return Manifest(**(defaults | said), place=place, lines=lines)


def _not_toml(error: Exception, text: str, place: Place) -> Problem:
    message = str(error)
    found = re.search(r"\s*\(at line (\d+), column \d+\)", message)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    reason = message[: found.start()] if found else message.replace(" (at end of document)", "")
    return Problem(
        "CFW-402",
        f"The addon manifest {place.shown_file} is not TOML: {reason}.",
        (Witness(Place(place.file, line, place.module)),),
    )


def _unknown_keys(table: Mapping[str, Any], lines: Mapping[str, int], place: Place) -> Iterator[Problem]:
    for key in table:
        if key not in _CHECKS:
            yield Problem(
                "CFW-403",
                f'An addon manifest knows no key "{key}".' + did_you_mean(key, _CHECKS),
                (Witness(Place(place.file, lines.get(key, 0), place.module)),),
                why=f"The keys are {', '.join(_CHECKS)}.",
                fixes=(
                    *near_fixes(key, _CHECKS, lambda near: f"write  {near} = ..."),
                    Fix(
                        "it is for the addon itself", "make it a setting: the dataclass that  settings  names"
                    ),
                ),
            )


def _bad_values(table: Mapping[str, Any], lines: Mapping[str, int], place: Place) -> Iterator[Problem]:
    if "name" not in table:
        yield Problem(
            "CFW-404",
            "The addon manifest does not say the addon's name.",
            (Witness(place),),
            fixes=(Fix("", 'add  name = "NAME" , the name of its entry point'),),
        )
    for key, value in table.items():
        complaint = _CHECKS[key](value, table.get("name")) if key in _CHECKS else ""
        if complaint:
            yield Problem(
                "CFW-404",
                f'"{key}" must be {complaint}, and is {_shown(value)}.',
                (Witness(Place(place.file, lines.get(key, 0), place.module)),),
            )


def _shown(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


# Each check returns what the value must be, or "" for a good one; `own` is the addon's name.


def _check_text(value: Any, own: Any) -> str:
    return "" if isinstance(value, str) else "a string"


def _check_name(value: Any, own: Any) -> str:
    good = isinstance(value, str) and _NAME.fullmatch(value)
    return "" if good else 'a name of small letters, digits, "-" and "_" which begins with a letter'


def _check_version(value: Any, own: Any) -> str:
    try:
        version_of(value)
    except (ValueError, TypeError):
        return 'a version (PEP 440) such as "1.2"'
    return ""


def _check_range(value: Any, own: Any) -> str:
    try:
        range_of(value if isinstance(value, str) else "?")
    except ValueError:
        return 'a range of versions (PEP 440) such as ">=0.1,<1"'
    return ""


def _check_class(value: Any, own: Any) -> str:
    good = isinstance(value, str) and (value == "" or _DOTTED_CLASS.fullmatch(value))
    return "" if good else 'the name of a dataclass such as "package.module:Settings"'


def _check_needs(value: Any, own: Any) -> str:
    wanted = (
        "a list of addon names, each with a range if it matters, and of capabilities, such as "
        '["sqlalchemy>=0.1", "persistence:savepoints"]'
    )
    if not _is_strings(value):
        return wanted
    for text in value:
        if ":" in text and _PROVISION.fullmatch(text):
            continue
        try:
            need = requirement_of(text)
        except ValueError:
            return wanted
        if need.url or need.extras or need.marker or not _NAME.fullmatch(need.name):
            return wanted
        if need.name == own:
            return "a list of other addons"
    return ""


def _check_names(value: Any, own: Any) -> str:
    if not _is_strings(value) or not all(_NAME.fullmatch(name) for name in value):
        return "a list of addon names"
    return "a list of other addons" if own in value else ""


def _check_provides(value: Any, own: Any) -> str:
    if _is_strings(value) and all(_PROVISION.fullmatch(text) for text in value):
        return ""
    return 'a list of ports, each with its capabilities if any, such as ["persistence:transactions,durable"]'


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_CHECKS: Mapping[str, Callable[[Any, Any], str]] = {
    "name": _check_name,
    "version": _check_version,
    "summary": _check_text,
    "corefw": _check_range,
    "needs": _check_needs,
    "provides": _check_provides,
    "before": _check_names,
    "after": _check_names,
    "settings": _check_class,
    "section": _check_name,
}

_KEY_LINE = re.compile(r"""\s*\[{0,2}\s*(?:"([^"\\]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*[.=\]]""")


def _key_lines(text: str, table: Mapping[str, Any]) -> dict[str, int]:
    """Find the line of each key; tomllib gives none.  A key that is not surely found is left out.

    A line is a key's if it looks so and if what stands before it is TOML by itself, which it
    is not inside a list or a long string.
    """
    found: dict[str, int] = {}
    in_table = False
    rows = text.split("\n")
    for index, row in enumerate(rows):
        is_header = row.lstrip().startswith("[")
        match = _KEY_LINE.match(row) if is_header or not in_table else None
        key = (match[1] or match[2] or match[3]) if match else ""
        if not (is_header or (key in table and key not in found)):
            continue
        if not _is_toml("\n".join(rows[:index])):
            continue
        in_table = in_table or is_header
        if key in table:
            found.setdefault(key, index + 1)
    return found


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
