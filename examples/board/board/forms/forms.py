"""The board's forms.  The limits of every text are here, for the pages and the JSON API alike."""

from __future__ import annotations

from dataclasses import dataclass

from board.domain.passwords import LONGEST
from board.forms.inputs import Form, choice, hidden, line, password, text

__all__ = ["BoardForm", "CardForm", "ColumnForm", "LoginForm", "MoveForm"]


@dataclass(frozen=True, slots=True)
class LoginForm(Form):
    """Who is there."""

    login: str = line("User name", most=64, autocomplete="username")
    password: str = password("Password", most=LONGEST, autocomplete="current-password")
    next: str = hidden(most=2000)


@dataclass(frozen=True, slots=True)
class BoardForm(Form):
    """A board's name and what it is for."""

    name: str = line("Name", most=60)
    summary: str = line("What is it for?", most=160, required=False, hint="One line, shown under the name.")


@dataclass(frozen=True, slots=True)
class ColumnForm(Form):
    """A column's name."""

    name: str = line("Name of the column", most=40)


@dataclass(frozen=True, slots=True)
class CardForm(Form):
    """A card's text; *revision* is the one that was shown to the person who edits it."""

    title: str = line("Title", most=120)
    text: str = text("Details", most=5000, hint="What is to be done, and how you will know it is done.")
    revision: int | None = hidden(number=True)


@dataclass(frozen=True, slots=True)
class MoveForm(Form):
    """Where a card goes: a column of its board, and a place in it, 0 at the top."""

    column: int = choice("Column")
    place: int = choice("Place")
