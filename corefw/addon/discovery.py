"""Discovery: which addons are installed, without importing any of them.

An addon is an entry point in the group ``corefw.addons`` and a ``corefw-addon.toml`` in the
top-level package that the entry point names.  Each is tried on its own and what is wrong with
one is recorded with it; the result is sorted, as importlib.metadata gives the order of
folders.  Which of them are used belongs to `selection`.  Floor 3.
"""

from __future__ import annotations

import importlib.util
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING

from corefw.base import installed
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.places import UNKNOWN, Place
from corefw.contracts.manifest import MANIFEST_FILE, Manifest, ManifestError, parse_manifest

if TYPE_CHECKING:
    from importlib.metadata import Distribution

__all__ = ["GROUP", "FoundAddon", "find_addons"]

#: The group of entry points that addons are found by.
GROUP = "corefw.addons"


@dataclass(frozen=True, slots=True)
class FoundAddon:
    """One installed addon: where it comes from, its manifest, and what is wrong with it so far."""

    name: str
    value: str
    distribution: str
    version: str
    place: Place
    manifest: Manifest | None = None
    problems: tuple[Problem, ...] = ()
    requires: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """The addon with its version: ``mako 0.1``."""
        return f"{self.name} {self.version}".rstrip()

    @property
    def package(self) -> str:
        """The top-level package of its entry point."""
        return self.value.partition(":")[0].strip().partition(".")[0]


def find_addons(distributions: Iterable[Distribution] | None = None) -> tuple[FoundAddon, ...]:
    """Return every addon of the *distributions* (default: all that are installed), sorted by name.

    Nothing is raised: a broken entry point or manifest (CFW-402 to CFW-406) and a name that two
    distributions claim (CFW-405) are recorded in the `FoundAddon.problems` of those concerned.
    """
    found = [addon for each in _distinct(distributions) for addon in _addons_of(each)]
    by_name: dict[str, list[FoundAddon]] = defaultdict(list)
    for addon in sorted(found, key=lambda addon: (addon.name, addon.distribution, addon.value)):
        by_name[addon.name].append(addon)
    return tuple(addon for same in by_name.values() for addon in _told_apart(same))


def _distinct(distributions: Iterable[Distribution] | None) -> Iterator[Distribution]:
    """Leave out what an earlier folder of sys.path hides, as importing would.

    Only those that name an addon have their metadata parsed, which takes most of the time.
    """
    seen: set[str] = set()
    for distribution in installed.distributions() if distributions is None else distributions:
        if not _entry_points_text(distribution):
            continue
        name = installed.canonical_name(_name_of(distribution))
        if not name or name in seen:
            continue
        seen.add(name)
        first = next(iter(installed.distributions(name)), None) if distributions is None else None
        if first is None or _entry_points_text(first):
            yield distribution


def _entry_points_text(distribution: Distribution) -> str:
    """Return the text of its entry points if our group is among them; "" for what cannot be read."""
    try:
        text = distribution.read_text("entry_points.txt") or ""
    except Exception:
        return ""
    return text if GROUP in text else ""


def _name_of(distribution: Distribution) -> str:
    try:
        return _said(distribution, "Name")
    except Exception:  # half removed by pip, or not readable: no distribution
        return ""


def _said(distribution: Distribution, key: str) -> str:
    said = distribution.metadata
    return said[key] if key in said else ""  # noqa: SIM401 - its `get` is not in the protocol


def _addons_of(distribution: Distribution) -> Iterator[FoundAddon]:
    name = _name_of(distribution)
    version = _said(distribution, "Version")
    requires = tuple(distribution.requires or ())
    for key, value in _entry_points(_entry_points_text(distribution)):
        yield _look_at(FoundAddon(key, value, name, version, UNKNOWN, requires=requires))


def _entry_points(text: str) -> Iterator[tuple[str, str]]:
    """Read the one group line by line; one bad line of a file makes importlib.metadata raise."""
    section = ""
    for row in text.splitlines():
        line = row.strip()
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            yield key.strip(), value.strip()


