"""Resolvers: from the name of an asset to a file, and from a dotted name to an object.

An asset may be overridden (``config.override_asset``): with a registry, or while a request is answered,
the descriptor is about what is there after that.  Files are found by `importlib.resources`, so that a
package may be an archive.  Floor 4.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Final

from zope.interface import implementer

from corefw.base import dotted
from corefw.contracts.interfaces import IAssetDescriptor
from corefw.web.assets import overriding
from corefw.web.current import get_current_registry
from corefw.web.static.places import asset_of, overridden_spec

__all__ = ["CALLER_PACKAGE", "AssetDescriptor", "AssetResolver", "DottedNameResolver"]


class _CallerPackage:
    """The package of whoever calls ``resolve``."""

    def __repr__(self) -> str:
        return "corefw.path.CALLER_PACKAGE"


#: Says that what is relative is relative to the package of whoever calls ``resolve``.
CALLER_PACKAGE: Final = _CallerPackage()


class _Resolver:
    def __init__(self, package: ModuleType | str | _CallerPackage | None) -> None:
        named: ModuleType | _CallerPackage | None = (
            dotted.resolve(package) if isinstance(package, str) else package
        )
        self.package = dotted.package_of(named) if isinstance(named, ModuleType) else named

    def get_package(self) -> ModuleType | None:
        """Return the package that names are relative to, or None."""
        return self._package(2)

    def get_package_name(self) -> str | None:
        """Return the name of that package, or None."""
        package = self._package(2)
        return None if package is None else package.__name__

    def _package(self, level: int) -> ModuleType | None:
        if not isinstance(self.package, _CallerPackage):
            return self.package
        module = sys.modules.get(str(sys._getframe(level).f_globals.get("__name__", "")))
        return None if module is None else dotted.package_of(module)


class AssetResolver(_Resolver):
    """Finds the file or folder that an asset specification names.

    *package* is what a specification without a package is relative to: a module or package, its dotted
    name, None (then only whole ones can be resolved), or the caller's.  *registry* knows the overrides;
    without one it is that of the current request, if there is one.
    """

    def __init__(
        self, package: ModuleType | str | _CallerPackage | None = CALLER_PACKAGE, registry: Any = None
    ) -> None:
        super().__init__(package)
        self.registry = registry

    def resolve(self, spec: str) -> AssetDescriptor:
        """Return the descriptor of ``package:path``, of a relative path or of an absolute one.

        The asset need not exist.  Raises ValueError for a relative specification where there is no
        package to start from.
        """
        if ":" not in spec and not os.path.isabs(spec):
            package = self._package(2)
            if package is None:
                raise ValueError(f"{spec!r} is relative, and there is no package: write it as package:{spec}")
            spec = f"{package.__name__}:{spec}"
        return AssetDescriptor(spec, self.registry or get_current_registry())


@implementer(IAssetDescriptor)
class AssetDescriptor:
    """What is known of an asset: ``package:path``, or an absolute path."""

    def __init__(self, spec: str, registry: Any = None) -> None:
        self._spec = spec
        self._registry = registry

    def __repr__(self) -> str:
        return f"<asset {self._spec}>"

    def _found(self) -> Any:
        found = asset_of(overridden_spec(self._registry, self._spec))
        if found is None:
            raise ValueError(f'there is no package "{self._spec.partition(":")[0]}" for {self._spec!r}')
        return found

    def absspec(self) -> str:
        """Return the specification as it was asked for.  Raises NotImplementedError for an absolute path."""
        if os.path.isabs(self._spec):
            raise NotImplementedError(f"{self._spec!r} is a path and belongs to no package")
        return self._spec

    def abspath(self) -> str:
        """Return the path on the disk.  Raises ValueError for what lies in an archive: use `stream`."""
        found = self._found()
        if not isinstance(found, Path):
            raise ValueError(f"{self._spec!r} lies in an archive and has no path; read it with stream()")
        return os.path.abspath(found)

    def stream(self) -> IO[bytes]:
        """Open the file for reading.  Raises OSError if it cannot be."""
        opened: IO[bytes] = self._found().open("rb")
        return opened

    def isdir(self) -> bool:
        """Say whether it is a folder."""
        return bool(self._found().is_dir())

    def listdir(self) -> Sequence[str]:
        """Return the names in the folder, sorted: its own and those that overriding folders add."""
        found = {item.name for item in self._found().iterdir()}
        if not os.path.isabs(self._spec):
            base = asset_of(self._spec)
            over = [asset_of(folder + path) for folder, path in overriding(self._registry, self._spec)]
            for each in (base, *over):
                if each is not None and each.is_dir():
                    found.update(item.name for item in each.iterdir())
        return sorted(found)

    def exists(self) -> bool:
        """Say whether there is such a file or folder."""
        found = self._found()
        return bool(found.is_file() or found.is_dir())


class DottedNameResolver(_Resolver):
    """Finds what a dotted name names: ``package.module.name`` or ``package.module:name``.

    *package* is what a name with a leading dot or colon is relative to, as for `AssetResolver`.
    """

    def __init__(self, package: ModuleType | str | _CallerPackage | None = CALLER_PACKAGE) -> None:
        super().__init__(package)

    def resolve(self, name: str) -> Any:
        """Return what *name* names.

        Raises `ConfigurationError`: CFW-101 if there is no such thing, CFW-102 if importing it failed.
        """
        if not isinstance(name, str):
            raise ValueError(f"{name!r} is not a dotted name")
        return dotted.resolve(name, self._package(2))

    def maybe_resolve(self, value: Any) -> Any:
        """Return what *value* names if it is a text, else *value* itself."""
        return dotted.resolve(value, self._package(2)) if isinstance(value, str) else value
