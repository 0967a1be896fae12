"""Translation strings: what they carry, and how their markers are filled in."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.i18n.strings import TranslationString, TranslationStringFactory

_ = TranslationStringFactory("shop")


def facts(string: TranslationString) -> dict[str, Any]:
    return {name: getattr(string, name) for name in ("domain", "default", "mapping", "context")}


def test_a_translation_string_is_its_message_id() -> None:
    """It can be used as a key and compared with text, and its default is the id."""
    string = TranslationString("title")

    assert "title" == string
    assert {"domain": None, "default": "title", "mapping": {}, "context": None} == facts(string)


def test_the_factory_gives_its_domain() -> None:
    """So that a module writes it once."""
    string = _("title", mapping={"n": 1}, default="Title ${n}", context="menu")

    expected = {"domain": "shop", "default": "Title ${n}", "mapping": {"n": 1}, "context": "menu"}
    assert expected == facts(string)


def test_a_string_of_another_domain_keeps_it_in_a_factory() -> None:
    """What one package wrote is translated by its own catalogue."""
    assert "other" == _(TranslationString("title", "other")).domain


def test_a_string_made_of_another_takes_over_what_is_not_given() -> None:
    """Values of markers are joined, the new ones first."""
    first = TranslationString("id", "shop", default="${a} ${b}", mapping={"a": 1, "b": 2}, context="menu")

    second = TranslationString(first, mapping={"b": 3})

    assert {**facts(first), "mapping": {"a": 1, "b": 3}} == facts(second)
    assert {"a": 1, "b": 2} == first.mapping


def test_an_empty_default_is_kept() -> None:
    """An empty text is a text."""
    assert "" == TranslationString(TranslationString("id", default="")).interpolate()


def test_values_can_be_added_with_the_percent_sign() -> None:
    """As strings are formatted, but by name only, and without changing the first."""
    first = _("Hello ${name}")

    assert "Hello Ann" == (first % {"name": "Ann"}).interpolate()
    assert "Hello ${name}" == first.interpolate()


def test_values_without_a_name_are_refused() -> None:
    """A translator may change the order of the markers."""
    with pytest.raises(ValueError, match="The markers of a translation string have names: give a dict"):
        _("Hello %s") % "Ann"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$a and ${b}", "1 and 2"),
        ("${c} stays, as does $ and $$ and ${}", "${c} stays, as does $ and $$ and ${}"),
        ("$5 ${5} $é", "$5 ${5} $é"),
        ("${a}${a}", "11"),
    ],
)
def test_markers_with_values_are_filled_in(text: str, expected: str) -> None:
    """The others stay as they are."""
    assert expected == TranslationString("id", mapping={"a": 1, "b": 2}).interpolate(text)


@given(st.text(), st.text())
def test_a_value_is_never_looked_through_for_markers(before: str, value: str) -> None:
    """What a user typed cannot fetch other values."""
    string = TranslationString("id", mapping={"value": value, "secret": "no"})

    assert before.replace("$", "") + value == string.interpolate(before.replace("$", "") + "${value}")


def test_a_translation_string_cannot_be_changed() -> None:
    """It is shared by all requests."""
    string = _("title")

    with pytest.raises(AttributeError, match=r"make another \(domain\)"):
        string.domain = "other"


def test_a_translation_string_can_be_pickled() -> None:
    """For a task queue, say."""
    string = _("title", mapping={"n": 1}, default="Title ${n}", context="menu")

    again = pickle.loads(pickle.dumps(string))

    assert ("title", facts(string)) == (again, facts(again))
