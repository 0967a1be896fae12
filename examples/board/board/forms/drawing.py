"""What a template sees of a form: fields with their text, their error and their ids.

Plain data in the language of the reader, the same for every template language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from board.forms.inputs import inputs_of
from board.forms.reading import Reading

__all__ = ["Drawn", "DrawnField", "Option", "drawn"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DrawnField:
    """One field, ready to be put into markup."""

    name: str
    kind: str
    label: str
    value: str
    error: str
    hint: str
    required: bool
    autocomplete: str
    accept: str
    options: tuple[Option, ...]

    @property
    def id(self) -> str:
        """The id of the control."""
        return f"field-{self.name}"

    @property
    def needs_files(self) -> bool:
        """Whether the form around it must be sent as multipart/form-data."""
        return self.kind == "file"

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for ``aria-describedby``; "" if there is neither."""
        ids = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The fields of a form by name, and the errors that belong to no visible field."""

    fields: Mapping[str, DrawnField]
    faults: tuple[str, ...]

    def __getitem__(self, name: str) -> DrawnField:
        """Return one field."""
        return self.fields[name]

    @property
    def has_files(self) -> bool:
        """Whether the form is sent as multipart/form-data."""
        return any(one.needs_files for one in self.fields.values())

    @property
    def wrong(self) -> tuple[DrawnField, ...]:
        """The visible fields that have an error, for the summary above the form."""
        return tuple(one for one in self.fields.values() if one.error and one.kind != "hidden")


def drawn(reading: Reading[Any], tell: Callable[[str], str], **options: Iterable[tuple[int, str]]) -> Drawn:
    """Return what a template needs; *tell* translates a text of ours, *options* are the choices of a
    `choice` or `several` field by its name."""
    fields: dict[str, DrawnField] = {}
    for name, one in inputs_of(reading.form).items():
        typed = "" if one.kind == "password" else reading.typed.get(name, "")
        chosen = typed.split() if one.kind == "several" else [typed]
        offered = one.offers or tuple((str(value), label) for value, label in options.get(name, ()))
        fields[name] = DrawnField(
            name=name,
            kind=one.kind,
            label=tell(one.label),
            value=typed,
            error=tell(reading.errors.get(name, "")),
            hint=tell(one.hint),
            required=one.required,
            autocomplete=one.autocomplete,
            accept=one.accept,
            options=tuple(Option(value, tell(label), value in chosen) for value, label in offered),
        )
    faults = tuple(
        tell(message)
        for name, message in reading.errors.items()
        if name not in fields or fields[name].kind == "hidden"
    )
    return Drawn(fields, faults)
