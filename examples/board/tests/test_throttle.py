"""Guessing passwords gets slow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from board.throttle import Throttle


def test_after_the_limit_one_waits_until_the_oldest_failure_is_old() -> None:
    """The wait is told in whole seconds and ends by itself."""
    now = [0.0]
    throttle = Throttle(2, clock=lambda: now[0])
    throttle.failed("ada")
    now[0] = 10.5
    assert 0 == throttle.wait("ada")
    throttle.failed("ada")

    assert 50 == throttle.wait("ada")
    assert 0 == throttle.wait("bob")
    now[0] = 60.0
    assert 0 == throttle.wait("ada")


def test_success_forgets_the_failures() -> None:
    """Who got in begins anew."""
    throttle = Throttle(1)
    throttle.failed("ada")

    throttle.succeeded("ada")

    assert 0 == throttle.wait("ada")


@given(st.lists(st.integers(0, 50), max_size=60))
def test_what_is_kept_is_bounded(keys: list[int]) -> None:
    """Endless names do not fill the memory."""
    throttle = Throttle(1, most_keys=5)

    for key in keys:
        throttle.failed(key)

    assert 5 >= len(throttle._failures)
