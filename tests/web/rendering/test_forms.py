"""What common types look like in JSON."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from corefw.web.rendering.forms import fault_in, native_form


class Card(msgspec.Struct, rename="camel", omit_defaults=True):
    """A struct as an application has them."""

    card_title: str
    is_done: bool = False
    labels: list[str] = []
    due: str | msgspec.UnsetType = msgspec.UNSET


class Move(msgspec.Struct, tag="move", array_like=True):
    """A struct that is a list."""

    x: int
    y: int


class Point(msgspec.Struct, tag_field="kind", tag="point"):
    """A struct that says what it is."""

    x: int = 1


class Bare(msgspec.Struct, array_like=True):
    """A struct that is a list and does not say what it is."""

    x: int = 1


@pytest.mark.parametrize(
    "struct",
    [Card("a"), Card("a", is_done=True, labels=["x"], due="today"), Move(1, 2), Point(), Point(2), Bare()],
)
def test_a_struct_is_what_msgspec_writes(struct: msgspec.Struct) -> None:
    """With its names, its tag, and without its defaults if it says so."""
    assert msgspec.json.decode(msgspec.json.encode(struct)) == native_form(struct)


def test_a_value_without_a_fault_has_none() -> None:
    """Then the encoder's own error stands."""
    assert fault_in({"a": [1, "b", None, 1.5, {"c": True}]}, native_form) is None


def test_a_value_that_is_too_deep_is_told() -> None:
    """Before Python gives up."""
    deep: Any = []
    for _ in range(5000):
        deep = [deep]

    fault = fault_in(deep, native_form)

    assert isinstance(fault, ValueError)
    assert str(fault).endswith("... is nested too deeply to be JSON")


def test_what_converts_may_give_up() -> None:
    """A form that holds itself again and again."""

    def convert(thing: Any) -> Any:
        return convert(thing)

    assert "the value is nested too deeply to be JSON" == str(fault_in(object(), convert))


def test_other_errors_stay_what_they_are() -> None:
    """Only plain ones get a path."""

    class Special(ValueError):
        pass

    def convert(thing: Any) -> Any:
        raise Special("mine")

    assert "mine" == str(fault_in([object()], convert))
