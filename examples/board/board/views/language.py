"""In which language a page is, and how its reader chooses another."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from corefw.config import route_config
from corefw.httpexceptions import HTTPSeeOther
from corefw.i18n import TranslationString
from corefw.request import Request
from corefw.security import NO_PERMISSION_REQUIRED, safe_redirect
from corefw.view import view_config

__all__ = ["LANGUAGES", "choose_language", "day", "tell"]

#: The languages to choose from, each by its own name.
LANGUAGES = {"en": "English", "de": "Deutsch"}

#: Whose way to write a date is meant, where a language has several.
_COUNTRIES = {"en": "en_GB"}

YEAR = 365 * 24 * 60 * 60


@route_config("language", "/language/{name:[a-z]+}")
@view_config(route_name="language", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def choose_language(request: Request) -> HTTPSeeOther:
    """Remember the language, if there is such a one, and go back to the page."""
    answer = safe_redirect(request, request.GET.get("next"), request.route_path("home"))
    name = (request.matchdict or {})["name"]
    if name in LANGUAGES:
        secure = request.scheme == "https"
        answer.set_cookie("_LOCALE_", name, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer


def tell(request: Request, text: str) -> str:
    """Return a text of ours in the language of the request; what people wrote stays as it is."""
    return request.localizer.translate(text) if isinstance(text, TranslationString) else text


def day(request: Request, moment: date | datetime) -> str:
    """Return the day as people write it."""
    locale = request.locale_name
    return format_date(moment, "long", locale=_COUNTRIES.get(locale, locale))
