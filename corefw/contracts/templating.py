"""The templating port: from the name of a template to text.

A renderer name that ends in one of a provider's suffixes goes to that provider; a neutral
name (``card.html``) goes to the one provider of the application.  Floor 1.  How a rendered
text becomes a response is decided in ``web/rendering/``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar

from corefw.contracts.contract import port

__all__ = ["Template", "TemplateError", "TemplateNotFound", "Templating", "TemplatingScratch"]


class TemplateError(Exception):
    """A template cannot be compiled or rendered; names the template, its line and the fault."""

    def __init__(self, message: str, *, template: str = "", line: int = 0) -> None:
        self.message = message
        self.template = template
        self.line = line
        place = f"{template}:{line}: " if line else f"{template}: " if template else ""
        super().__init__(place + message)


class TemplateNotFound(TemplateError):
    """There is no template of that name; the message says where it was looked for."""


class Template(ABC):
    """One compiled template, used by many threads at once."""

    #: Where it came from (a file or an asset specification), for messages.
    origin: str = ""

    @abstractmethod
    def render(self, values: Mapping[str, Any]) -> str:
        """Return the text.  Raises `TemplateError` for a name that *values* does not have."""


@port("templating", capabilities=("autoescape", "strict_undefined", "inheritance", "reload"))
class Templating(ABC):
    """What a templating addon provides."""

    #: What this provider can do, by the names that the port knows.
    capabilities: ClassVar[frozenset[str]] = frozenset()
    #: The endings of the template files it answers for, with their dot.
    suffixes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def template(self, spec: str, package: str) -> Template:
        """Return the template *spec* (``pkg:templates/x.mako``, or relative to *package*).

        Raises `TemplateNotFound`, or `TemplateError` if it cannot be compiled.
        """

    def scratch(self) -> AbstractContextManager[TemplatingScratch]:
        """Return what ``corefw conformance templating`` proves this provider with.

        Raises NotImplementedError for a provider that does not offer it.
        """
        raise NotImplementedError(f"{type(self).__qualname__} offers no scratch area")


@dataclass(frozen=True, slots=True)
class TemplatingScratch:
    """A provider to be tried, and templates in its own language.

    ``sources`` holds a text for each name that `corefw.testing.TemplatingConformance` asks for.
    """

    provider: Templating
    sources: Mapping[str, str]
    #: The same, looking at changed files again; for ``reload`` only.
    reloading: Templating | None = None