def _look_at(addon: FoundAddon) -> FoundAddon:
    """Return the addon with its manifest, or with what is wrong."""
    match = installed.entry_point_parts(addon.value)
    if match is None or not match["attr"]:
        return replace(
            addon,
            problems=(
                _broken(addon, f'"{addon.name} = {addon.value}" does not say  package.module:Class  .'),
            ),
        )
    try:
        spec = importlib.util.find_spec(addon.package)
    except Exception as error:
        return replace(
            addon,
            problems=(
                _broken(addon, f'looking for "{addon.package}" raised {type(error).__name__}: {error}'),
            ),
        )
    if spec is None:
        return replace(addon, problems=(_broken(addon, f'there is no package "{addon.package}" to import.'),))
    addon = replace(addon, place=_origin(spec))
    try:
        manifest = _manifest(spec, addon.version)
        if manifest.name != addon.name:
            raise ManifestError(_other_name(addon, manifest))
    except ManifestError as error:
        owned = (
            replace(each, witnesses=tuple(replace(seen, owner=addon.owner) for seen in each.witnesses))
            for each in error.problems
        )
        return replace(addon, problems=tuple(owned))
    return replace(addon, version=manifest.version, place=manifest.place, manifest=manifest)


def _origin(spec: ModuleSpec) -> Place:
    if spec.origin is None:  # a namespace package
        return Place(next(iter(spec.submodule_search_locations or ()), "<unknown>"), 0, spec.name)
    return Place(spec.origin, 0, spec.name)


def _manifest(spec: ModuleSpec, version: str) -> Manifest:
    if spec.submodule_search_locations is None:
        raise ManifestError(
            Problem(
                "CFW-402",
                f'"{spec.name}" is a module, and only a package can hold a {MANIFEST_FILE}.',
                (Witness(_origin(spec)),),
                fixes=(Fix("", f"make it the package {spec.name}/ with {MANIFEST_FILE} in it"),),
            )
        )
    folders = list(spec.submodule_search_locations)
    problem = None
    for folder in folders:
        # The module name makes the place be shown relative to the package, on every machine alike.
        module = f"{spec.name}.{MANIFEST_FILE.partition('.')[0]}"
        place = Place(os.path.join(folder, MANIFEST_FILE), 0, module)
        try:
            return parse_manifest(_read(spec, place.file), place, version)
        except FileNotFoundError:
            problem = problem or _no_manifest(spec, place)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise ManifestError(
                Problem(
                    "CFW-402",
                    f"The addon manifest {place.shown_file} cannot be read: {reason}.",
                    (Witness(place),),
                )
            ) from error
    raise ManifestError(problem or _no_manifest(spec, _origin(spec)))


def _read(spec: ModuleSpec, file: str) -> str:
    get_data = getattr(spec.loader, "get_data", None)  # reads from a zip file as well
    try:
        data = get_data(file) if get_data else Path(file).read_bytes()
    except OSError as error:
        if error.errno is None:  # zipimport says no more than that
            raise FileNotFoundError(file) from error
        raise
    return bytes(data).decode("utf-8")


def _no_manifest(spec: ModuleSpec, place: Place) -> Problem:
    return Problem(
        "CFW-402",
        f'The package "{spec.name}" has no {MANIFEST_FILE}.',
        (Witness(place),),
        fixes=(
            Fix("it is being written", f"add the file {place.shown_file}"),
            Fix("it was installed", f"let its distribution include {MANIFEST_FILE} (package data)"),
        ),
    )


def _other_name(addon: FoundAddon, manifest: Manifest) -> Problem:
    return Problem(
        "CFW-404",
        f'The entry point calls the addon "{addon.name}", and its manifest "{manifest.name}".',
        (Witness(manifest.place_of("name")),),
        fixes=(Fix("", f'write  name = "{addon.name}"  in {manifest.place.shown_file}'),),
    )


def _broken(addon: FoundAddon, reason: str) -> Problem:
    return Problem(
        "CFW-406",
        f'The entry point of the addon "{addon.name}" is broken: {reason}',
        (
            Witness(
                Place(f"{addon.distribution} {addon.version}: entry_points.txt", 0),
                addon.owner,
                f"{addon.name} = {addon.value}",
            ),
        ),
        fixes=(
            Fix("it was installed", f"pip install --force-reinstall {addon.distribution}"),
            Fix("it is being written", "mend  [options.entry_points] corefw.addons  and install it again"),
        ),
    )


def _told_apart(same: Sequence[FoundAddon]) -> Sequence[FoundAddon]:
    """Give everyone of *same* the problem that they have one name, if there is more than one."""
    if len(same) == 1:
        return same
    problem = Problem(
        "CFW-405",
        f'Several addons have the name "{same[0].name}".',
        tuple(
            Witness(each.place, f"{each.distribution} {each.version}", f"{each.name} = {each.value}")
            for each in same
        ),
        fixes=tuple(
            Fix(f"{each.distribution} is not wanted", f"pip uninstall {each.distribution}")
            for each in sorted(same, key=lambda each: each.distribution)
        ),
    )
    return [replace(each, problems=(*each.problems, problem)) for each in same]
