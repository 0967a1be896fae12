"""The environment: compiles templates once, keeps the most used, and finds those that templates name.

It is Jinja2's ``Environment`` with asset specifications in the place of search paths, so that ``extends``,
``include`` and ``import`` work as Jinja2 documents them.  Escaping is always on, and undefined names are
always refused.  Compiled templates stay in memory: there is no folder of them that somebody else could
write to (CVE-2014-1402 was such a folder).
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template
from jinja2 import Environment as Jinja2Environment
from jinja2 import TemplateNotFound as Jinja2TemplateNotFound
from jinja2.exceptions import TemplateRuntimeError, UndefinedError
from jinja2.utils import missing

from corefw.ports import TemplateError, TemplateName, TemplateNames, TemplateNotFound

__all__ = ["SUFFIXES", "Environment", "Missing", "UndefinedName"]

#: The endings of the files that are templates of this addon.
SUFFIXES = (".jinja2", ".j2")


class Missing(Jinja2TemplateNotFound):
    """A template that does not exist, as Jinja2 knows it, so that ``ignore missing`` works."""

    def __init__(self, name: str, told: TemplateNotFound) -> None:
        super().__init__(name, str(told))
        self.told = told


class UndefinedName(UndefinedError):
    """A name, or an attribute of something, that does not exist; with what it was asked of."""

    def __init__(self, message: str, name: Any, thing: Any) -> None:
        super().__init__(message)
        self.asked = name
        self.thing = thing
        self.is_name = thing is missing


class Strict(StrictUndefined):
    """What stands for a name that was not given: every use of it raises `UndefinedName`."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if exc is UndefinedError:
            # Jinja2 only calls it, with the message.
            self._undefined_exception: Any = lambda message: UndefinedName(message, name, obj)


class Environment(Jinja2Environment):
    """All templates of one application, whose *registry* knows which of them others override."""

    def __init__(
        self,
        *,
        reload: bool = False,
        cache_size: int = 1000,
        extensions: Iterable[str] = (),
        filters: Mapping[str, Callable[..., Any]] | None = None,
        globals: Mapping[str, Any] | None = None,
        registry: Any = None,
    ) -> None:
        super().__init__(
            loader=_Loader(),
            # Jinja2 escapes nothing unless it is told to.
            autoescape=True,
            undefined=Strict,
            auto_reload=reload,
            cache_size=cache_size,
            # ``{% trans %}`` takes gettext and ngettext from the system values of each rendering.
            extensions=["jinja2.ext.i18n", *extensions],
        )
        self.filters.update(filters or {})
        self.globals.update(globals or {})
        self.names = TemplateNames(SUFFIXES, registry)
        self.files: dict[str, TemplateName] = {}
        self._lock = threading.RLock()

    def join_path(self, template: str, parent: str) -> str:
        """Return the whole name of the template that is called *template* in the template *parent*."""
        try:
            return self.names.resolve_inside(template, parent).uri
        except TemplateNotFound as error:
            raise Missing(template, error) from error

    def source_of(self, shown: str) -> str:
        """Return the text of the template whose file is shown as *shown*, as it is now; "" if it is gone."""
        name = self.files.get(shown)
        if name is None:
            return ""
        try:
            return self.names.locate(name).read_text("utf-8")
        except (TemplateNotFound, OSError, UnicodeDecodeError):
            return ""

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        assert self.loader is not None
        kept = self.cache.get((weakref.ref(self.loader), name)) if self.cache is not None else None
        if kept is not None and (not self.auto_reload or kept.is_up_to_date):
            return super()._load_template(name, globals)
        with self._lock:  # so that threads that ask at once get one compiled template
            return super()._load_template(name, globals)


class _Loader(BaseLoader):
    """Reads templates out of packages."""

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        package, _, path = template.partition(":")
        try:
            name = environment.names.resolve(path, package)
            file = environment.names.locate(name)
        except TemplateNotFound as error:
            raise Missing(template, error) from error
        stamp = _stamp(file)
        environment.files[name.shown] = name
        try:
            source = file.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise TemplateError(f"The file is not UTF-8: {error}.", template=name.shown) from error
        return source, name.shown, lambda: _stamp(file) == stamp


def _stamp(file: Traversable) -> tuple[int, int] | None:
    """Return what changes when *file* is written; None for one that is not in a folder."""
    if not isinstance(file, os.PathLike):
        return None
    try:
        found = os.stat(file)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
