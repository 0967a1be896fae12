"""Two languages: nothing is left in English, and everybody chooses."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from webtest import TestApp

import board
from board.domain.notes import kept, noted
from board.sample import LOGIN, PASSWORD
from board.texts import _, english

PACKAGE = Path(board.__file__).parent
CATALOGUES = PACKAGE / "locale" / "de" / "LC_MESSAGES"
MAPPING = PACKAGE.parent / "babel.cfg"
#: As in the README.
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pluralize": (1, 2), "pgettext": ((1, "c"), 2)}

GERMAN = {"Accept-Language": "de-CH, de;q=0.9, en;q=0.5"}


def extracted() -> Catalog:
    """Return every text of the package, as Babel finds it."""
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog()
    for _file, line, message, _comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        found.add(message, locations=[("", line)], context=context)
    return found


def german() -> Catalog:
    """Return the German catalogue."""
    with (CATALOGUES / "messages.po").open("rb") as file:
        return read_po(file, locale="de")


def ids(catalogue: Catalog) -> set[object]:
    """Return what identifies each text of a catalogue."""
    return {(one.context, one.id) for one in catalogue if one.id}


def texts_of(catalogue: Catalog) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return each text with its translation; both have one form, or one for each number."""
    return [(forms(one.id), forms(one.string)) for one in catalogue if one.id]


def forms(text: Any) -> tuple[str, ...]:
    """Return the forms of a text."""
    return (text,) if isinstance(text, str) else tuple(text)


def markers(text: str) -> list[str]:
    """Return the names that are filled in."""
    return sorted(re.findall(r"\$\{(\w+)\}", text))


def test_every_text_has_its_german_and_no_other_is_kept() -> None:
    """What Babel finds in Python, Mako and Jinja2 is what the catalogue has; nothing is empty or unsure."""
    catalogue = german()

    assert ids(extracted()) == ids(catalogue)
    assert [] == [one.id for one in catalogue if one.id and (one.fuzzy or not all(forms(one.string)))]


def test_german_texts_have_the_markers_of_the_english_ones() -> None:
    """So that no name is lost, and none is left open."""
    for said, translated in texts_of(german()):
        assert markers(said[-1]) == markers(translated[-1])


def test_what_was_compiled_is_what_was_written() -> None:
    """Whoever changes the texts runs  pybabel compile."""
    written = io.BytesIO()
    write_mo(written, german())
    written.seek(0)
    with (CATALOGUES / "messages.mo").open("rb") as compiled:
        assert texts_of(read_mo(written)) == texts_of(read_mo(compiled))


def test_no_page_is_half_in_english(browser: TestApp, page_path: str) -> None:
    """No text of a page, and no attribute that is read out, is an English one that has a German one."""
    same = {"Administrator", "Boards", "Name"}
    left = {one.id for one in german() if one.id and not one.pluralizable} - same
    # What the sample is about is English in every language.
    left -= {"To do", "Doing", "Done"}
    page = browser.get(page_path, headers=GERMAN, status=(200, 404))

    texts = {text.strip() for text in page.html.find_all(string=True)}
    for name in ("aria-label", "title", "placeholder", "alt"):
        texts |= {one[name] for one in page.html.select(f"[{name}]")}

    assert "de" == page.html.html["lang"]
    assert set() == texts & left


def test_errors_are_told_in_the_readers_language(browser: TestApp) -> None:
    """Next to the field, in the summary, and over JSON."""
    page = browser.post("/boards/new", {"name": "x" * 61}, headers=GERMAN, status=422)
    problem = browser.post_json("/api/columns/1/cards", {"titel": "x"}, headers=GERMAN, status=422)

    assert (
        "Bitte nimm höchstens 60 Zeichen; das hier sind 61." in page.html.select_one("#field-name-error").text
    )
    assert "Bitte sieh dir dieses Feld noch einmal an:" in page.html.select_one(".faults").text
    assert ("Abgelehnt", "Bitte fülle das aus.") == (problem.json["title"], problem.json["errors"]["title"])


def test_what_was_done_is_told_in_the_readers_language(browser: TestApp, anna: TestApp) -> None:
    """The notice to who does it, the feed to who reads it; what people wrote stays as they wrote it."""
    page = browser.post("/boards/1/columns/new", {"name": "Name"}, headers=GERMAN, status=303)
    page = browser.get(page.location, headers=GERMAN)

    assert "Die Spalte „Name“ wurde hinzugefügt." == page.html.select_one(".notice").text
    assert "added the column “Name”" in anna.get("/boards/1/activity").text
    assert "hat die Spalte „Name“ hinzugefügt" in anna.get("/boards/1/activity", headers=GERMAN).text
    activity = browser.get("/api/boards/1/activity").json["activities"][0]
    assert "added the column “Name”" == activity["words"]


def test_numbers_and_dates_are_those_of_the_language(browser: TestApp) -> None:
    """One card and two cards, and the month by its name."""
    browser.patch_json("/api/cards/1", {"due": "2027-03-01"})
    browser.post("/boards/new", {"name": "Neu"}, headers=GERMAN)

    assert "4 Spalten · 11 Karten" in browser.get("/", headers=GERMAN).text
    assert "1. März 2027" in browser.get("/cards/1", headers=GERMAN).text
    assert "1 March 2027" in browser.get("/cards/1").text
    board = browser.get("/api/boards").json["boards"][1]
    assert ["Zu tun", "In Arbeit", "Erledigt"] == [
        one["name"] for one in browser.get(f"/api/boards/{board['id']}").json["columns"]
    ]


def test_everybody_chooses_on_every_page(visitor: TestApp) -> None:
    """A link below the page sets the cookie and leads back; it goes before what the browser prefers."""
    page = visitor.get("/login?next=%2Fboards%2F1", headers={"Accept-Language": "en"})

    page = page.click("Deutsch").follow()

    assert "Anmelden" == page.html.h1.text
    assert "/boards/1" == page.form["next"].value
    assert "Deutsch" == page.html.select_one(".languages [aria-current]").text
    page = visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303).follow()
    assert "Neues Board" in page.text
    assert "New board" in page.click("English").follow().text


@pytest.mark.over("one")
def test_nobody_is_led_elsewhere_or_into_a_language_that_is_not_there(visitor: TestApp) -> None:
    """The choice goes to this site only; an unknown one is none."""
    answer = visitor.get("/language/fr?next=https://evil.example/", status=303)

    assert "http://localhost/" == answer.location
    assert "Set-Cookie" not in answer.headers
    visitor.get("/language/../de", status=404)


def test_notes_of_an_older_board_are_told_as_they_are() -> None:
    """They were kept as they were said."""
    words = _("deleted “${card}”", {"card": "Sow ${n}"})

    assert "deleted “Sow ${n}”" == english(noted(kept(words)))
    assert "deleted “Sow”" == english(noted("deleted “Sow”"))
