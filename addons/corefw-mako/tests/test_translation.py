"""Templates in the language of the reader, and their texts for the translators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from webtest import TestApp

from corefw.config import Configurator

Write = Callable[..., Path]

PAGE = """${_("Home & garden")}
${_("Cart of ${name}", name=user)}
${ngettext("${n} thing", "${n} things", cards)}
${pgettext("month", "May")}"""


def catalogue(folder: Path) -> str:
    """Write the German texts of the package shop, and return their folder."""
    german = Catalog(locale="de", domain="shop")
    german.add("Home & garden", "Haus & <b>Garten</b>")
    german.add("Cart of ${name}", "Korb von ${name}")
    german.add(("${n} thing", "${n} things"), ("${n} Ding", "${n} Dinge"))
    german.add("May", "Mai", context="month")
    file = folder / "locale" / "de" / "LC_MESSAGES" / "shop.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, german)
    return str(folder / "locale")


def client(folder: str) -> TestApp:
    config = Configurator(settings={"corefw.addons": ["mako"]})
    config.add_translation_dirs(folder)
    config.add_route("page", "/")
    view: Any = lambda request: {"user": "<Ann>", "cards": 2}  # noqa: E731
    config.add_view(view, route_name="page", renderer="shop:templates/page.mako")
    return TestApp(config.make_wsgi_app())


def test_a_page_is_in_the_language_of_its_reader(write: Write, tmp_path: Path) -> None:
    """What translators and users wrote is escaped."""
    write(page=PAGE)

    text = client(catalogue(tmp_path)).get("/", headers={"Accept-Language": "de"}).text

    assert [
        "Haus &amp; &lt;b&gt;Garten&lt;/b&gt;",
        "Korb von &lt;Ann&gt;",
        "2 Dinge",
        "Mai",
    ] == text.splitlines()


def test_a_page_without_a_translation_is_as_it_was_written(write: Write, tmp_path: Path) -> None:
    """With its numbers and names."""
    write(page=PAGE)

    text = client(catalogue(tmp_path)).get("/", headers={"Accept-Language": "en"}).text

    assert ["Home &amp; garden", "Cart of &lt;Ann&gt;", "2 things", "May"] == text.splitlines()


def test_babel_finds_the_texts_of_a_template(tmp_path: Path) -> None:
    """With the extraction method that Mako brings; line, message, context."""
    file = tmp_path / "page.mako"
    file.write_text(PAGE)

    keywords = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    found = extract_from_file("mako", file, keywords=keywords)

    assert [
        (1, "Home & garden", None),
        (2, "Cart of ${name}", None),
        (3, ("${n} thing", "${n} things"), None),
        (4, "May", "month"),
    ] == [(row[0], row[1], row[3]) for row in found]
