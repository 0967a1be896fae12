"""What is typed becomes a typed value, or a word next to the field."""

from __future__ import annotations

from datetime import date
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.forms import forms
from board.forms.forms import CardForm, ColumnForm, LoginForm, MoveForm
from board.forms.inputs import Form, inputs_of
from board.forms.reading import blank, read
from board.texts import english

ALL: list[type[Form]] = [getattr(forms, name) for name in forms.__all__ if name.endswith("Form")]


def test_a_good_form_becomes_a_value() -> None:
    """Text is cleaned, numbers are numbers."""
    reading = read(CardForm, {"title": " Sow  peas ", "text": "a\r\nb", "revision": "3"})

    assert CardForm(title="Sow peas", text="a\nb", revision=3) == reading.value
    assert {} == reading.errors


def test_what_is_wrong_is_said_of_each_field_and_the_text_is_kept() -> None:
    """Nothing that was typed is lost, and every field is judged."""
    reading = read(CardForm, {"title": "  ", "text": "x" * 5001})

    assert None is reading.value
    assert {
        "title": "Please fill this in.",
        "text": "Please use at most 5000 characters; this has 5001.",
    } == {name: english(message) for name, message in reading.errors.items()}
    assert "x" * 5001 == reading.typed["text"]


def test_a_password_is_taken_as_it_is() -> None:
    """Spaces belong to a password."""
    reading = read(LoginForm, {"login": "ada", "password": "  two  spaces "})

    assert reading.value is not None
    assert "  two  spaces " == reading.value.password


@pytest.mark.parametrize("sent", ["x", "-1", "1.0", "٣", "9" * 30, " 1"])
def test_a_number_is_digits(sent: str) -> None:
    """What is not a small number in plain digits is refused, in a post."""
    assert {"place": "Please choose one of the list."} == read(
        MoveForm, {"column": "1", "place": sent}
    ).errors


@pytest.mark.parametrize("sent", ["1", 1.0, True, -1, 10**30, [], {}])
def test_json_numbers_are_numbers(sent: object) -> None:
    """A program that sends text for a number is told so."""
    reading = read(MoveForm, {"column": 1, "place": sent}, strict=True)

    assert {"place": "This must be a whole number from 0 up."} == reading.errors


def test_json_with_an_unknown_name_is_refused() -> None:
    """A misspelt field is never ignored."""
    reading = read(ColumnForm, {"name": "Later", "nmae": "x"}, strict=True)

    assert {"nmae": "There is no field of this name."} == reading.errors


@pytest.mark.parametrize("form", ALL)
def test_types_and_inputs_agree(form: type[Form]) -> None:
    """The annotation of each field is what reading it gives."""
    hints = get_type_hints(form)

    for name, one in inputs_of(form).items():
        kinds = {"several": tuple[int, ...], "day": date | None, "flag": bool, "file": Any}
        number = int if one.required else int | None
        assert kinds.get(one.kind, number if one.number else str) == hints[name]


anything = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers(), max_size=2)


@settings(deadline=None)
@given(form=st.sampled_from(ALL), data=st.data(), strict=st.booleans())
def test_nothing_that_is_sent_breaks_a_form(form: type[Form], data: Any, strict: bool) -> None:
    """Every input ends in a value or in errors, never in an exception, and never in both."""
    given_values = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(inputs_of(form), anything)))

    reading = read(form, given_values, strict=strict)

    assert (reading.value is None) == bool(reading.errors)


def test_a_blank_form_has_no_errors() -> None:
    """A form that was not sent yet is not judged."""
    reading = blank(CardForm, title="Sow", revision=0)

    typed = {"title": "Sow", "text": "", "due": "", "labels": "", "revision": "0"}
    assert (typed, {}) == (dict(reading.typed), dict(reading.errors))
