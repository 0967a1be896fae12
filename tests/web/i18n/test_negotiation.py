"""Negotiation: the locale of a request is always one that the application has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webtest import TestApp

from corefw.config import Configurator
from corefw.i18n import (
    Localizer,
    TranslationString,
    available_locales,
    get_locale_name,
    get_localizer,
    negotiate_locale_name,
)
from corefw.request import Request

Write = Callable[..., Path]


def locale_view(request: Any) -> dict[str, str]:
    title = request.localizer.translate("Title")
    return {"locale": request.locale_name, "title": title}


def application(*folders: Path, options: dict[str, Any] | None = None, negotiator: Any = None) -> Any:
    config = Configurator(settings=options or {}, locale_negotiator=negotiator)
    config.add_translation_dirs(*map(str, folders))
    config.add_route("home", "/")
    config.add_view(locale_view, route_name="home", renderer="json")
    return config.make_wsgi_app()


@pytest.fixture
def folder(write: Write) -> Path:
    """Translations into German, its Austrian kind, and French."""
    write("de", {"Title": "Titel"})
    write("de_AT", {"Save": "Sichern"})
    return write("fr", {"Title": "Titre"})


@pytest.fixture
def client(folder: Path) -> TestApp:
    return TestApp(application(folder))


def told(client: TestApp, path: str = "/", **headers: str) -> list[str]:
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return [answer.json["locale"], answer.json["title"]]


def test_who_asks_for_nothing_gets_the_default(client: TestApp) -> None:
    """It is available without a catalogue, since the messages are written in it."""
    assert ["en", "Title"] == told(client)


def test_the_query_comes_before_the_cookie_and_the_cookie_before_the_browser(client: TestApp) -> None:
    """What somebody chose is worth more than what a browser was installed with."""
    assert ["de", "Titel"] == told(client, "/?_LOCALE_=de", Cookie="_LOCALE_=fr", Accept_Language="en")
    assert ["fr", "Titre"] == told(client, Cookie="_LOCALE_=fr", Accept_Language="de")
    assert ["de", "Titel"] == told(client, Accept_Language="nl, de;q=0.8, fr;q=0.5")


@pytest.mark.parametrize("name", ["de_AT", "de-AT", "DE-at"])
def test_a_locale_is_known_however_it_is_written(client: TestApp, name: str) -> None:
    """Browsers write ``de-AT``, gettext ``de_AT``; what Austria lacks is German."""
    assert ["de_AT", "Titel"] == told(client, f"/?_LOCALE_={name}")


@pytest.mark.parametrize("name", ["de_CH", "de-Latn-CH"])
def test_a_region_that_is_not_there_is_its_language(client: TestApp, name: str) -> None:
    """Switzerland reads German."""
    assert ["de", "Titel"] == told(client, f"/?_LOCALE_={name}")
    assert ["de", "Titel"] == told(client, Accept_Language=name.replace("_", "-"))


@pytest.mark.parametrize("name", ["nl", "../../etc", "", "de\u0000", "x" * 5000])
def test_a_locale_that_is_not_there_is_the_default(client: TestApp, name: str) -> None:
    """Nothing is opened, loaded or kept for a name that a client made up."""
    assert ["en", "Title"] == told(client, "/?_LOCALE_=" + name)


@pytest.mark.parametrize(
    "header", ["", "*", "garbage,,;;q=", "q=1e999", "de;q=2", "a," * 10_000 + "de", "x" * 600]
)
def test_a_header_that_says_nothing_is_the_default(client: TestApp, header: str) -> None:
    """Garbage is no error of the reader."""
    assert ["en", "Title"] == told(client, Accept_Language=header)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(max_codepoint=255, blacklist_categories=["Cc"]), max_size=200))
def test_whatever_a_header_holds_the_locale_is_available(client: TestApp, header: str) -> None:
    """And the request is answered."""
    assert told(client, Accept_Language=header)[0] in ("en", "de", "de_AT", "fr")


def test_who_asks_for_a_language_may_get_a_regional_kind_of_it(write: Write) -> None:
    """If there is no other."""
    client = TestApp(application(write("pt_BR", {"Title": "Título"})))

    assert ["pt_BR", "Título"] == told(client, Accept_Language="pt")


def test_the_response_says_what_its_language_came_from(client: TestApp) -> None:
    """So that a cache does not give German to France; what the query chose is in the address."""
    assert "Accept-Language, Cookie" == client.get("/").headers["Vary"]
    assert "Vary" not in client.get("/?_LOCALE_=de").headers


def test_an_application_of_one_language_does_not_vary() -> None:
    """There is nothing to choose."""
    assert "Vary" not in TestApp(application()).get("/", headers={"Accept-Language": "de"}).headers


def test_what_a_response_varies_by_already_is_kept(folder: Path) -> None:
    """And said once."""

    def view(request: Any) -> str:
        request.response.vary = ("accept-language", "Origin")
        return str(request.locale_name)

    config = Configurator()
    config.add_translation_dirs(str(folder))
    config.add_route("home", "/")
    config.add_view(view, route_name="home", renderer="string")

    assert "accept-language, Origin, Cookie" == TestApp(config.make_wsgi_app()).get("/").headers["Vary"]


def test_the_settings_say_the_default_and_what_is_available(folder: Path) -> None:
    """So that an addon with thirty languages does not make the site speak them."""
    options = {"corefw.default_locale_name": "de", "corefw.available_locales": ["de", "en"]}
    client = TestApp(application(folder, options=options))

    assert ["de", "Titel"] == told(client)
    assert ["de", "Titel"] == told(client, "/?_LOCALE_=fr")
    assert ["en", "Title"] == told(client, "/?_LOCALE_=en")


def test_a_negotiator_of_the_application_decides(folder: Path) -> None:
    """Also by saying nothing; it cannot choose what is not there."""
    client = TestApp(application(folder, negotiator=lambda request: request.GET.get("lang")))

    assert ["fr", "Titre"] == told(client, "/?lang=fr")
    assert ["en", "Title"] == told(client, "/?lang=nl", Accept_Language="de")
    assert ["en", "Title"] == told(client, Accept_Language="de")


def test_the_attribute_of_the_request_comes_first(folder: Path) -> None:
    """A view or subscriber may set it, from a profile, say."""
    request = application(folder).make_request("/?_LOCALE_=fr")
    request._LOCALE_ = "de"

    assert "de" == negotiate_locale_name(request)


def test_the_locale_of_a_request_can_be_set(folder: Path) -> None:
    """And everything is in that language, with what its language has if the region has nothing."""
    request = application(folder).make_request("/")
    request.locale_name = "de_LU"

    assert "Titel" == get_localizer(request).translate("Title")
    assert "de_LU" == get_locale_name(request) == get_localizer(request).locale_name


def test_a_language_nobody_translated_into_has_a_localizer(folder: Path) -> None:
    """It gives the defaults."""
    request = application(folder).make_request("/")
    request.locale_name = "nl"

    assert "Title" == request.localizer.translate(TranslationString("Title"))


def test_all_requests_of_a_language_share_one_localizer(folder: Path) -> None:
    """Catalogues are read once."""
    app = application(folder)

    found = {id(app.make_request("/?_LOCALE_=de").localizer) for _ in range(3)}

    assert 1 == len(found)


def test_the_available_locales_are_known(folder: Path) -> None:
    """For the page on which a reader chooses."""
    request = application(folder).make_request("/")

    assert ("en", "de", "de_AT", "fr") == available_locales(request.registry)


def test_a_request_outside_an_application_can_be_translated() -> None:
    """A script may have a registry and no translations."""
    request = Request.blank("/")
    request.registry = Configurator().registry

    assert isinstance(request.localizer, Localizer)
    assert "en" == request.locale_name
