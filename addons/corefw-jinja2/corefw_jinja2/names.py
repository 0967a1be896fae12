"""Names of templates: from ``pkg:templates/card.jinja2`` to a file inside a package.

A name never leaves its package.  Dots that climb, absolute paths, backslashes, drive letters and
control characters are refused before a file is looked for, and nothing but a template file is opened, so
a name that came from a client cannot show another file of the package.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable

from corefw.ports import TemplateNotFound

__all__ = ["SUFFIXES", "Name", "locate", "resolve"]

#: The endings of the files that are templates of this addon.
SUFFIXES = (".jinja2", ".j2")

_PACKAGE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class Name:
    """A template by package and path inside it; both are checked."""

    package: str
    path: str

    @property
    def uri(self) -> str:
        """The name as an asset specification, which is also how Jinja2 knows the template."""
        return f"{self.package}:{self.path}"

    @property
    def shown(self) -> str:
        """The file as people see it, the same on every machine: ``board/templates/card.jinja2``."""
        return f"{self.package.replace('.', '/')}/{self.path}"


def resolve(spec: str, package: str, folder: str = "") -> Name:
    """Return the name that *spec* has when it is said in *folder* of *package*.

    Raises `TemplateNotFound` for a name that leaves its package or is not one of a template.
    """
    stated, colon, path = spec.partition(":")
    if colon:
        package, folder = stated, ""
        if not _PACKAGE.fullmatch(package):
            raise TemplateNotFound(f'{spec!r} does not begin with the name of a package and ":".')
    else:
        path = spec
    if not package:
        raise TemplateNotFound(
            f"{spec!r} is relative, and there is no package to start from. Write it as package:{spec}."
        )
    if _UNSAFE.search(path):
        raise TemplateNotFound(f"{spec!r} has a character that no name of a template may have.")
    if path.startswith("/"):
        raise TemplateNotFound(f"{spec!r} is absolute. Templates are named inside a package: package:path.")
    whole = posixpath.normpath(posixpath.join(folder, path))
    if whole == ".." or whole.startswith("../"):
        raise TemplateNotFound(f"{spec!r} leads out of the package {package}.")
    if not whole.endswith(SUFFIXES):
        raise TemplateNotFound(f"{spec!r} does not end in {' or '.join(SUFFIXES)}.")
    return Name(package, whole)


def locate(name: Name) -> Traversable:
    """Return the file of the template *name*.

    Raises `TemplateNotFound`, which says where it was looked for and what lies near.
    """
    try:
        root = files(name.package)
    except (ImportError, TypeError) as error:
        raise TemplateNotFound(
            f'There is no package "{name.package}" for the template "{name.uri}".'
        ) from error
    found = root.joinpath(*name.path.split("/"))
    try:
        if found.is_file():
            return found
    except (OSError, ValueError):  # a name too long for the file system
        pass
    raise TemplateNotFound(f"There is no {name.shown}.{_nearby(root, name)}")


def _nearby(root: Traversable, name: Name) -> str:
    """Return a sentence with the nearest template in the same folder, or ""."""
    folder, _, last = name.path.rpartition("/")
    place = root.joinpath(*folder.split("/")) if folder else root
    try:
        known = sorted(item.name for item in place.iterdir() if item.name.endswith(SUFFIXES))
    except (OSError, ValueError):
        return f" The folder {Name(name.package, folder).shown} does not exist."
    near = get_close_matches(last, known, n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
