"""What templates see of a form."""

from __future__ import annotations

from board.forms.drawing import drawn
from board.forms.forms import CardForm, LoginForm, MoveForm
from board.forms.reading import blank, read
from board.texts import english


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    """The ids name what stands beside the control, and nothing that does not."""
    form = drawn(read(CardForm, {"title": "", "text": "x" * 5001}), english)

    assert "field-title-error" == form["title"].described_by
    assert "field-text-hint field-text-error" == form["text"].described_by
    assert ["title", "text"] == [field.name for field in form.wrong]


def test_a_password_is_never_shown_again() -> None:
    """The typed name is kept, the password is not."""
    form = drawn(read(LoginForm, {"login": "ada", "password": "secret"}).refused("password", "No."), english)

    assert ("ada", "") == (form["login"].value, form["password"].value)


def test_the_option_that_was_sent_is_chosen() -> None:
    """A choice keeps what was chosen."""
    form = drawn(blank(MoveForm, column=2, place=0), english, column=[(1, "To do"), (2, "Done")])

    assert [("1", False), ("2", True)] == [(one.value, one.chosen) for one in form["column"].options]


def test_an_error_of_a_hidden_field_stands_above_the_form() -> None:
    """What has no place of its own is said for the whole form."""
    form = drawn(blank(CardForm).refused("revision", "Somebody was faster."), english)

    assert (("Somebody was faster.",), ()) == (form.faults, form.wrong)
