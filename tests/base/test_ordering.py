"""Entries stand as their wishes say, and a contradiction is shown as a path."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.ordering import Entry, OrderingCycle, arrange

NAMES = st.sampled_from("abcdefgh")
WISHES = st.lists(NAMES, max_size=3).map(tuple)


def names(entries: list[Entry[object]]) -> str:
    return "".join(entry.name for entry in entries)


def arranged_or_circle(entries: list[Entry[object]]) -> tuple[list[Entry[object]], tuple[str, ...]]:
    try:
        return arrange(entries), ()
    except OrderingCycle as cycle:
        return [], cycle.path


def entry(name: str, before: str = "", after: str = "") -> Entry[object]:
    return Entry(name, None, tuple(before), tuple(after))


def test_without_wishes_the_order_stays() -> None:
    """Nobody is moved who did not ask for it."""
    assert "bca" == names(arrange([entry("b"), entry("c"), entry("a")]))


def test_before_and_after_hold() -> None:
    """Both ways of saying it mean the same."""
    assert "bca" == names(arrange([entry("a"), entry("b"), entry("c", before="a")]))
    assert "bca" == names(arrange([entry("a", after="c"), entry("b"), entry("c")]))


def test_the_first_that_may_come_comes_first() -> None:
    """Of several that nothing holds back, the one that came in first is next."""
    entries = [entry("d", after="c"), entry("a"), entry("b"), entry("c")]

    assert "abcd" == names(arrange(entries))


def test_a_wish_about_something_absent_is_ignored() -> None:
    """An addon may stand before another that is not installed."""
    assert "ab" == names(arrange([entry("a", after="z"), entry("b", before="y")]))


def test_a_wish_said_twice_counts_once() -> None:
    """Both sides may say the same, and one may repeat itself."""
    assert "ab" == names(arrange([entry("b", after="aa"), entry("a", before="bb")]))


def test_several_entries_of_one_name_all_stay() -> None:
    """A wish about their name is about each of them."""
    assert "aab" == names(arrange([entry("b", after="a"), entry("a"), entry("a")]))


def test_a_circle_is_a_path_that_ends_where_it_began() -> None:
    """Each of the path must stand before the next; who is not part of it is not named."""
    entries = [entry("x", after="a"), entry("a", before="b"), entry("b", before="c"), entry("c", before="a")]

    with pytest.raises(OrderingCycle) as caught:
        arrange(entries)

    path = caught.value.path
    assert path[0] == path[-1]
    assert {"a", "b", "c"} == set(path)
    assert all((one + other) in ("ab", "bc", "ca") for one, other in pairwise(path))
    assert " -> ".join(path) == str(caught.value)


def test_who_wants_to_stand_before_itself_is_a_circle_of_one() -> None:
    """The shortest contradiction is shown, too."""
    with pytest.raises(OrderingCycle) as caught:
        arrange([entry("b"), entry("a", before="a")])

    assert ("a", "a") == caught.value.path


@given(st.lists(st.tuples(NAMES, WISHES, WISHES), unique_by=lambda row: row[0]))
def test_either_every_wish_holds_or_the_path_is_a_true_circle(
    rows: list[tuple[str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    """Nothing is lost, nothing is added, and the answer is never a half-truth."""
    entries: list[Entry[object]] = [Entry(name, None, before, after) for name, before, after in rows]
    wishes = {(row.name, name) for row in entries for name in row.before}
    wishes |= {(name, row.name) for row in entries for name in row.after}

    arranged, path = arranged_or_circle(entries)
    if path:
        assert path[0] == path[-1]
        assert set(pairwise(path)) <= wishes
        return

    position = {row.name: number for number, row in enumerate(arranged)}
    assert {row.name for row in entries} == set(position)
    assert len(entries) == len(arranged)
    assert all(
        position[one] < position[other] for one, other in wishes if one in position and other in position
    )
    assert arranged == arrange(entries)


def test_thousands_are_arranged_at_once() -> None:
    """The cost grows with the wishes, not with the square of the entries."""
    chain = [Entry(str(number), None, after=(str(number + 1),)) for number in range(20_000)]

    began = time.perf_counter()
    arranged = arrange(chain)

    assert "19999" == arranged[0].name
    assert time.perf_counter() - began < 2
