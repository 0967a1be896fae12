"""Cells that a spreadsheet takes for formulas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from board.domain.sheets import guarded, unguarded

texts = st.text() | st.text(alphabet="'=+-@|%\t\r\nax")


@given(texts)
def test_a_guarded_cell_is_no_formula_and_comes_back_unchanged(text: str) -> None:
    """Whatever somebody types is kept, and none of it is run."""
    cell = guarded(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert text == unguarded(cell)
