"""The instructions of a request are as few as they were: counted by valgrind, as a ratio to raw WSGI's."""

from __future__ import annotations

import sys

import pytest

from benchmarks.instructions.counting import HELD, TOLERANCE, count, missing, ratios


@pytest.mark.slow
def test_a_request_needs_no_more_instructions_than_it_did() -> None:
    """Neither plaintext nor JSON needs more than the figure that is kept, and the tolerance."""
    if reason := missing():
        pytest.skip(reason)
    held = HELD["{}.{}".format(*sys.version_info[:2])]

    found = ratios(count())

    exceeded = {
        case: f"{ratio:.2f} times raw WSGI's instructions, and {held[case]:.2f} are held"
        for case, ratio in found.items()
        if ratio > held[case] * (1 + TOLERANCE)
    }
    assert ({}, held.keys()) == (exceeded, found.keys())
