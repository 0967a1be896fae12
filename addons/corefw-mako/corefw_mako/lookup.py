"""The lookup: compiles templates once, keeps them, and finds those that templates name.

It is Mako's ``TemplateLookup`` with asset specifications in the place of directories, so that
``<%inherit>``, ``<%include>`` and ``<%namespace>`` work as Mako documents them.  Everything
stays in memory: there is no folder of compiled modules that somebody else could write to
(CVE-2014-1402 was such a folder).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Any

from mako.lookup import TemplateLookup
from mako.template import Template

from corefw.ports import TemplateError, TemplateName, TemplateNames, TemplateNotFound
from corefw_mako import escaping
from corefw_mako.compiled import Compiled
from corefw_mako.faults import compile_fault

__all__ = ["SUFFIXES", "Lookup"]

#: The endings of the files that are templates of this addon.
SUFFIXES = (".mako", ".mak")

# A dynamic <%include file="${x}"/> may see any number of names: the memory of them is bounded.
_REMEMBERED_NAMES = 1024


class Lookup(TemplateLookup):
    """All templates of one application, whose *registry* knows which of them others override."""

    def __init__(self, *, reload: bool = False, imports: Iterable[str] = (), registry: Any = None) -> None:
        super().__init__(
            module_directory=None,
            filesystem_checks=False,
            format_exceptions=False,
            # Mako escapes nothing unless it is told to.
            default_filters=[escaping.NAME],
            strict_undefined=True,
            imports=[escaping.IMPORT, *imports],
            cache_enabled=False,
        )
        self.reload = reload
        self.names = TemplateNames(SUFFIXES, registry)
        self._compiled: dict[str, Compiled] = {}
        self._lock = threading.RLock()
        self._resolved = lru_cache(maxsize=_REMEMBERED_NAMES)(self.names.resolve_inside)

    def compiled(self, name: TemplateName) -> Compiled:
        """Return the template *name*, compiled now if it is new or (with ``reload``) was changed.

        Raises `TemplateNotFound`, or `TemplateError` with the line that cannot be compiled.
        """
        found = self._compiled.get(name.uri)
        if found is not None and not (self.reload and found.stamp != _stamp(found.file)):
            return found
        with self._lock:
            again = self._compiled.get(name.uri)
            if again is not None and again is not found:
                return again
            # The old one stays until the new one compiles, and goes if its file went.
            try:
                made = self._compile(name)
            except TemplateNotFound:
                self._compiled.pop(name.uri, None)
                raise
            self._compiled[name.uri] = made
            return made

    def all_compiled(self) -> tuple[Compiled, ...]:
        """Return every template that was used so far."""
        return tuple(self._compiled.values())

    def by_globals(self, names: dict[str, Any]) -> Compiled | None:
        """Return the template whose module has the namespace *names*, if it is one of ours."""
        found = self._compiled.get(str(names.get("_template_uri", "")))
        return found if found is not None and found.template.module.__dict__ is names else None

    def get_template(self, uri: str) -> Any:
        """Return the Mako template *uri*; called by Mako with what `adjust_uri` returned."""
        package, _, path = uri.partition(":")
        return self.compiled(self.names.resolve(path, package)).template

    def has_template(self, uri: str) -> bool:
        """Say whether there is a template *uri*."""
        try:
            self.get_template(uri)
        except TemplateNotFound:
            return False
        return True

    def adjust_uri(self, uri: str, relativeto: str | None) -> str:
        """Return the whole name of the template that is called *uri* in the template *relativeto*."""
        # With ``reload`` the file of an override may come or go.
        find = self.names.resolve_inside if self.reload else self._resolved
        return find(uri, relativeto or "").uri

    def _compile(self, name: TemplateName) -> Compiled:
        file = self.names.locate(name)
        stamp = _stamp(file)
        try:
            source = file.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise TemplateError(f"The file is not UTF-8: {error}.", template=name.shown) from error
        try:
            template = Template(
                text=source, uri=name.uri, filename=name.shown, lookup=self, **self.template_args
            )
        except Exception as error:
            raise compile_fault(error, name, source) from error
        asks = "pageargs" in source or "<%page" in source or hasattr(template.module, "_mako_inherit")
        return Compiled(name, template, source, template.code, file, stamp, takes_arguments=asks)


def _stamp(file: Traversable) -> tuple[int, int] | None:
    """Return what changes when *file* is written; None for one that is not in a folder."""
    if not isinstance(file, os.PathLike):
        return None
    try:
        found = os.stat(file)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
