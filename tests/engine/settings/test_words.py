"""Settings that are text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.engine.settings.words import asbool, aslist


@pytest.mark.parametrize("value", [True, "t", "TRUE", "y", " Yes\n", "on", "1", 1])
def test_what_says_yes_is_true(value: Any) -> None:
    """In whatever case, with blanks around it."""
    assert asbool(value) is True


@pytest.mark.parametrize("value", [False, None, "", "no", "off", "0", 0, "bogus", 2])
def test_everything_else_is_false(value: Any) -> None:
    """As Pyramid documents it."""
    assert asbool(value) is False


@pytest.mark.parametrize(
    ("value", "flatten", "expected"),
    [
        ("a b\n\n  c ", True, ["a", "b", "c"]),
        ("a b\n\n  c ", False, ["a b", "c"]),
        (["a b", "c"], True, ["a", "b", "c"]),
        (["a b", 1], False, ["a b", 1]),
        (["a", 1], True, ["a", 1]),
        ("", True, []),
    ],
)
def test_a_list_has_the_lines_and_their_words(value: Any, flatten: bool, expected: list[Any]) -> None:
    """What is no text in a list stays as it is."""
    assert expected == aslist(value, flatten)


@given(st.lists(st.text(alphabet="abc.:", min_size=1)))
def test_words_are_found_again(words: list[str]) -> None:
    """One a line or all in one."""
    assert words == aslist("\n".join(words)) == aslist(" ".join(words))
