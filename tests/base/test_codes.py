"""The table of error codes; that it is complete is held by tests/architecture."""

from __future__ import annotations

import pytest

from corefw.base.codes import CODES


def test_the_table_cannot_be_changed() -> None:
    """It is a constant of the program."""
    with pytest.raises(TypeError):
        CODES["CFW-999"] = "Mine."  # type: ignore[index]


def test_the_codes_stand_in_their_order() -> None:
    """Whoever adds one finds its place."""
    assert sorted(CODES) == list(CODES)
