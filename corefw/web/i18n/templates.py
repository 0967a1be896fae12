"""What templates translate with: ``_``, ``gettext``, ``ngettext`` and ``pgettext``, for one rendering.

They are system values of every template language.  The localizer is asked for at the first
use, so a template that translates nothing does not pay for negotiation.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from corefw.web.i18n.localizer import Localizer
from corefw.web.i18n.strings import TranslationString

__all__ = ["TemplateTranslator", "template_domain"]


@lru_cache(maxsize=1024)
def template_domain(renderer_name: str, package_name: str) -> str:
    """Return the domain of a template: the name of the top-level package that it is in."""
    package, colon, _ = renderer_name.partition(":")
    return (package if colon else package_name).partition(".")[0]


class TemplateTranslator:
    """The functions of one rendering; without a request they only fill in markers."""

    __slots__ = ("domain", "request")

    def __init__(self, request: Any, domain: str) -> None:
        self.request = request
        self.domain = domain or None

    def names(self) -> dict[str, Callable[..., str]]:
        """Return the functions under the names that templates know."""
        gettext = self.gettext
        return {"_": gettext, "gettext": gettext, "ngettext": self.ngettext, "pgettext": self.pgettext}

    def gettext(self, message: str, domain: str | None = None, **mapping: Any) -> str:
        """Return *message* translated, its ``${name}`` markers filled from the keywords.

        A translation string has its own domain; any other text that of the template, if
        none is given.
        """
        return self._localizer().translate(message, domain or self._domain_of(message), mapping)

    def ngettext(self, singular: str, plural: str, n: int, domain: str | None = None, **mapping: Any) -> str:
        """Return the form for *n* things; ``${n}`` in it is the number."""
        values = {"n": n, **mapping}
        return self._localizer().pluralize(singular, plural, n, domain or self._domain_of(singular), values)

    def pgettext(self, context: str, message: str, domain: str | None = None, **mapping: Any) -> str:
        """Return *message* as it is translated in *context*, which tells apart what reads the same."""
        string = TranslationString(message, context=context)
        return self._localizer().translate(string, domain or self._domain_of(message), mapping)

    def _domain_of(self, message: str) -> str | None:
        return getattr(message, "domain", None) or self.domain

    def _localizer(self) -> Localizer:
        if self.request is None:
            return Localizer("")
        found: Localizer = self.request.localizer
        return found
