"""A place is a line of a file, shown the same on every machine."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corefw.base.places import UNKNOWN, Place, caller_place, place_of
from tests.modules import Folder, on_the_path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with on_the_path(tmp_path) as folder:
        yield folder


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("/srv/x/shop/views/cards.py", 3, "shop.views.cards"), "shop/views/cards.py:3"),
        (Place("/srv/x/shop/__init__.py", 3, "shop"), "shop/__init__.py:3"),
        (Place("/srv/x/shop/views/__init__.py", 3, "shop.views"), "shop/views/__init__.py:3"),
        (Place("C:\\srv\\shop\\views.py", 3, "shop.views"), "shop/views.py:3"),
        (Place("/srv/x/shop.py", 0, "shop"), "shop.py"),
        (Place("/elsewhere/script.py", 3, "__main__"), "/elsewhere/script.py:3"),
        (Place("<string>", 3, "shop"), "<string>:3"),
        (UNKNOWN, "<unknown>"),
    ],
)
def test_a_place_is_shown_relative_to_its_package(place: Place, shown: str) -> None:
    """What lies above the top package is an accident of the machine."""
    assert shown == str(place)


def test_a_script_is_shown_relative_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module without a package is where the command was typed."""
    monkeypatch.chdir(tmp_path)

    assert "app/serve.py:1" == str(Place(str(tmp_path / "app" / "serve.py"), 1, "__main__"))


def test_the_source_line_is_read_when_it_is_asked_for(folder: Folder) -> None:
    """A line that cannot be read is empty."""
    file = folder.write("shop.py", "one = 1\nif one:\n    two = 2\n")

    assert "two = 2" == Place(str(file), 3, "shop").source
    assert "" == Place(str(file), 9, "shop").source
    assert "" == Place("/nowhere.py", 1).source


def test_the_caller_is_the_nearest_line_that_is_not_corefw_s() -> None:
    """How many of corefw's own functions lie between does not matter."""
    namespace: dict[str, Any] = {"__name__": "corefw.somewhere", "caller_place": caller_place}
    exec("def inner():\n    return caller_place()\ndef outer():\n    return inner()", namespace)

    line = sys._getframe().f_lineno + 1
    place = namespace["outer"]()

    assert (__file__, line, __name__) == (place.file, place.line, place.module)


def test_an_addon_s_package_is_not_corefw_s_own() -> None:
    """Only the package itself is skipped, not whatever begins with its name."""
    namespace: dict[str, Any] = {"__name__": "corefw_mako.addon", "caller_place": caller_place}
    exec("def configure():\n    return caller_place()", namespace)

    assert "corefw_mako.addon" == namespace["configure"]().module


SHOP = """
import functools

def plain():
    pass

def wrapping(function):
    @functools.wraps(function)
    def wrapper():
        return function()
    return wrapper

@wrapping
def wrapped():
    pass

class First:
    class Meta:
        def method(self):
            pass

class Second:
    class Meta:
        def method(self):
            pass

class Empty(First): pass

class Caller:
    func = len

    def __call__(self):
        pass

class Greedy:
    def __getattr__(self, name):
        return self
"""


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("plain", 3),
        ("wrapped", 12),
        ("functools.partial(wrapped)", 12),
        ("functools.partial(functools.partial(plain, 1), 2)", 3),
        ("First.Meta", 17),
        ("Second.Meta", 22),
        ("Second.Meta().method", 23),
        ("Empty", 26),
        ("Caller()", 28),
        ("Greedy()", 34),
        ("staticmethod(plain)", 3),
    ],
)
def test_a_thing_is_where_it_is_defined(folder: Folder, expression: str, line: int) -> None:
    """Functions, what wraps them, methods, classes (also of one name) and instances."""
    shop = folder.module("shop_of_places", SHOP)

    place = place_of(eval(expression, {"functools": functools, **vars(shop)}))

    assert f"shop_of_places.py:{line}" == str(place)


def test_what_wraps_itself_is_not_followed_for_ever() -> None:
    """A broken decorator costs nothing but the right line."""

    def circle() -> None: ...

    circle.__wrapped__ = circle  # type: ignore[attr-defined]

    assert __name__ == place_of(circle).module


def test_what_is_written_in_c_has_no_place() -> None:
    """It is unknown, and no error."""
    assert UNKNOWN == place_of(len)
    assert UNKNOWN == place_of(dict)
