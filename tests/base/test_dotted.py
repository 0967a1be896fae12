"""From a dotted name to the object; what is missing, and what is broken, is told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corefw.base.dotted import maybe_dotted, package_of, resolve
from corefw.base.errors import ConfigurationError
from tests.modules import Folder, on_the_path


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Folder]:
    with on_the_path(tmp_path) as folder:
        folder.write("dotshop/__init__.py", "name = 'shop'\n")
        folder.write("dotshop/views/__init__.py", "class Page:\n    def show(self): pass\n")
        folder.write("dotshop/views/cards.py", "def home(): pass\n")
        yield folder


@pytest.mark.parametrize(
    ("name", "package", "found"),
    [
        ("dotshop", None, "dotshop"),
        ("dotshop:", None, "dotshop"),
        ("dotshop.views:Page", None, "Page"),
        ("dotshop.views.Page", None, "Page"),
        ("dotshop.views:Page.show", None, "Page.show"),
        ("dotshop.views.cards.home", None, "home"),
        (".", "dotshop.views", "dotshop.views"),
        (":", "dotshop.views", "dotshop.views"),
        (":Page", "dotshop.views", "Page"),
        (".cards", "dotshop.views", "dotshop.views.cards"),
        (".cards:home", "dotshop.views", "home"),
        (".cards.home", "dotshop.views", "home"),
        ("..", "dotshop.views", "dotshop"),
        ("..views.cards", "dotshop.views", "dotshop.views.cards"),
        ("..views:Page", "dotshop.views", "Page"),
    ],
)
def test_both_forms_and_the_relative_ones_are_understood(
    shop: Folder, name: str, package: str | None, found: str
) -> None:
    """As Pyramid documents dotted names, with its two leading dots for the package above."""
    thing = resolve(name, package)

    assert found == getattr(thing, "__qualname__", thing.__name__)


@pytest.mark.parametrize(
    ("name", "package", "message"),
    [
        (
            "dotshop.views.card",
            None,
            '"dotshop.views.card" cannot be found: the module dotshop.views has no "card". '
            'Did you mean "cards"?',
        ),
        (
            "dotshop.view:Page",
            None,
            '"dotshop.view:Page" cannot be found: there is no module "dotshop.view". Did you mean "views"?',
        ),
        (
            "dotshop.views:Page.shoe",
            None,
            '"dotshop.views:Page.shoe" cannot be found: Page has no "shoe". Did you mean "show"?',
        ),
        (
            "no_such_thing_anywhere",
            None,
            '"no_such_thing_anywhere" cannot be found: there is no module "no_such_thing_anywhere".',
        ),
        (".views", None, '".views" is relative, and there is no package to start from.'),
        (
            "...views",
            "dotshop.views",
            '"...views" is relative, and there is no package above "dotshop.views".',
        ),
        ("", None, "A dotted name is wanted, and it is empty."),
        ("dotshop..views", None, '"dotshop..views" cannot be found: the module dotshop has no "".'),
    ],
)
def test_what_is_missing_is_said_with_a_near_name(
    shop: Folder, name: str, package: str | None, message: str
) -> None:
    """The part that is missing, and what was probably meant."""
    with pytest.raises(ConfigurationError) as caught:
        resolve(name, package)

    (problem,) = caught.value.problems
    assert ("CFW-101", message) == (problem.code, problem.what)


@pytest.mark.parametrize(
    ("name", "fixes"),
    [
        (
            "dotshop.views.card",
            [
                ("cards was meant", 'write  "dotshop.views.cards"'),
                ("it is still to be written", "put  card  into the module dotshop.views"),
                ("it is a module of that package", "make the file dotshop/views/card.py"),
            ],
        ),
        (
            "dotshop.view",
            [
                ("views was meant", 'write  "dotshop.views"'),
                ("it is still to be written", "put  view  into the module dotshop"),
                ("it is a module of that package", "make the file dotshop/view.py"),
            ],
        ),
        (
            "dotshop.view:Page.view",
            [
                ("views was meant", 'write  "dotshop.views:Page.view"'),
                ("it is still to be written", "make the file dotshop/view.py"),
            ],
        ),
        (
            "dotshop.views:Page.shoe",
            [
                ("show was meant", 'write  "dotshop.views:Page.show"'),
                ("it is still to be written", "put  shoe  into Page"),
            ],
        ),
        (
            "dotshop.views:Page.shoe.shoes",
            [
                ("show was meant", 'write  "dotshop.views:Page.show.shoes"'),
                ("it is still to be written", "put  shoe  into Page"),
            ],
        ),
        (
            "dotshp.views:Page",
            [
                ("dotshop was meant", 'write  "dotshop.views:Page"'),
                (
                    "it is your own",
                    "start in the folder that holds it, or name that folder in PYTHONPATH",
                ),
                (
                    "it is somebody else's",
                    "pip install the distribution that brings it, in this environment",
                ),
            ],
        ),
        ("dotshop..views", [("", 'take a dot out of  "dotshop..views"')]),
        ("..views", [("", 'write the name in full:  "package.views"')]),
        ("", [("", 'write  "package.module:name"')]),
    ],
)
def test_what_is_missing_is_told_with_what_to_write(
    shop: Folder, name: str, fixes: list[tuple[str, str]]
) -> None:
    """The whole name with the near part in it, or where the part belongs."""
    resolve("dotshop")

    with pytest.raises(ConfigurationError) as caught:
        resolve(name)

    assert fixes == [(fix.when, fix.do) for fix in caught.value.problems[0].fixes]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import not_installed_here", "ModuleNotFoundError: No module named 'not_installed_here'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import dotshop.broken.below", "ModuleNotFoundError: No module named 'dotshop.broken.below'"),
    ],
)
@pytest.mark.parametrize("name", ["dotshop.broken:x", "dotshop.broken.x", "dotshop.broken"])
def test_a_module_that_is_there_and_broken_is_not_called_missing(
    shop: Folder, text: str, message: str, name: str
) -> None:
    """What its import raised is told and chained."""
    shop.write("dotshop/broken.py", text)
    if text.endswith("below"):
        message += "; 'dotshop.broken' is not a package"

    with pytest.raises(ConfigurationError) as caught:
        resolve(name)

    (problem,) = caught.value.problems
    what = f'"{name}" cannot be loaded: importing dotshop.broken raised {message}'
    assert ("CFW-102", what) == (problem.code, problem.what)
    assert ["mend what  python -c 'import dotshop.broken'  shows"] == [fix.do for fix in problem.fixes]
    assert caught.value.__cause__ is not None


def test_an_attribute_goes_before_a_module_of_its_name(shop: Folder) -> None:
    """As with Pyramid, where ``from .main import main`` makes ``pkg.main`` the function."""
    shop.write("dotmain/__init__.py", "from .main import main")
    shop.write("dotmain/main.py", "def main(): pass")

    assert "main" == resolve("dotmain.main").__qualname__
    assert "dotmain.main" == resolve("dotmain.main:").__name__
    assert "main" == resolve("dotmain.main:main").__qualname__


def test_what_is_no_text_is_itself() -> None:
    """Directives take an object or its name."""
    assert resolve is maybe_dotted(resolve)
    assert resolve is maybe_dotted("corefw.base.dotted:resolve")


def test_the_package_of_a_module_is_what_holds_it(shop: Folder) -> None:
    """A package is its own; a module outside any package, too."""
    views = resolve("dotshop.views")
    lone = shop.module("lone_module")

    assert views is package_of(views)
    assert views is package_of(resolve("dotshop.views.cards"))
    assert lone is package_of(lone)
