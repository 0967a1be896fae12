"""The digest in German: its own texts from its own catalogue, the frame around them from the board's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from webtest import TestApp

import board_digest

Start = Callable[..., TestApp]

PACKAGE = Path(board_digest.__file__).parent
CATALOGUE = PACKAGE / "locale" / "de" / "LC_MESSAGES" / "board_digest.po"
GERMAN = {"Accept-Language": "de"}


def texts(catalogue: Catalog) -> dict[str, object]:
    """Return the translations by the text, of a plural by the first form."""
    return {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue if one.id}


def test_every_text_has_its_german() -> None:
    """What Babel finds is what the catalogue has, nothing is empty or unsure, and it is compiled."""
    with (PACKAGE.parent / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(PACKAGE, methods, options):
        found.add(message, context=context)
    with CATALOGUE.open("rb") as written, CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue, runs = read_po(written, locale="de"), read_mo(compiled)

    assert texts(found).keys() == texts(catalogue).keys()
    assert texts(catalogue) == {text: _form(one) for text, one in texts(runs).items()}
    assert [] == [one.id for one in catalogue if one.id and (one.fuzzy or not one.string)]


def _form(translated: object) -> object:
    return tuple(translated) if isinstance(translated, list) else translated


@pytest.mark.parametrize("templating", ["mako", "jinja2"])
def test_the_page_the_panel_and_the_frame_are_german(start: Start, templating: str) -> None:
    """In both template languages, with numbers in their right form."""
    browser = start("memory", templating, "board-digest", more="[digest]\ndays = 1\n")

    home = browser.get("/", headers=GERMAN)
    page = browser.get("/digest", headers=GERMAN)
    panel = browser.get("/boards/1", headers=GERMAN).html.select_one(".panels .panel")

    assert "Was fällig ist" == home.html.select_one("a.digest").text
    assert "4 Spalten · 11 Karten" in home.text
    assert "Was binnen 1 Tag fällig ist oder es schon war." in page.text
    assert "Nichts ist fällig." in page.text
    assert "Abmelden" in page.text
    assert "Hinzugefügt, seit es die Übersicht gibt: 0. Verschoben: 0." == panel.p.text
    assert "Was auf allen Boards fällig ist" == panel.a.text
