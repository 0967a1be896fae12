"""Translation: strings, localizers, and the negotiation of the locale."""

from __future__ import annotations

from corefw.web.i18n.catalogues import make_localizer
from corefw.web.i18n.localizer import Localizer
from corefw.web.i18n.negotiation import (
    available_locales,
    default_locale_negotiator,
    get_locale_name,
    get_localizer,
    negotiate_locale_name,
)
from corefw.web.i18n.strings import TranslationString, TranslationStringFactory

__all__ = [
    "Localizer",
    "TranslationString",
    "TranslationStringFactory",
    "available_locales",
    "default_locale_negotiator",
    "get_locale_name",
    "get_localizer",
    "make_localizer",
    "negotiate_locale_name",
]
