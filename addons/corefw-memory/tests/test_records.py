"""Copies: nothing that is stored is shared with anybody."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw_memory import UnstorableRecord
from corefw_memory.records import independent, is_constant


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Frozen:
    id: int
    made: datetime
    colour: Colour = Colour.RED
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holder:
    rows: list[int]


@dataclass
class Loose:
    id: int
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Remembering:
    id: int

    @cached_property
    def found(self) -> list[int]:
        return []


NOW = datetime(2027, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "record",
    [1, "x", None, b"y", (1, ("a", None)), frozenset({1}), Colour.RED, NOW, Frozen(1, NOW, parts=("a",))],
)
def test_what_cannot_change_is_kept_as_it_is(record: Any) -> None:
    """Copying it would cost and change nothing."""
    assert record is independent(record)


@pytest.mark.parametrize("record", [[1], {"a": [1]}, Loose(1, ["a"]), Holder([1]), (1, [2]), bytearray(b"x")])
def test_what_can_change_is_copied_with_all_that_it_holds(record: Any) -> None:
    """The copy is equal, and another object."""
    copied = independent(record)

    assert record == copied
    assert record is not copied
    assert not is_constant(record)


def test_what_a_copy_holds_is_copied_too() -> None:
    """A list in a frozen dataclass in a dictionary."""
    rows = [1]
    copied = independent({"holder": Holder(rows)})
    rows.append(2)

    assert {"holder": Holder([1])} == copied


def test_a_frozen_record_that_remembers_something_is_copied() -> None:
    """What it keeps beside its fields may be changed."""
    record = Remembering(1)
    assert record is independent(record)
    record.found.append(1)

    assert record is not independent(record)


def test_what_cannot_be_copied_is_refused() -> None:
    """With its type and the reason."""
    with pytest.raises(UnstorableRecord) as caught:
        independent({"lock": threading.Lock()})

    assert str(caught.value).startswith(
        "A dict cannot be stored, because it cannot be copied: TypeError: cannot pickle"
    )


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


def inside(value: Any) -> list[Any]:
    """Return every object in *value* that can be changed."""
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in inside(inner))]
    if isinstance(value, (list, tuple)):
        found = [one for inner in value for one in inside(inner)]
        return [value, *found] if isinstance(value, list) else found
    return []


@given(plain)
def test_a_copy_is_equal_and_shares_nothing_that_can_be_changed(record: Any) -> None:
    """For every plain record."""
    copied = independent(record)

    assert record == copied
    assert not {id(one) for one in inside(record)} & {id(one) for one in inside(copied)}
