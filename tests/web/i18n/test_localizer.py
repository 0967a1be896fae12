"""Localizers: translation and plural forms out of one or several catalogues."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corefw.base.errors import ConfigurationError
from corefw.web.i18n.catalogues import make_localizer, read_directory
from corefw.web.i18n.localizer import Localizer
from corefw.web.i18n.strings import TranslationString

Write = Callable[..., Path]


def test_a_message_is_translated_in_its_domain(write: Write) -> None:
    """A string brings its domain, a plain text is in ``messages`` or in the one that is given."""
    write("de", {"Title": "Titel"})
    folder = write("de", {"Title": "Überschrift"}, "shop")

    localizer = make_localizer("de", [folder])

    assert "Titel" == localizer.translate("Title")
    assert "Überschrift" == localizer.translate(TranslationString("Title", "shop"))
    assert "Überschrift" == localizer.translate("Title", domain="shop")
    assert "Titel" == localizer.translate(TranslationString("Title", "shop"), domain="messages")


def test_a_message_that_its_domain_lacks_is_looked_for_in_messages(write: Write) -> None:
    """As Pyramid documents it; also for a domain that nobody has."""
    write("de", {"Save": "Speichern"})
    folder = write("de", {"Title": "Titel"}, "shop")

    localizer = make_localizer("de", [folder])

    assert "Speichern" == localizer.translate("Save", domain="shop")
    assert "Speichern" == localizer.translate("Save", domain="nobody")


def test_a_message_without_a_translation_is_its_default() -> None:
    """With its markers filled in."""
    string = TranslationString("greeting", default="Hello ${name}", mapping={"name": "Ann"})

    assert "Hello Ann" == Localizer("de").translate(string)
    assert "Hello Bob" == Localizer("de").translate(string, mapping={"name": "Bob"})
    assert "plain" == Localizer("de").translate("plain")
    assert Localizer("de").translate(None) is None


def test_the_markers_of_a_translation_are_filled_in(write: Write) -> None:
    """Wherever the translator put them."""
    folder = write("de", {"${count} of ${all}": "von ${all} sind es ${count}"})

    text = make_localizer("de", [folder]).translate("${count} of ${all}", mapping={"count": 1, "all": 9})

    assert "von 9 sind es 1" == text


def test_equal_messages_are_told_apart_by_their_context(write: Write) -> None:
    """The month is not the permission."""
    folder = write("de", {("context", "month", "May"): "Mai", ("context", "permission", "May"): "Darf"})

    localizer = make_localizer("de", [folder])

    assert "Mai" == localizer.translate(TranslationString("May", context="month"))
    assert "Darf" == localizer.translate(TranslationString("May", context="permission"))
    assert "May" == localizer.translate("May")


def test_the_head_of_a_catalogue_is_never_shown(write: Write) -> None:
    """gettext keeps it under the empty message."""
    localizer = make_localizer("de", [write("de", {"Title": "Titel"})])

    assert "" == localizer.translate("")
    assert "cards" == localizer.pluralize("", "cards", 2)


@pytest.mark.parametrize(("n", "expected"), [(1, "1 karta"), (2, "2 karty"), (5, "5 kart"), (22, "22 karty")])
def test_a_language_has_its_own_plural_forms(write: Write, n: int, expected: str) -> None:
    """Polish has three."""
    messages = {("${n} card", "${n} cards"): ("${n} karta", "${n} karty", "${n} kart")}
    localizer = make_localizer("pl", [write("pl", messages, "shop")])

    assert expected == localizer.pluralize("${n} card", "${n} cards", n, "shop", {"n": n})


@pytest.mark.parametrize(("n", "expected"), [(0, "0 cards"), (1, "1 card"), (2, "2 cards")])
def test_without_a_translation_the_plural_is_the_english_one(n: int, expected: str) -> None:
    """One is singular, everything else is not."""
    assert expected == Localizer("de").pluralize("${n} card", "${n} cards", n, mapping={"n": n})


def test_plural_forms_may_be_translation_strings() -> None:
    """Their defaults are used where there is no translation."""
    one = TranslationString("one", "shop", default="a card")
    more = TranslationString("more", "shop", default="cards")

    assert ["a card", "cards"] == [Localizer("de").pluralize(one, more, n) for n in (1, 2)]


def test_a_region_falls_back_to_its_language(write: Write) -> None:
    """Austria says some things differently, and the rest as in German; not the other way round."""
    write("de", {"January": "Januar", "May": "Mai"})
    folder = write("de_AT", {"January": "Jänner"})

    austrian, german = make_localizer("de_AT", [folder]), make_localizer("de", [folder])

    assert ["Jänner", "Mai"] == [austrian.translate(name) for name in ("January", "May")]
    assert "Januar" == german.translate("January")


def test_a_later_folder_goes_before_an_earlier_one(write: Write) -> None:
    """Message by message."""
    first = write("de", {"Title": "Titel", "Save": "Speichern"}, folder="first")
    second = write("de", {"Title": "Überschrift"}, folder="second")

    localizer = make_localizer("de", [first, second])

    assert ["Überschrift", "Speichern"] == [localizer.translate(name) for name in ("Title", "Save")]


def test_every_catalogue_that_cannot_be_read_is_reported(write: Write, tmp_path: Path) -> None:
    """At once, with what is wrong."""
    folder = write("de", {"Title": "Titel"})
    (folder / "de" / "LC_MESSAGES" / "shop.mo").write_bytes(b"no catalogue")
    (folder / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "fr" / "LC_MESSAGES" / "shop.mo").write_bytes(b"")

    with pytest.raises(ConfigurationError) as caught:
        read_directory(folder)

    assert ["CFW-581", "CFW-581"] == [problem.code for problem in caught.value.problems]
    assert (
        f"CFW-581  The catalogue {folder}/de/LC_MESSAGES/shop.mo cannot be read: "
        f"OSError: [Errno 0] Bad magic number: '{folder}/de/LC_MESSAGES/shop.mo'\n"
        "\n"
        "  It is made by  pybabel compile  or  msgfmt.\n"
        "\n"
        f"  To mend it: make it anew:  pybabel compile -f -d {folder}"
    ) == str(caught.value.problems[0])


def test_what_lies_beside_the_catalogues_is_left_alone(write: Write) -> None:
    """Sources, templates and notes."""
    folder = write("de", {"Title": "Titel"})
    (folder / "messages.pot").write_text("")
    (folder / "de" / "LC_MESSAGES" / "messages.po").write_text("")
    (folder / "notes").mkdir()

    assert {"de": ["messages"]} == {name: list(domains) for name, domains in read_directory(folder).items()}
