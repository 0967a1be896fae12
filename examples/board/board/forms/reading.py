"""Reading a form: from what was sent to a typed value, or to what to say next to each field.

The same function reads a form post and a JSON object, so both obey the same rules; JSON is read
strictly: numbers are numbers, and a name that nobody knows is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from board.domain.words import clean_line, clean_text, unfit
from board.forms.inputs import Form, Input, inputs_of
from board.texts import _

__all__ = ["Reading", "blank", "read"]

F = TypeVar("F", bound=Form)

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_LARGEST = 10**18 - 1
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NO_LIST = _("This must be a list of numbers.")
_NO_CHOICE = _("Please choose some of the list.")
#: More options than this are ticked by nobody.
_MOST_TICKS = 100


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
    given = {name: _shown(value) for name, value in initial.items() if value is not None}
    typed = {name: given.get(name, "") for name in inputs_of(form)}
    return Reading(form, MappingProxyType(typed), MappingProxyType({}), None)


def read(form: type[F], given: Mapping[str, Any], *, strict: bool = False) -> Reading[F]:
    """Judge *given* by the inputs of *form*; *strict* is for JSON."""
    inputs = inputs_of(form)
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, one in inputs.items():
        sent = _sent(one, name, given)
        typed[name] = "" if sent is None or one.kind == "file" else _shown(sent)
        values[name], error = _judge(one, sent, strict)
        if error:
            errors[name] = error
    if strict:
        errors.update({name: _("There is no field of this name.") for name in given if name not in inputs})
    value = None if errors else form(**values)
    return Reading(form, MappingProxyType(typed), MappingProxyType(errors), value)


def _judge(one: Input, sent: object, strict: bool) -> tuple[Any, str]:
    """Return the value, and what is wrong with it ("" if nothing is)."""
    if one.number:
        return _number(one, sent, strict)
    if one.kind in _JUDGES:
        return _JUDGES[one.kind](sent, strict)
    if one.kind == "file":
        return (sent, "") if hasattr(sent, "file") else (None, _("Please choose a file."))
    if sent is None:
        sent = ""
    if not isinstance(sent, str):
        return "", _("This must be text.")
    if unfit(sent):
        return "", _("This has a character that cannot be kept. Please remove it.")
    clean = sent if one.kind == "password" else clean_text(sent) if one.kind == "text" else clean_line(sent)
    if one.required and not clean:
        return "", _("Please fill this in.")
    if one.kind == "pick" and clean not in (value for value, _ in one.offers):
        return "", _("Please choose one of the list.")
    if len(clean) > one.most:
        sizes = {"most": one.most, "has": len(clean)}
        return "", _("Please use at most ${most} characters; this has ${has}.", sizes)
    return clean, ""


def _number(one: Input, sent: object, strict: bool) -> tuple[int | None, str]:
    if sent is None or sent == "":
        return None, _("Please choose one.") if one.required else ""
    if strict:
        if isinstance(sent, int) and not isinstance(sent, bool) and 0 <= sent <= _LARGEST:
            return sent, ""
        return None, _("This must be a whole number from 0 up.")
    if isinstance(sent, str) and _NUMBER.fullmatch(sent):
        return int(sent), ""
    return None, _("Please choose one of the list.") if one.kind == "choice" else _("This must be a number.")


def _sent(one: Input, name: str, given: Mapping[str, Any]) -> Any:
    """Return what was sent for one input: of ticked boxes all, of everything else the last."""
    every = getattr(given, "getall", None)
    return every(name) if one.kind == "several" and every is not None else given.get(name)


def _shown(value: object) -> str:
    """Return the text that stands for *value* in a form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(map(str, value))
    return str(value)


def _several(sent: object, strict: bool) -> tuple[tuple[int, ...], str]:
    if sent is None:
        return (), ""
    given: Sequence[object] = sent if isinstance(sent, (list, tuple)) else (sent,)
    found: list[int] = []
    for one in given[: _MOST_TICKS + 1]:
        if strict and isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= _LARGEST:
            found.append(one)
        elif not strict and isinstance(one, str) and _NUMBER.fullmatch(one):
            found.append(int(one))
        else:
            return (), _("This must be a list of numbers.") if strict else _(
                "Please choose some of the list."
            )
    if len(found) > _MOST_TICKS or (strict and not isinstance(sent, (list, tuple))):
        return (), _NO_LIST if strict else _NO_CHOICE
    return tuple(dict.fromkeys(found)), ""


def _day(sent: object, strict: bool) -> tuple[date | None, str]:
    if sent is None or sent == "":
        return None, ""
    if isinstance(sent, str) and _DAY.fullmatch(sent):
        try:
            return date.fromisoformat(sent), ""
        except ValueError:
            pass
    return None, _("Please write a date as 2027-06-30.")


def _flag(sent: object, strict: bool) -> tuple[bool, str]:
    if strict and sent is not None and not isinstance(sent, bool):
        return False, _("This must be true or false.")
    return bool(sent), ""


_JUDGES = {"several": _several, "day": _day, "flag": _flag}
