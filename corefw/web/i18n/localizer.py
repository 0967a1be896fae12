"""The localizer: translates and pluralises for one locale.  Floor 4."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any, overload

from corefw.web.i18n.strings import TranslationString

__all__ = ["DEFAULT_DOMAIN", "Localizer"]

#: The domain of a message that names none.
DEFAULT_DOMAIN = "messages"


class Localizer:
    """Translates into the language of ``locale_name``.

    *translations* holds what gettext makes of the catalogues, by domain; a message that they do
    not have gives "" there.  Immutable: all requests in a language share one.
    """

    __slots__ = ("locale_name", "translations")

    def __init__(self, locale_name: str, translations: Mapping[str, NullTranslations] | None = None) -> None:
        self.locale_name = locale_name
        self.translations: Mapping[str, NullTranslations] = translations or {}

    @overload
    def translate(
        self, tstring: str, domain: str | None = None, mapping: Mapping[str, Any] | None = None
    ) -> str: ...

    @overload
    def translate(
        self, tstring: None, domain: str | None = None, mapping: Mapping[str, Any] | None = None
    ) -> None: ...

    def translate(
        self, tstring: str | None, domain: str | None = None, mapping: Mapping[str, Any] | None = None
    ) -> str | None:
        """Return *tstring* in this language, or its default, with its markers filled in.

        *domain* and *mapping* are those of a plain string, and override those of a
        translation string.  None stays None.
        """
        if tstring is None:
            return None
        string = TranslationString(tstring, domain, mapping=mapping)
        found = self._domain(string.domain)
        if found is None or not string:  # gettext keeps the head of a catalogue under ""
            return string.interpolate()
        context = string.context
        text = found.gettext(str(string)) if context is None else found.pgettext(context, str(string))
        return string.interpolate(text or None)

    def pluralize(
        self,
        singular: str,
        plural: str,
        n: int,
        domain: str | None = None,
        mapping: Mapping[str, Any] | None = None,
    ) -> str:
        """Return the form for *n* things, by the plural rule of the language's catalogue.

        Without a translation it is *singular* for one thing and *plural* for every other
        number.  *n* itself gets into the text by the *mapping*, as every other value.
        """
        string = TranslationString(singular, domain, mapping=mapping)
        found = self._domain(string.domain)
        text = "" if found is None or not string else found.ngettext(str(singular), str(plural), n)
        if not text and n != 1:
            text = plural.default if isinstance(plural, TranslationString) else plural
        return string.interpolate(text or None)

    def _domain(self, name: str | None) -> NullTranslations | None:
        found = self.translations.get(name or DEFAULT_DOMAIN)
        return self.translations.get(DEFAULT_DOMAIN) if found is None else found
