"""The provider of the templating port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from mako.runtime import Context
from mako.util import FastEncodingBuffer

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
        compiled = self._lookup.compiled(self._name)
        given = dict(values)
        if "context" in given:
            given["_context"] = given.pop("context")
        if not _TAKEN.isdisjoint(given):
            raise self._taken(sorted(_TAKEN.intersection(given)))
        if "parent" in given and hasattr(compiled.template.module, "_mako_inherit"):
            raise self._taken(["parent"])
        # As Mako's ``render_unicode``, which hands over every value as an argument, too, from function to
        # function: most templates take none, and find their names in the context.
        arguments = given if compiled.takes_arguments else {}
        buffer = FastEncodingBuffer()
        try:
            context = Context(buffer, **given)
            compiled.template.render_context(context, **arguments)
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
        text: str = buffer.getvalue()
        _take_apart(context)
        return text

    def _taken(self, names: list[str]) -> TemplateError:
        shown = ", ".join(f'"{name}"' for name in names)
        return TemplateError(
            f"Mako keeps the name {shown} for itself: give the value another name.", template=self.origin
        )


def _take_apart(context: Context) -> None:
    """Part the contexts and namespaces of a rendering that is over.

    They refer to each other and to the values: the request would be kept until the collector comes by.
    Only what an ``<%include>`` made is out of reach.
    """
    for namespace in (context["self"], *context.namespaces.values()):
        while namespace is not None:
            names, namespace = vars(namespace.context), namespace.inherits
            names.clear()


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
