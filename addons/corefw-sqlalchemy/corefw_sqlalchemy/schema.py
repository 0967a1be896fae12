"""What owners contribute: the metadata of their tables, and the folder of their migrations.

Both are declared by directives, so they stand in the plan like everything else; each
owner (the application, an addon) has a label, which is the alembic branch of its migrations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from sqlalchemy import MetaData

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError, Problem

__all__ = ["MigrationFolder", "OwnedMetadata", "add_metadata", "add_migrations"]

_LABEL = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class MigrationFolder:
    """Where one owner keeps its migrations."""

    label: str
    spec: str
    folder: Path


@dataclass(frozen=True, slots=True)
class OwnedMetadata:
    """The tables of one owner."""

    label: str
    metadata: tuple[MetaData, ...]


def add_migrations(config: Configurator, spec: str, label: str = "") -> None:
    """Declare the folder *spec* (``board:migrations``, or relative to the package) of migrations.

    *label* is the branch of its revisions, by default the name of the top-level package.  The
    folder need not exist yet: the first ``corefw db revision`` makes it.  Raises `ConfigurationError`
    (SQLALCHEMY-105, -106) for a label or a package that cannot be used.
    """
    package, colon, path = spec.partition(":")
    if not colon:
        package, path = config.package.__name__, spec
    label = _checked(label or package.partition(".")[0])
    try:
        folder = files(package).joinpath(path)
    except (ImportError, TypeError) as error:
        raise ConfigurationError(
            Problem("SQLALCHEMY-106", f'There is no package "{package}" for the migrations "{spec}".')
        ) from error
    if not isinstance(folder, Path):
        raise ConfigurationError(
            Problem("SQLALCHEMY-106", f'The migrations "{spec}" are not in a folder: alembic reads files.')
        )
    record = MigrationFolder(label, f"{package}:{path}", folder)
    config.action(
        ("migrations", label),
        lambda: config.registry.put(MigrationFolder, label, record),
        kind="migrations",
        title=f'migrations "{label}"',
    )


def add_metadata(
    config: Configurator, metadata: MetaData | str | Iterable[MetaData], label: str = ""
) -> None:
    """Declare the tables of an owner: a MetaData, its dotted name, or several.

    ``corefw db revision --autogenerate`` compares them with the database.  *label* is as for
    `add_migrations`, by default the top-level name of the package that calls.
    """
    label = _checked(label or config.package.__name__.partition(".")[0])
    found = config.maybe_dotted(metadata)
    record = OwnedMetadata(label, (found,) if isinstance(found, MetaData) else tuple(found))
    config.action(
        ("metadata", label),
        lambda: config.registry.put(OwnedMetadata, label, record),
        kind="metadata",
        title=f'metadata "{label}"',
    )


def _checked(label: str) -> str:
    if not _LABEL.fullmatch(label):
        raise ConfigurationError(
            Problem(
                "SQLALCHEMY-105",
                f'"{label}" cannot be the label of migrations.',
                why="A label is made of letters, digits and _, because alembic writes board@head and -1.",
            )
        )
    return label
