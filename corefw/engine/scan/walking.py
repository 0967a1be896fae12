"""Walking: every module of a package, sorted, each imported on its own.

Found by the finders of the import system (`pkgutil.iter_modules`), so that compiled modules,
zipped packages and namespace packages are found as well.  What is left out is in the
report, with the reason.  Floor 2.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from corefw.base.errors import Problem
from corefw.engine.scan.broken import broken_problems
from corefw.engine.scan.digests import digest, source_of
from corefw.engine.scan.ignoring import Ignored
from corefw.engine.scan.locked import KnownModules
from corefw.engine.scan.report import LeftOut, ModuleReport, ScanReport

__all__ = ["Walk"]


class Walk:
    """One walk over a package: what it imports, and what it writes into the report."""

    def __init__(
        self,
        package: ModuleType,
        ignored: Ignored,
        report: ScanReport,
        onerror: Callable[[str], Any] | None = None,
        known: KnownModules | None = None,
    ) -> None:
        self.package = package
        self.ignored = ignored
        self.report = report
        self.onerror = onerror
        self.known = known
        self.problems: list[Problem] = []

    def modules(self) -> Iterator[ModuleType]:
        """Yield the package and every module below it that can be imported, by name.

        Those that the lock knows to declare nothing, unchanged, are passed by.
        """
        yield self._met(self.package)
        folders = vars(self.package).get("__path__", [])
        yield from self._below(self.package.__name__, folders, {*_identities(folders)})

    def _below(self, name: str, folders: Iterable[str], above: set[tuple[int, int]]) -> Iterator[ModuleType]:
        """Yield the modules in *folders*, the package *name*; *above* are the folders on the way here."""
        for info in sorted(pkgutil.iter_modules(folders, f"{name}."), key=lambda row: row.name):
            reason = self.ignored.reason(info.name)
            if reason:
                self.report.left_out.append(LeftOut(info.name, reason))
                continue
            spec = self._passed_by(info)
            if spec is not None:
                below = spec.submodule_search_locations or ()
            else:
                module = self._imported(info.name)
                if module is None:
                    continue
                yield self._met(module)
                below = vars(module).get("__path__", ())
            if not info.ispkg:
                continue
            here = set(_identities(below))
            if here & above:
                # A link that leads back would be followed until the system refuses.
                self.report.left_out.append(LeftOut(f"{info.name}.*", "its folder is one that it lies in"))
                continue
            yield from self._below(info.name, below, above | here)

    def _met(self, module: ModuleType) -> ModuleType:
        self.report.modules[module.__name__] = ModuleReport.of(module)
        return module

    def _imported(self, name: str) -> ModuleType | None:
        try:
            return importlib.import_module(name)
        except (Exception, SystemExit) as error:
            self.report.broken.append(name)
            if self.onerror is not None:
                self.onerror(name)
            else:
                self.problems += broken_problems(name, error, self.package)
        return None

    def _passed_by(self, info: pkgutil.ModuleInfo) -> ModuleSpec | None:
        """Return the spec of a module that need not be imported, since the lock knows it.

        A package that computes its ``__path__`` is imported, since nobody else can tell what is
        below it.
        """
        if self.known is None or info.name not in self.known.quiet:
            return None
        finder: Any = info.module_finder
        spec: ModuleSpec | None = finder.find_spec(info.name)
        source = source_of(spec)
        if spec is None or source is None or (info.ispkg and b"__path__" in source):
            return None
        row = ModuleReport(info.name, spec.origin or "", spec, is_imported=False, digest=digest(source))
        if row.digest != self.known.digests.get(info.name):
            return None
        self.report.modules[info.name] = row
        return spec


def _identities(folders: Iterable[str]) -> Iterator[tuple[int, int]]:
    for folder in folders:
        try:
            found = os.stat(folder)
        except OSError:  # it lies in a zip
            continue
        yield found.st_dev, found.st_ino
