"""The filter of every expression: no other text than that of markupsafe."""

from __future__ import annotations

from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from corefw_mako.escaping import escaped


class Text(str):
    """Text of a kind of its own, which writes itself in its own way."""

    def __str__(self) -> str:
        return "<own>"


class Html:
    """Anything that says it is HTML."""

    def __html__(self) -> str:
        return "<b>&amp;</b>"


class Count(IntEnum):
    """A number that may have a text of its own."""

    ONE = 1

    def __str__(self) -> str:
        return "<one>"


@given(st.text() | st.text(alphabet="a<>&'\"") | st.integers() | st.floats() | st.none() | st.booleans())
def test_it_is_the_escaping_of_markupsafe(value: object) -> None:
    """In text and in kind."""
    shown = escaped(value)

    assert escape(value) == shown
    assert Markup is type(shown)


@pytest.mark.parametrize("value", [Text("a"), Html(), Markup("<b>"), Count.ONE, [1, "<"], b"<"])
def test_what_writes_itself_is_asked_to(value: object) -> None:
    """A kind of text or number of its own is not taken for plain text."""
    assert escape(value) == escaped(value)
