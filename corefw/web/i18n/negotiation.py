"""Negotiation: in which of the available languages a request is answered.

Whatever a client or a negotiator asks for, the answer is a locale that the application has,
so that nothing is looked up, loaded or kept for a name that a client made up.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from webob.acceptparse import create_accept_language_header

from corefw.contracts.interfaces import ILocaleNegotiator
from corefw.web.i18n.catalogues import TranslationDirectory, localizers
from corefw.web.i18n.localizer import Localizer

__all__ = [
    "available_locales",
    "default_locale_negotiator",
    "get_locale_name",
    "get_localizer",
    "localizer_of",
    "negotiate_locale_name",
]

LocaleNegotiator = Callable[[Any], str | None]

_NAME = "_LOCALE_"
#: A browser sends a few dozen characters; what is longer is no wish of a reader.
_LONGEST_HEADER = 500


def default_locale_negotiator(request: Any) -> str | None:
    """Return the locale that *request* asks for, or None if it asks for none.

    The first of: the attribute ``request._LOCALE_``, the parameter ``_LOCALE_`` of the query, the
    cookie ``_LOCALE_``, and the languages that the browser prefers (``Accept-Language``, RFC 9110,
    12.5.4) as far as they are available.  A response whose language came from a header says so in
    ``Vary``.
    """
    name = getattr(request, _NAME, None) or request.GET.get(_NAME)
    if name is not None:
        return str(name)
    if len(available_locales(request.registry)) < 2:
        return None  # nothing to choose, so the answer does not vary
    request.add_response_callback(_vary)
    return request.cookies.get(_NAME) or _preferred(request)


def _vary(request: Any, response: Any) -> None:
    named = {one.lower() for one in response.vary or ()}
    if "*" not in named:
        more = [name for name in ("Accept-Language", "Cookie") if name.lower() not in named]
        response.vary = (*(response.vary or ()), *more)


def _preferred(request: Any) -> str | None:
    header = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    if not header or len(header) > _LONGEST_HEADER:
        return None
    tags: dict[str, str] = {}
    for locale in available_locales(request.registry):
        tags[locale.replace("_", "-")] = locale
    for tag in list(tags):
        # Who asks for German may have the German of Austria, if there is no other.
        tags.setdefault(tag.partition("-")[0], tags[tag])
    accepted = create_accept_language_header(header)
    if not hasattr(accepted, "lookup"):
        return None
    found = accepted.lookup(list(tags), default="")
    return tags.get(found)


def available_locales(registry: Any) -> tuple[str, ...]:
    """Return the names of the locales that an application answers in, its default first.

    They are what ``corefw.available_locales`` lists, or else every locale of a translation directory.
    """
    default = _default(registry)
    listed = registry.settings.get("corefw.available_locales") or _localizers(registry)
    return tuple(dict.fromkeys((default, *listed)))


def negotiate_locale_name(request: Any) -> str:
    """Return the name of the locale to answer *request* in.

    It is what the locale negotiator says if that is available (``de`` for ``de_AT``, if need be),
    and ``corefw.default_locale_name`` otherwise.
    """
    registry = request.registry
    negotiator: LocaleNegotiator = registry.queryUtility(ILocaleNegotiator) or default_locale_negotiator
    wanted = negotiator(request)
    if wanted is None:
        return _default(registry)
    by_folded = {_folded(name): name for name in reversed(available_locales(registry))}
    folded = _folded(wanted)
    return by_folded.get(folded) or by_folded.get(folded.partition("_")[0]) or _default(registry)


def _folded(name: str) -> str:
    return name.replace("-", "_").lower()


def localizer_of(request: Any) -> Localizer:
    """Return the localizer for the locale of *request*; `request.localizer` is it."""
    name = request.locale_name
    known = _localizers(request.registry)
    return known.get(name) or Localizer(name, _language(known, name))


def _language(known: Mapping[str, Localizer], name: str) -> Any:
    found = known.get(name.partition("_")[0])
    return found.translations if found is not None else None


def get_localizer(request: Any) -> Localizer:
    """Return ``request.localizer``, as Pyramid documents it."""
    found: Localizer = request.localizer
    return found


def get_locale_name(request: Any) -> str:
    """Return ``request.locale_name``, as Pyramid documents it."""
    return str(request.locale_name)


def _default(registry: Any) -> str:
    return str(registry.settings.get("corefw.default_locale_name") or "en")


def _localizers(registry: Any) -> Mapping[str, Localizer]:
    found: Mapping[str, Localizer] = registry.derived(TranslationDirectory, localizers)
    return found
