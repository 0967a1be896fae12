"""Names of templates: from ``shop:templates/card.mako`` to a file inside a package.

A name never leaves its package.  Dots that climb, absolute paths, backslashes, drive letters and
control characters are refused before a file is looked for, because Mako has had two holes there
(``//../..`` closed in 1.3.11, ``\\..\\`` in 1.3.12), and nothing but a template file is opened, so a name
that came from a client cannot show another file of the package.  This is for providers of the templating
port, which compile what is found here; which provider is asked is decided in `resolve`.  Floor 4.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from corefw.base.nearest import did_you_mean
from corefw.contracts.templating import TemplateNotFound
from corefw.web.assets import absolute_folders, overriding_templates

__all__ = ["TemplateName", "TemplateNames"]

_PACKAGE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A template by package and path inside it; both are checked."""

    package: str
    path: str

    @property
    def uri(self) -> str:
        """The name as an asset specification, by which a template language may know the template."""
        return f"{self.package}:{self.path}"

    @property
    def shown(self) -> str:
        """The file as people see it, the same on every machine: ``board/templates/card.mako``."""
        if self.package.startswith("/"):
            return f"{self.package}/{self.path}"
        return f"{self.package.replace('.', '/')}/{self.path}"


class TemplateNames:
    """What the names of templates mean, for the provider of one template language.

    *suffixes* are the endings of its files.  With the *registry* of the application, names inside
    templates lead to what ``config.override_asset`` has put in the place of a template.
    """

    def __init__(self, suffixes: Iterable[str], registry: Any = None) -> None:
        self.suffixes = tuple(suffixes)
        self._registry = registry

    def resolve(self, spec: str, package: str, folder: str = "") -> TemplateName:
        """Return the name that *spec* has when it is said in *folder* of *package*.

        An absolute path is the name of a template only in a folder that overrides another; that folder
        is then the package.  Raises `TemplateNotFound` for a name that leaves its package or is not one of
        a template.
        """
        stated, colon, path = spec.partition(":")
        root = next((one for one in absolute_folders(self._registry) if spec.startswith(one)), None)
        if root is not None:
            package, folder, path = root.rstrip("/"), "", spec[len(root) :]
        elif colon:
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
            raise TemplateNotFound(
                f"{spec!r} is absolute. Templates are named inside a package: package:path."
            )
        whole = posixpath.normpath(posixpath.join(folder, path))
        if whole == ".." or whole.startswith("../"):
            raise TemplateNotFound(f"{spec!r} leads out of the package {package}.")
        if not whole.endswith(self.suffixes):
            raise TemplateNotFound(f"{spec!r} does not end in {' or '.join(self.suffixes)}.")
        return TemplateName(package, whole)

    def resolve_inside(self, spec: str, asking: str) -> TemplateName:
        """Return the name that *spec* has inside the template whose specification is *asking*.

        An override counts, if its file is there.  But a template that names what it overrides gets
        that, and so may inherit from it; and one that names itself gets itself.  Raises
        `TemplateNotFound` as `resolve` does.
        """
        package, _, path = asking.partition(":")
        name = self.resolve(spec, package, path.rpartition("/")[0])
        over = self._resolved(overriding_templates(self._registry, name.uri, self.suffixes))
        uris = [each.uri for each in over]
        if asking in uris:
            over = over[uris.index(asking) + 1 :]
        elif asking == name.uri:
            return name
        for each in over:
            try:
                self.locate(each)
            except TemplateNotFound:
                continue
            return each
        return name

    def _resolved(self, specs: Iterable[str]) -> list[TemplateName]:
        """Return the names of those of *specs* that can be names."""
        found = []
        for spec in specs:
            with suppress(TemplateNotFound):
                found.append(self.resolve(spec, ""))
        return found

    def locate(self, name: TemplateName) -> Traversable:
        """Return the file of the template *name*.

        Raises `TemplateNotFound`, which says where it was looked for and what lies near.
        """
        root: Traversable
        try:
            root = Path(name.package) if name.package.startswith("/") else files(name.package)
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
        raise TemplateNotFound(f"There is no {name.shown}.{self._nearby(root, name)}")

    def _nearby(self, root: Traversable, name: TemplateName) -> str:
        """Return a sentence with the nearest template in the same folder, or ""."""
        folder, _, last = name.path.rpartition("/")
        place = root.joinpath(*folder.split("/")) if folder else root
        try:
            known = sorted(item.name for item in place.iterdir() if item.name.endswith(self.suffixes))
        except (OSError, ValueError):
            return f" The folder {TemplateName(name.package, folder).shown} does not exist."
        return did_you_mean(last, known)
