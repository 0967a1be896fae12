"""The time, as the tests of sessions want it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the time to some seconds after now."""
    now = time.time()

    def set_to(later: int) -> None:
        monkeypatch.setattr(time, "time", lambda: now + later)

    set_to(0)
    return set_to
