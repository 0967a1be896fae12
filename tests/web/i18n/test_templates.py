"""The names by which templates translate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.i18n import TranslationString
from corefw.web.i18n.templates import TemplateTranslator, template_domain

Write = Callable[..., Path]


@pytest.fixture
def names(write: Write) -> dict[str, Callable[..., str]]:
    """The functions of a template of the package shop, for a German reader."""
    write("de", {"Save": "Speichern", "Title": "Titel"})
    messages = {
        "Title": "Angebot",
        "Hello ${name}": "Hallo ${name}",
        ("${n} card", "${n} cards"): ("${n} Karte", "${n} Karten"),
        ("context", "month", "May"): "Mai",
    }
    folder = write("de", messages, "shop")
    config = Configurator()
    config.add_translation_dirs(str(folder))
    request = config.make_wsgi_app().make_request("/?_LOCALE_=de")
    return TemplateTranslator(request, "shop").names()


def test_a_text_is_translated_in_the_domain_of_the_template(names: dict[str, Any]) -> None:
    """And in the general one if that does not have it; or in one that is named."""
    translate = names["_"]

    assert ["Angebot", "Speichern"] == [translate("Title"), translate("Save")]
    assert (
        "Titel" == translate("Title", domain="messages") == translate(TranslationString("Title", "messages"))
    )


def test_keywords_fill_in_the_markers(names: dict[str, Any]) -> None:
    """Under the names that the message gives them."""
    assert "Hallo Ann" == names["gettext"]("Hello ${name}", name="Ann")


def test_a_number_chooses_the_form(names: dict[str, Any]) -> None:
    """And is filled in as ``n``."""
    assert ["1 Karte", "2 Karten"] == [names["ngettext"]("${n} card", "${n} cards", n) for n in (1, 2)]


def test_a_context_tells_equal_texts_apart(names: dict[str, Any]) -> None:
    """As gettext has it."""
    assert ["Mai", "May"] == [names["pgettext"]("month", "May"), names["pgettext"]("verb", "May")]


def test_without_a_request_the_defaults_are_shown() -> None:
    """A mail that a script renders."""
    names = TemplateTranslator(None, "").names()

    assert ["Hello Ann", "2 cards"] == [
        names["_"]("Hello ${name}", name="Ann"),
        names["ngettext"]("${n} card", "${n} cards", 2),
    ]


@pytest.mark.parametrize(
    ("name", "package", "domain"),
    [
        ("shop:templates/a.mako", "board", "shop"),
        ("templates/a.mako", "board.views", "board"),
        ("/tmp/a.mako", "", ""),
    ],
)
def test_the_domain_of_a_template_is_its_package(name: str, package: str, domain: str) -> None:
    """So that each addon translates its own."""
    assert domain == template_domain(name, package)
