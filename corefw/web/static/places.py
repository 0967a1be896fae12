"""Where static files lie: a folder of the disk, or one inside a package that is an archive.

On the disk the neighbour ``files`` sees to it that nothing leads out of the folder.  In an archive there
are no links and no times, so that a file's validator is made of its content.  Floor 4.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.assets import overriding
from corefw.web.static.files import is_folder, open_below

__all__ = ["ArchiveFolder", "DiskFolder", "FoundFile", "Place", "asset_of", "overridden_spec", "place_of"]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was opened: its length in bytes, its validator, and when it changed (None: not known)."""

    file: IO[bytes]
    size: int
    tag: str
    modified: int | None


class Place(ABC):
    """A folder from which files are served."""

    @abstractmethod
    def open(self, segments: Sequence[str]) -> FoundFile | None:
        """Open the regular file at the path; None if there is none that may be read."""

    @abstractmethod
    def has_folder(self, segments: Sequence[str]) -> bool:
        """Say whether there is a folder at the path, or the path is empty."""


@dataclass(frozen=True, slots=True)
class DiskFolder(Place):
    """A folder of the disk, by its real path."""

    root: str

    def open(self, segments: Sequence[str]) -> FoundFile | None:
        """Open the file; its validator is made of its time and length."""
        found = open_below(self.root, segments)
        if found is None:
            return None
        file, facts = found
        tag = f"{facts.st_mtime_ns:x}-{facts.st_size:x}"
        return FoundFile(file, facts.st_size, tag, int(facts.st_mtime))

    def has_folder(self, segments: Sequence[str]) -> bool:
        """Say whether there is such a folder below."""
        return is_folder(self.root, segments)


@dataclass(frozen=True, slots=True)
class ArchiveFolder(Place):
    """A folder of a package that is imported from an archive (PEP 302)."""

    root: Traversable

    def open(self, segments: Sequence[str]) -> FoundFile | None:
        """Read the file; its validator is made of its content."""
        try:
            content = self.root.joinpath(*segments).read_bytes() if segments else None
        except (OSError, ValueError, KeyError):
            return None
        if content is None:
            return None
        tag = hashlib.sha256(content).hexdigest()[:32]
        return FoundFile(io.BytesIO(content), len(content), tag, None)

    def has_folder(self, segments: Sequence[str]) -> bool:
        """Say whether there is such a folder below."""
        return self.root.joinpath(*segments).is_dir()


def asset_of(spec: str, package: str = "") -> Path | Traversable | None:
    """Return the asset ``package:path``, or of an absolute path; None if there is no such package.

    A *spec* without a package is relative to *package*.  Whether the asset exists is not looked at.
    """
    if os.path.isabs(spec):
        return Path(spec)
    name, colon, inside = spec.partition(":")
    if not colon:
        name, inside = package, spec
    try:
        module = importlib.import_module(name)
    except (ImportError, ValueError):
        return None
    if hasattr(module, "__path__"):
        root: Path | Traversable = files(module)
    elif getattr(module, "__file__", None):  # a module and no package, such as __main__
        root = Path(str(module.__file__)).parent
    else:
        return None
    steps = [step for step in inside.split("/") if step]
    return root.joinpath(*steps) if steps else root


def overridden_spec(registry: Any, spec: str) -> str:
    """Return the specification of what is there for *spec* after overrides; itself if nothing is."""
    for folder, path in overriding(registry, spec):
        asset = asset_of(folder + path)
        if asset is not None and (asset.is_file() or asset.is_dir()):
            return folder + path
    return spec


def place_of(spec: str, package: str = "") -> Place:
    """Return the folder: absolute, ``package:path``, or relative to *package*.

    Raises `ConfigurationError` (CFW-561) if there is no such folder.
    """
    found = asset_of(spec, package)
    if found is None:
        name = spec.partition(":")[0] if ":" in spec else package
        raise ConfigurationError(_not_there(spec, f'no package "{name}"'))
    if isinstance(found, Path):
        real = os.path.realpath(found)
        if os.path.isdir(real):
            return DiskFolder(real)
    elif found.is_dir():
        return ArchiveFolder(found)
    raise ConfigurationError(_not_there(spec, f"{found} is not a folder"))


def _not_there(spec: str, complaint: str) -> Problem:
    return Problem(
        "CFW-561",
        f'The static files "{spec}" are not there: {complaint}.',
        fixes=(Fix("", "name an existing folder, as package:folder or as an absolute path"),),
    )
