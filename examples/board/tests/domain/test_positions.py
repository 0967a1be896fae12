"""Orders stay orders, whatever is moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from board.domain.positions import Direction, neighbour, placed, without

orders = st.lists(st.integers(1, 30), unique=True, max_size=12)
items = st.integers(1, 30)


@given(order=orders, item=items, place=st.integers(-3, 20))
def test_placing_keeps_every_other_card_in_its_order(order: list[int], item: int, place: int) -> None:
    """Whatever is placed wherever, the others keep their order and nothing is lost or doubled."""
    result = placed(order, item, place)

    assert [other for other in order if other != item] == [other for other in result if other != item]
    assert sorted({*order, item}) == sorted(result)


@given(order=orders, item=items, place=st.integers(-3, 20))
def test_a_place_outside_is_moved_inside(order: list[int], item: int, place: int) -> None:
    """The item stands at the wished place, or at the nearest that there is."""
    result = placed(order, item, place)

    assert min(max(place, 0), len(result) - 1) == result.index(item)


@given(order=orders, item=items)
def test_without_takes_out_one_card_only(order: list[int], item: int) -> None:
    """Taking out a card leaves all others in their order."""
    assert tuple(other for other in order if other != item) == without(order, item)


def test_steps_go_to_the_neighbour_or_nowhere() -> None:
    """A step goes one place or one column, keeps its height to the side, and stops at the edge."""
    lanes = [(1, [10, 11, 12]), (2, [20]), (3, [])]

    assert (1, 0) == neighbour(lanes, 11, Direction.UP)
    assert (1, 2) == neighbour(lanes, 11, Direction.DOWN)
    assert (2, 1) == neighbour(lanes, 12, Direction.RIGHT)
    assert (2, 0) == neighbour(lanes, 10, Direction.RIGHT)
    assert (3, 0) == neighbour(lanes, 20, Direction.RIGHT)
    assert (1, 0) == neighbour(lanes, 20, Direction.LEFT)
    assert None is neighbour(lanes, 10, Direction.UP)
    assert None is neighbour(lanes, 12, Direction.DOWN)
    assert None is neighbour(lanes, 10, Direction.LEFT)
    assert None is neighbour(lanes, 99, Direction.LEFT)


@given(
    lanes=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    which=st.integers(0, 100),
    direction=st.sampled_from([Direction.LEFT, Direction.RIGHT]),
)
def test_a_step_to_the_side_lands_inside_the_other_column(
    lanes: list[int], which: int, direction: Direction
) -> None:
    """The place beside is never beyond the end of the other column."""
    grid = [(column, [column * 10 + place for place in range(size)]) for column, size in enumerate(lanes, 1)]
    cards = [card for _, order in grid for card in order]
    if not cards:
        return

    target = neighbour(grid, cards[which % len(cards)], direction)

    assert target is None or 0 <= target[1] <= len(dict(grid)[target[0]])
