"""Names that clients may ask for."""

from __future__ import annotations

import pytest

from corefw.web.static.names import is_servable


@pytest.mark.parametrize("path", ["a.css", "css/b.js", "Ä ö.txt", "jquery-3.7.min.js", "context.txt", "a..b"])
def test_plain_names_are_served(path: str) -> None:
    """Of any language."""
    assert is_servable(path.split("/"))


@pytest.mark.parametrize(
    "path", ["", "..", ".a", "a/.b/c", "a.", "a ", "a\tb", "aux.css", "COM1", "com¹.txt", "a|b"]
)
def test_other_names_are_not(path: str) -> None:
    """On any system, so that a test on one holds on the other."""
    assert not is_servable(path.split("/"))
