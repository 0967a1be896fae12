"""Garbage collection is paused, and is afterwards as it was before."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from corefw.base.garbage import collection_paused


@pytest.fixture(autouse=True)
def threshold() -> Iterator[tuple[int, int, int]]:
    """The threshold that a test finds, which it also leaves behind."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield 700, 10, 10
    gc.set_threshold(*before)


def test_no_collection_begins_inside_the_block() -> None:
    """Whatever is made inside, the collector does not start by itself."""
    begun: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        begun.append(phase)

    gc.callbacks.append(note)
    try:
        with collection_paused():
            made: list[list[int]] = [[number] for number in range(10_000)]
            begun_inside = list(begun)
    finally:
        gc.callbacks.remove(note)
    assert (10_000, []) == (len(made), begun_inside)


def test_the_threshold_comes_back(threshold: tuple[int, int, int]) -> None:
    """After the block the collector works as before, also if the block raised."""
    with pytest.raises(ZeroDivisionError), collection_paused():
        raise ZeroDivisionError
    assert threshold == gc.get_threshold()


def test_pauses_nest(threshold: tuple[int, int, int]) -> None:
    """The end of an inner pause does not end the outer one."""
    with collection_paused():
        with collection_paused():
            pass
        inside = gc.get_threshold()[0]
    assert (0, threshold) == (inside, gc.get_threshold())


def test_what_somebody_decides_inside_holds() -> None:
    """A threshold that is set inside the block is not overruled at its end."""
    with collection_paused():
        gc.set_threshold(50_000, 20, 20)
    assert (50_000, 20, 20) == gc.get_threshold()


def test_a_collector_that_is_off_stays_off() -> None:
    """An application that switched automatic collections off itself is left alone."""
    gc.set_threshold(0, 10, 10)
    with collection_paused():
        pass
    assert (0, 10, 10) == gc.get_threshold()
