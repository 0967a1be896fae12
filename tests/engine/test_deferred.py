"""A discriminator may be known only later."""

from __future__ import annotations

import pytest

from corefw.engine.deferred import Deferred


def test_the_callable_is_asked_once() -> None:
    """As Pyramid's Deferred, for all who need it."""
    asked: list[int] = []

    def resolve() -> tuple[str, int]:
        asked.append(1)
        return "view", len(asked)

    deferred = Deferred(resolve)

    assert [("view", 1), ("view", 1)] == [deferred.resolve(), deferred.resolve()]


def test_a_failure_is_not_remembered() -> None:
    """A later commit may know what this one did not."""
    answers: list[str] = []
    deferred = Deferred(lambda: answers[0])
    with pytest.raises(IndexError):
        deferred.resolve()

    answers.append("found")

    assert "found" == deferred.resolve()
