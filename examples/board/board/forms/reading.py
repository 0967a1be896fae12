"""Reading a form: from what was sent to a typed value, or to what to say next to each field.

The same function reads a form post and a JSON object, so both obey the same rules; JSON is read
strictly: numbers are numbers, and a name that nobody knows is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from board.domain.words import clean_line, clean_text, unfit
from board.forms.inputs import Form, Input, inputs_of

__all__ = ["Reading", "blank", "read"]

F = TypeVar("F", bound=Form)

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_LARGEST = 10**18 - 1


@dataclass(frozen=True, slots=True)
class Reading(Generic[F]):
    """What was read: the text as typed, the errors by field, and the value if there are none."""

    form: type[F]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    value: F | None

    def refused(self, name: str, message: str) -> Reading[F]:
        """Return the reading with one more error, found after the fields were judged."""
        return replace(self, errors=MappingProxyType({**self.errors, name: message}), value=None)

    def typing(self, **typed: str) -> Reading[F]:
        """Return the reading with other text in some of the fields."""
        return replace(self, typed=MappingProxyType({**self.typed, **typed}))


def blank(form: type[F], **initial: object) -> Reading[F]:
    """Return a reading in which nothing was judged yet, to draw a form for the first time."""
    given = {name: str(value) for name, value in initial.items() if value is not None}
    typed = {name: given.get(name, "") for name in inputs_of(form)}
    return Reading(form, MappingProxyType(typed), MappingProxyType({}), None)


def read(form: type[F], given: Mapping[str, Any], *, strict: bool = False) -> Reading[F]:
    """Judge *given* by the inputs of *form*; *strict* is for JSON."""
    inputs = inputs_of(form)
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, one in inputs.items():
        sent = given.get(name)
        typed[name] = sent if isinstance(sent, str) else "" if sent is None else str(sent)
        values[name], error = _judge(one, sent, strict)
        if error:
            errors[name] = error
    if strict:
        errors.update({name: "There is no field of this name." for name in given if name not in inputs})
    value = None if errors else form(**values)
    return Reading(form, MappingProxyType(typed), MappingProxyType(errors), value)


def _judge(one: Input, sent: object, strict: bool) -> tuple[Any, str]:
    """Return the value, and what is wrong with it ("" if nothing is)."""
    if one.number:
        return _number(one, sent, strict)
    if sent is None:
        sent = ""
    if not isinstance(sent, str):
        return "", "This must be text."
    if unfit(sent):
        return "", "This has a character that cannot be kept. Please remove it."
    clean = sent if one.kind == "password" else clean_text(sent) if one.kind == "text" else clean_line(sent)
    if one.required and not clean:
        return "", "Please fill this in."
    if len(clean) > one.most:
        return "", f"Please use at most {one.most} characters; this has {len(clean)}."
    return clean, ""


def _number(one: Input, sent: object, strict: bool) -> tuple[int | None, str]:
    if sent is None or sent == "":
        return None, "Please choose one." if one.required else ""
    if strict:
        if isinstance(sent, int) and not isinstance(sent, bool) and 0 <= sent <= _LARGEST:
            return sent, ""
        return None, "This must be a whole number from 0 up."
    if isinstance(sent, str) and _NUMBER.fullmatch(sent):
        return int(sent), ""
    return None, "Please choose one of the list." if one.kind == "choice" else "This must be a number."
