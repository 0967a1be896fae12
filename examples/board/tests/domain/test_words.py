"""Words are cleaned for keeping and folded for finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.words import clean_line, clean_text, fold, unfit


def test_a_line_is_one_line() -> None:
    """Breaks and doubled spaces become one space, and letters are composed."""
    assert "a b ä" == clean_line("  a \n\t b  a\u0308 ")


def test_a_text_keeps_its_lines() -> None:
    """Line ends are line feeds, without blanks at the ends."""
    assert "a\n\n  b" == clean_text("\r\na  \r\n\r\n  b \r\n")


@given(st.text())
def test_folding_is_settled(text: str) -> None:
    """What was folded once does not change when folded again."""
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize("text", ["\x00", "a\ud800", "\x1b[0m", "\x7f"])
def test_what_no_store_keeps_is_unfit(text: str) -> None:
    """NUL, controls and lone surrogates are found."""
    assert unfit(text)


def test_letters_and_breaks_are_fit() -> None:
    """Every script and the usual breaks may be kept."""
    assert not unfit("Grüße\r\n\tжи 日本 🌱")
