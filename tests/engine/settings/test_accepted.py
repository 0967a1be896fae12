"""What a type takes is said in words, and shown by an example that it takes."""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest

from corefw.engine.settings.accepted import example_of, list_of, named_type, table_of


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


@pytest.mark.parametrize(
    ("expected", "annotation"),
    [
        ("true or false", bool),
        ("a whole number", int),
        ("a number", float),
        ("text", str),
        ("a path", Path),
        ("a date", date),
        ("a date with a time", datetime),
        ("a whole number", int | None),
        ("a whole number or text", int | str),
        ('"all" or a list of text', Literal["all"] | list[str]),
        ("a list of whole numbers", list[int]),
        ("a list of tables", list[dict[str, int]]),
        ("a list", list),
        ("a table", dict[str, int]),
        ("one of 1, 2", Size),
        ('one of "a", "b"', Literal["a", "b"]),
        ("a whole number, at least 1, at most 9", Annotated[int, msgspec.Meta(ge=1, le=9)]),
        ("text, at least 2 long, in the form ^x", Annotated[str, msgspec.Meta(min_length=2, pattern="^x")]),
    ],
)
def test_a_type_is_named_in_words(expected: str, annotation: Any) -> None:
    """No Python is needed to understand it."""
    assert expected == named_type(annotation)


@pytest.mark.parametrize(
    "annotation", [bool, int, float, str, Path, date, datetime, list[int], Size, Literal["a"], int | None]
)
def test_an_example_is_taken_by_its_type(annotation: Any) -> None:
    """What is told to be written would be accepted."""
    value = tomllib.loads(f"x = {example_of(annotation)}")["x"]

    if annotation is Path:
        assert isinstance(value, str)
    else:
        msgspec.convert(value, annotation)


def test_lists_and_tables_are_told_by_what_they_hold() -> None:
    """Texts are no lists, and a tuple of fixed places is none either."""
    assert [int, str, Any, None, None, None] == [
        list_of(kind) for kind in (list[int], Sequence[str], set, str, tuple[int, str], dict)
    ]
    assert [int, Any, None] == [table_of(kind) for kind in (dict[str, int], dict, list)]
