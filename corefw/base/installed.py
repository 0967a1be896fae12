"""What is installed, and the versions and requirements of it (PEP 440, PEP 508).

Both `importlib.metadata` and `packaging` are imported when something is asked: importing them
takes a tenth of the time that corefw's own modules take, and only addons need them.  Floor 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

__all__ = [
    "canonical_name",
    "distributions",
    "entry_point_parts",
    "installed_version",
    "range_of",
    "requirement_of",
    "version_of",
]


def distributions(name: str | None = None) -> Iterable[Distribution]:
    """Return the installed distributions, or those of a name, in the order of ``sys.path``."""
    from importlib import metadata

    return metadata.distributions() if name is None else metadata.distributions(name=name)


def installed_version(name: str) -> str | None:
    """Return the version of an installed distribution, or None if there is none of that name."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def entry_point_parts(value: str) -> re.Match[str] | None:
    """Return the ``module``, ``attr`` and ``extras`` of the value of an entry point, None if it has none."""
    from importlib import metadata

    return metadata.EntryPoint.pattern.match(value)


def canonical_name(name: str) -> str:
    """Return the name of a distribution as it is compared."""
    from packaging.utils import canonicalize_name

    return canonicalize_name(name)


def requirement_of(text: str) -> Requirement:
    """Return *text* as a requirement; raises ValueError for what is none."""
    from packaging.requirements import Requirement

    return Requirement(text)


def range_of(text: str) -> SpecifierSet:
    """Return *text* as a range of versions; raises ValueError for what is none."""
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(text)


def version_of(text: str) -> Version:
    """Return *text* as a version; raises ValueError for what is none."""
    from packaging.version import Version

    return Version(text)
