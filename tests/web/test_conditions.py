"""Conditions that cannot be parsed are not there."""

from __future__ import annotations

import pytest

from corefw.web.conditions import good_date, good_range, without_broken_conditions


@pytest.mark.parametrize("value", ["bytes=0-1", "bytes=-5", "bytes=-005", "bytes=5-", "Bytes = 0 - 1"])
def test_one_range_is_good(value: str) -> None:
    """In each of its three forms."""
    assert good_range(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=-0",
        "bytes=-000",
        "bytes=0-1,2-3",
        "lines=0-1",
        "bytes=٣-",
        "bytes=" + "9" * 30,
    ],
)
def test_other_ranges_are_not(value: str) -> None:
    """Several ranges are answered with the whole (CVE-2025-62727)."""
    assert not good_range(value)


def test_a_date_must_fit_into_a_date() -> None:
    """The year 99999 does not."""
    assert good_date("Mon, 12 Jan 1970 13:46:40 GMT")
    assert not good_date("Mon, 01 Jan 99999 00:00:00 GMT")
    assert not good_date("")


def test_only_the_broken_conditions_go() -> None:
    """And the environment of the request itself is left alone."""
    environ = {"HTTP_RANGE": "x", "HTTP_DATE": "x", "HTTP_ACCEPT": "x", "HTTP_IF_NONE_MATCH": '"x"'}

    assert {"HTTP_ACCEPT": "x", "HTTP_IF_NONE_MATCH": '"x"'} == without_broken_conditions(environ)
    assert 4 == len(environ)


def test_good_conditions_cost_no_copy() -> None:
    """The same dictionary comes back."""
    environ = {"HTTP_RANGE": "bytes=0-1"}

    assert environ is without_broken_conditions(environ)
