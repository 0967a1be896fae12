"""Which file the name of a template means, alone and inside another template."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.contracts.templating import TemplateNotFound
from corefw.engine.registry import Registry
from corefw.web.assets import AssetOverride
from corefw.web.rendering.templates import TemplateName, TemplateNames
from tests.modules import Folder, on_the_path

NAMES = TemplateNames((".tpl", ".t"))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """Return packages with templates: a shop, and two that lie over it."""
    with on_the_path(tmp_path) as made:
        for package in ("names_shop", "names_one", "names_two"):
            made.write(f"{package}/__init__.py")
            made.write(f"{package}/templates/card.html.tpl")
        made.write("names_shop/templates/base.html.tpl")
        yield made


def over(*overrides: tuple[str, str]) -> TemplateNames:
    """Return the names of an application with these overrides."""
    registry = Registry()
    for asset, by in overrides:
        registry.put(AssetOverride, (asset, by), AssetOverride(asset, by))
    return TemplateNames((".tpl", ".t"), registry)


@pytest.mark.parametrize(
    ("spec", "package", "folder", "expected"),
    [
        ("shop:templates/a.tpl", "", "", "shop:templates/a.tpl"),
        ("shop.front:a.tpl", "other", "deep", "shop.front:a.tpl"),
        ("a.tpl", "shop", "", "shop:a.tpl"),
        ("a.t", "shop", "templates/cards", "shop:templates/cards/a.t"),
        ("../a.tpl", "shop", "templates/cards", "shop:templates/a.tpl"),
        ("./x/../a.html.tpl", "shop", "t", "shop:t/a.html.tpl"),
    ],
)
def test_a_name_is_resolved(spec: str, package: str, folder: str, expected: str) -> None:
    """A specification stands for itself; the rest starts from package and folder."""
    assert expected == NAMES.resolve(spec, package, folder).uri


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("a.tpl", "'a.tpl' is relative, and there is no package to start from. Write it as package:a.tpl."),
        ("/etc/a.tpl", "'/etc/a.tpl' is relative, and there is no package to start from. "
         "Write it as package:/etc/a.tpl."),
        ("x:/a.tpl", "'x:/a.tpl' is absolute. Templates are named inside a package: package:path."),
        ("x:../a.tpl", "'x:../a.tpl' leads out of the package x."),
        ("x:a\\b.tpl", "'x:a\\\\b.tpl' has a character that no name of a template may have."),
        ("x:a.py", "'x:a.py' does not end in .tpl or .t."),
        ("..:a.tpl", "'..:a.tpl' does not begin with the name of a package and \":\"."),
    ],
)  # fmt: skip
def test_a_bad_name_is_told_what_is_bad(spec: str, expected: str) -> None:
    """Before any file is looked for."""
    with pytest.raises(TemplateNotFound) as caught:
        NAMES.resolve(spec, "")

    assert expected == str(caught.value)


@given(st.text(alphabet="a./\\:\x00t", max_size=20))
def test_no_name_leads_out_of_its_package(text: str) -> None:
    """Whatever is written, what is resolved is a path inside a package, without dots to climb."""
    try:
        found = NAMES.resolve(text + ".t", "shop", "folder")
    except TemplateNotFound:
        return
    assert posixpath.normpath(found.path) == found.path
    assert ".." != found.path.partition("/")[0]
    assert not found.path.startswith("/")


def test_a_name_is_shown_as_a_file_of_its_package() -> None:
    """Dots of a package become folders."""
    assert "shop/front/t/a.tpl" == TemplateName("shop.front", "t/a.tpl").shown


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("names_shop:templates/crad.html.tpl",
         'There is no names_shop/templates/crad.html.tpl. Did you mean "card.html.tpl"?'),
        ("names_shop:template/card.tpl",
         "There is no names_shop/template/card.tpl. The folder names_shop/template does not exist."),
        ("names_none:card.tpl", 'There is no package "names_none" for the template "names_none:card.tpl".'),
    ],
)  # fmt: skip
def test_a_missing_file_names_what_is_near(folder: Folder, spec: str, expected: str) -> None:
    """The template, the folder or the package is what is wrong."""
    with pytest.raises(TemplateNotFound) as caught:
        NAMES.locate(NAMES.resolve(spec, ""))

    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("asset", "by"),
    [
        ("names_shop:templates/card.html.tpl", "names_one:templates/card.html.tpl"),
        ("names_shop:templates/card.html", "names_one:templates/card.html"),
        ("names_shop:templates/", "names_one:templates/"),
        ("names_shop:", "names_one:"),
    ],
)
def test_a_name_inside_a_template_leads_to_what_overrides_it(folder: Folder, asset: str, by: str) -> None:
    """By its own name, by the neutral one, with its folder and with its package."""
    names = over((asset, by))

    for said in ("card.html.tpl", "names_shop:templates/card.html.tpl"):
        found = names.resolve_inside(said, "names_shop:templates/base.html.tpl")
        assert "names_one:templates/card.html.tpl" == found.uri


def test_what_an_overriding_folder_lacks_is_taken_from_below(folder: Folder) -> None:
    """The file must be there, and must be one of a package."""
    names = over(("names_shop:templates/", "names_one:templates/"), ("names_shop:templates/", "/srv/"))

    found = names.resolve_inside("base.html.tpl", "names_shop:templates/card.html.tpl")

    assert "names_shop:templates/base.html.tpl" == found.uri


def test_a_template_that_names_what_it_overrides_gets_that(folder: Folder) -> None:
    """So each may inherit from the one below, and the lowest does not come back to the highest."""
    names = over(("names_shop:templates/", "names_one:templates/"), ("names_shop:", "names_two:"))
    said = "names_shop:templates/card.html.tpl"
    asking, chain = "names_shop:templates/base.html.tpl", []

    for _ in range(4):
        asking = names.resolve_inside(said, asking).uri
        chain.append(asking.partition(":")[0])

    assert ["names_two", "names_one", "names_shop", "names_shop"] == chain


def test_a_name_that_a_view_gives_is_not_overridden_here(folder: Folder) -> None:
    """That was done before the provider was asked."""
    names = over(("names_shop:", "names_one:"))

    assert "names_shop:templates/card.html.tpl" == names.resolve("templates/card.html.tpl", "names_shop").uri


def test_an_absolute_folder_may_lie_over_one_of_a_package(folder: Folder) -> None:
    """Its templates may name what they override, and those beside them; nothing leads out of it."""
    root = folder.path / "brand"
    folder.write("brand/card.html.tpl")
    folder.write("secret.tpl")
    names = over(("names_shop:templates/", "names_one:templates/"), ("names_shop:templates/", f"{root}/"))
    said = "names_shop:templates/card.html.tpl"

    found = names.resolve_inside("card.html.tpl", "names_shop:templates/base.html.tpl")

    assert (f"{root}:card.html.tpl", f"{root}/card.html.tpl") == (found.uri, found.shown)
    assert names.locate(found).is_file()
    assert found == names.resolve(found.shown, "anything")
    assert "names_one:templates/card.html.tpl" == names.resolve_inside(said, found.uri).uri
    assert f"{root}:base.html.tpl" == names.resolve_inside("base.html.tpl", found.uri).uri
    for climbing in (f"{root}/../secret.tpl", f"{folder.path}/secret.tpl", "/etc/secret.tpl"):
        with pytest.raises(TemplateNotFound):
            names.resolve(climbing, "names_shop")


def test_an_absolute_file_may_take_the_place_of_one(folder: Folder) -> None:
    """Whatever it is called."""
    folder.write("brand/other.tpl")
    names = over(("names_shop:templates/card.html.tpl", f"{folder.path}/brand/other.tpl"))

    found = names.resolve_inside("card.html.tpl", "names_shop:templates/base.html.tpl")

    assert f"{folder.path}/brand:other.tpl" == found.uri
