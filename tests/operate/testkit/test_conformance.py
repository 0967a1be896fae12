"""Tests of a kit: which are run, which are left out, and how the outcome is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import SkipTest

import pytest

from corefw.operate.testkit.conformance import ConformanceRow, NotClaimed, expect, proves, run_conformance


class Kit:
    """A kit with one test of each outcome."""

    def __init__(self, *capabilities: str) -> None:
        self.capabilities = frozenset(capabilities)
        self.ended = 0

    @contextmanager
    def area(self) -> Iterator[Any]:
        yield SimpleNamespace(provider=SimpleNamespace(capabilities=self.capabilities))
        self.ended += 1

    @proves()
    def test_passes(self, area: Any) -> None:
        """It passes."""

    @proves("wings")
    def test_flies(self, area: Any) -> None:
        """It flies.

        High.
        """
        expect("wings" in area.provider.capabilities, "it has no wings")

    @proves()
    def test_complains(self, area: Any) -> None:
        """It complains."""
        expect([], "there is nothing")

    @proves()
    def test_breaks(self, area: Any) -> None:
        """It breaks."""
        raise KeyError("x")


class MoreOfIt(Kit):
    """A kit that was extended."""

    @proves()
    def test_more(self, area: Any) -> None:
        """More."""


def test_every_test_is_run_in_its_order_and_told() -> None:
    """A capability that is not claimed leaves its test out."""
    assert [
        ConformanceRow("test_passes", "", "passed", "It passes."),
        ConformanceRow(
            "test_flies",
            "wings",
            "not claimed",
            "It flies.",
            "not claimed: SimpleNamespace does not claim the capability wings",
        ),
        ConformanceRow("test_complains", "", "failed", "It complains.", "there is nothing"),
        ConformanceRow("test_breaks", "", "failed", "It breaks.", "KeyError: 'x'"),
    ] == run_conformance(Kit())


def test_a_claimed_capability_is_never_left_out() -> None:
    """Its test runs."""
    rows = {row.test: row.outcome for row in run_conformance(Kit("wings"))}

    assert "passed" == rows["test_flies"]


def test_a_kit_can_be_extended() -> None:
    """The tests of the base come first."""
    assert ["test_passes", "test_flies", "test_complains", "test_breaks", "test_more"] == [
        row.test for row in run_conformance(MoreOfIt())
    ]


def test_a_test_left_out_is_a_skip_to_pytest_and_unittest() -> None:
    """Both know the exception, and need not be imported for it."""
    with pytest.raises(SkipTest, match="does not claim the capability wings") as caught:
        Kit().test_flies()  # the kit gives the area

    assert isinstance(caught.value, NotClaimed)


def test_every_test_has_its_own_area() -> None:
    """It ends with the test."""
    kit = Kit("wings")
    kit.test_passes()
    kit.test_flies()

    assert 2 == kit.ended


def test_the_kits_need_no_pytest() -> None:
    """An operator runs them where it is not installed."""
    code = "import sys, corefw.testing; sys.exit('pytest' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
