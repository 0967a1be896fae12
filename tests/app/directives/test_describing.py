"""``object_description``: what an object is, in words."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from corefw.config import Configurator


class Page:
    """A class."""

    def show(self) -> None:
        """A method."""

    @classmethod
    def made(cls) -> None:
        """A class method."""

    def __repr__(self) -> str:
        return "<page>"


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("text", "text"),
        (None, "None"),
        (7, "7"),
        (1.5, "1.5"),
        (True, "True"),
        (["a"], "['a']"),
        ((1,), "(1,)"),
        ({1}, "{1}"),
        ({"a": 1}, "{'a': 1}"),
        (["x" * 200], "['" + "x" * 95 + "..."),
        (textwrap, "module textwrap"),
        (textwrap.dedent, "function textwrap.dedent"),
        (Page, f"class {__name__}.Page"),
        (Page().show, f"method show of class {__name__}.Page"),
        (Page.made, f"method made of class {__name__}.Page"),
        (Page(), "object <page>"),
    ],
)
def test_an_object_is_described(thing: Any, said: str) -> None:
    """By its kind and its dotted name, or as Python shows it."""
    assert said == Configurator().object_description(thing)
