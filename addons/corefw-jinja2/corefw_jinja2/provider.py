"""The provider of the templating port."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, NoReturn

from jinja2 import Template as CompiledTemplate

from corefw.ports import Template, TemplateError, TemplateName, Templating, TemplatingScratch
from corefw_jinja2.environment import SUFFIXES, Environment
from corefw_jinja2.faults import explain, tell_where
from corefw_jinja2.samples import SAMPLES

__all__ = ["Jinja2Template", "Jinja2Templating"]

# Jinja2 sets these itself, over whatever a view gave; without a word the view's value would be lost.
_TAKEN = frozenset(
    {"self", "super", "loop", "caller", "true", "false", "none", "True", "False", "None"},
)


class Jinja2Template(Template):
    """One template; with ``reload_templates`` its file is looked at again at each rendering."""

    def __init__(self, environment: Environment, name: TemplateName) -> None:
        self._environment = environment
        self._name = name
        self.origin = name.shown
        self._compiled = self._load()

    def render(self, values: Mapping[str, Any]) -> str:
        """Return the text of the template.

        Raises `TemplateError` for a name that was not given and for one that is Jinja2's own; any
        other exception passes with a note of the template's line.
        """
        if not _TAKEN.isdisjoint(values):
            shown = ", ".join(f'"{name}"' for name in sorted(_TAKEN.intersection(values)))
            raise TemplateError(
                f"Jinja2 keeps the name {shown} for itself: give the value another name.",
                template=self.origin,
            )
        compiled = self._load() if self._environment.auto_reload else self._compiled
        try:
            return compiled.render(dict(values))
        except TemplateError:
            raise
        except Exception as error:
            self._raise_explained(error, values)

    def _load(self) -> CompiledTemplate:
        try:
            return self._environment.get_template(self._name.uri)
        except TemplateError:
            raise
        except Exception as error:
            self._raise_explained(error)

    def _raise_explained(self, error: Exception, given: Iterable[str] = ()) -> NoReturn:
        fault = explain(error, self._environment, given)
        if fault is None:
            tell_where(error)
            raise error
        if not fault.line:
            fault.with_traceback(error.__traceback__)
            tell_where(fault)
        raise fault from error


class Jinja2Templating(Templating):
    """Templates of Jinja2, always escaped, for one application."""

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"autoescape", "strict_undefined", "inheritance", "reload"}
    )
    suffixes: ClassVar[tuple[str, ...]] = SUFFIXES

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
        self._given: dict[str, Any] = {
            "cache_size": cache_size,
            "extensions": tuple(extensions),
            "filters": dict(filters or {}),
            "globals": dict(globals or {}),
        }
        self.environment = Environment(reload=reload, registry=registry, **self._given)

    def template(self, spec: str, package: str) -> Template:
        """Return the template *spec*, compiled.

        Raises `TemplateNotFound` which says where it was looked for, or `TemplateError` with file
        and line.
        """
        return Jinja2Template(self.environment, self.environment.names.resolve(spec, package))

    @contextmanager
    def scratch(self) -> Iterator[TemplatingScratch]:
        """Give providers with the same settings, and the templates of the conformance kit."""
        yield TemplatingScratch(
            Jinja2Templating(reload=self.environment.auto_reload, **self._given),
            SAMPLES,
            Jinja2Templating(reload=True, **self._given),
        )
