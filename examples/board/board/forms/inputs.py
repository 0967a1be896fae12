"""Inputs: what a field of a form dataclass asks for, kept in the field's metadata.

Judging what was typed belongs to `reading`, the markup to the templates.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

__all__ = [
    "Form",
    "Input",
    "choice",
    "day",
    "flag",
    "hidden",
    "inputs_of",
    "line",
    "password",
    "pick",
    "several",
    "text",
    "upload",
]

_KEY = "input"


@dataclass(frozen=True, slots=True)
class Form:
    """The base of every form; its fields are made by `line`, `text`, `password`, `choice`, `hidden`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input: how it is drawn, and what may be typed into it."""

    kind: str
    label: str
    most: int = 200
    required: bool = True
    number: bool = False
    hint: str = ""
    autocomplete: str = "off"
    #: What a `pick` offers: the value and its label.
    offers: tuple[tuple[str, str], ...] = ()
    #: What a file chooser shows (``accept``).
    accept: str = ""


def line(label: str, *, most: int, required: bool = True, hint: str = "", autocomplete: str = "off") -> Any:
    """Return a field of one line of text."""
    return _field(
        Input(kind="line", label=label, most=most, required=required, hint=hint, autocomplete=autocomplete)
    )


def text(label: str, *, most: int, required: bool = False, hint: str = "") -> Any:
    """Return a field of several lines of text."""
    return _field(Input(kind="text", label=label, most=most, required=required, hint=hint))


def password(label: str, *, most: int, autocomplete: str) -> Any:
    """Return a field whose value is taken as it is and never shown again."""
    return _field(Input(kind="password", label=label, most=most, autocomplete=autocomplete))


def choice(label: str, *, hint: str = "") -> Any:
    """Return a field whose value is the number of one of several options, given when drawn."""
    return _field(Input(kind="choice", label=label, most=18, number=True, hint=hint))


def pick(label: str, offers: tuple[tuple[str, str], ...]) -> Any:
    """Return a field whose value is one of *offers*, which are always the same."""
    return _field(Input(kind="pick", label=label, most=40, offers=offers))


def several(label: str) -> Any:
    """Return a field whose value are the numbers of some of the options, given when drawn."""
    return _field(Input(kind="several", label=label, required=False))


def day(label: str, *, hint: str = "") -> Any:
    """Return a field of a date, which may be left out."""
    return _field(Input(kind="day", label=label, most=10, required=False, hint=hint))


def flag(label: str, *, hint: str = "") -> Any:
    """Return a field that is yes or no."""
    return _field(Input(kind="flag", label=label, required=False, hint=hint))


def upload(label: str, *, accept: str, hint: str = "") -> Any:
    """Return a field of a file, as the request has it; what is in it is judged elsewhere."""
    return _field(Input(kind="file", label=label, accept=accept, hint=hint))


def hidden(*, number: bool = False, most: int = 18) -> Any:
    """Return a field that the person does not see, and that may be left out."""
    return _field(Input(kind="hidden", label="", most=most, required=False, number=number))


def inputs_of(form: type[Form]) -> dict[str, Input]:
    """Return the inputs of *form* by name, in the order of the fields."""
    return {one.name: one.metadata[_KEY] for one in fields(form)}


def _field(given: Input) -> Any:
    # A form is made by name from what was read; only what may be left out has a default.
    defaults: dict[str, Any] = {"several": (), "day": None, "flag": False}
    default = MISSING if given.required else defaults.get(given.kind, None if given.number else "")
    return field(default=default, metadata={_KEY: given}, kw_only=True)
