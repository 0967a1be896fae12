"""The provider of the templating port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from corefw.ports import (
    Template,
    TemplateError,
    TemplateName,
    TemplateNotFound,
    Templating,
    TemplatingScratch,
)
from corefw_mako.faults import explain, tell_where
from corefw_mako.lookup import SUFFIXES, Lookup
from corefw_mako.samples import SAMPLES

__all__ = ["MakoTemplate", "MakoTemplating"]

# Mako sets these itself, over whatever a view gave; without a word the view's value would be lost.
_TAKEN = frozenset({"UNDEFINED", "STOP_RENDERING", "loop", "self", "local", "buffer", "capture", "caller"})


class MakoTemplate(Template):
    """One template; with ``reload_templates`` its file is looked at again at each rendering."""

    def __init__(self, lookup: Lookup, name: TemplateName) -> None:
        self._lookup = lookup
        self._name = name
        self.origin = name.shown
        lookup.compiled(name)

    def render(self, values: Mapping[str, Any]) -> str:
        """Return the text of the template.

        The value ``context`` is called ``_context`` inside, as ``pyramid_mako`` does it: Mako keeps
        ``context`` for itself.  Raises `TemplateError` for a name that was not given and for one
        that is Mako's own; any other exception passes with a note of the template's line.
        """
        template = self._lookup.compiled(self._name).template
        given = dict(values)
        if "context" in given:
            given["_context"] = given.pop("context")
        if not _TAKEN.isdisjoint(given):
            raise self._taken(sorted(_TAKEN.intersection(given)))
        if "parent" in given and hasattr(template.module, "_mako_inherit"):
            raise self._taken(["parent"])
        try:
            text: str = template.render_unicode(**given)
        except TemplateNotFound as error:
            tell_where(error, self._lookup.by_globals)
            raise
        except TemplateError:
            raise
        except NameError as error:
            fault = explain(error, self._lookup.by_globals, given)
            if fault is None:
                tell_where(error, self._lookup.by_globals)
                raise
            raise fault from error
        except Exception as error:
            tell_where(error, self._lookup.by_globals)
            raise
        return text

    def _taken(self, names: list[str]) -> TemplateError:
        shown = ", ".join(f'"{name}"' for name in names)
        return TemplateError(
            f"Mako keeps the name {shown} for itself: give the value another name.", template=self.origin
        )


class MakoTemplating(Templating):
    """Templates of Mako, escaped by default, for one application."""

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"autoescape", "strict_undefined", "inheritance", "reload"}
    )
    suffixes: ClassVar[tuple[str, ...]] = SUFFIXES

    def __init__(self, *, reload: bool = False, imports: Iterable[str] = (), registry: Any = None) -> None:
        self._imports = tuple(imports)
        self.lookup = Lookup(reload=reload, imports=self._imports, registry=registry)

    def template(self, spec: str, package: str) -> Template:
        """Return the template *spec*, compiled.

        Raises `TemplateNotFound` which says where it was looked for, or `TemplateError` with file
        and line.
        """
        return MakoTemplate(self.lookup, self.lookup.names.resolve(spec, package))

    @contextmanager
    def scratch(self) -> Iterator[TemplatingScratch]:
        """Give providers with the same settings, and the templates of the conformance kit."""
        yield TemplatingScratch(
            MakoTemplating(reload=self.lookup.reload, imports=self._imports),
            SAMPLES,
            MakoTemplating(reload=True, imports=self._imports),
        )
