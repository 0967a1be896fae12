"""Which file a name means, and that no name leads out of its package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corefw.ports import TemplateNotFound
from corefw_mako import MakoTemplating

Write = Callable[..., Path]


HOSTILE = [
    "../secret.mako",
    "templates/../../secret.mako",
    "//../../secret.mako",
    "\\..\\secret.mako",
    "templates\\..\\..\\secret.mako",
    "/etc/passwd",
    "/secret.mako",
    "C:/secret.mako",
    "shop:C:/secret.mako",
    "shop:../secret.mako",
    "shop:/secret.mako",
    "%2e%2e/secret.mako",
    "..%2fsecret.mako",
    "secret.mako\x00.mako",
    "secret\n.mako",
    "__init__.py",
    "shop:__init__.py",
    "os:path.py",
    "../shop/templates/card.mako:x",
    ":templates/card.mako",
    "..:secret.mako",
    "shop..x:secret.mako",
    "",
    ".",
    "a" * 5000 + ".mako",
    "\ud800.mako",
]


@pytest.mark.parametrize("spec", HOSTILE)
def test_a_hostile_name_is_not_found(write: Write, spec: str) -> None:
    """Climbing, absolute, encoded and foreign names all end in the same refusal."""
    folder = write(card="x")
    (folder.parent.parent / "secret.mako").write_text("secret")

    with pytest.raises(TemplateNotFound):
        MakoTemplating().template(spec, "shop")


@pytest.mark.parametrize("spec", [spec for spec in HOSTILE if spec])
def test_a_hostile_name_is_not_found_inside_a_template_either(write: Write, spec: str) -> None:
    """A template that includes what a client named opens nothing but templates of packages."""
    folder = write(card='<%include file="${name}"/>')
    (folder.parent.parent / "secret.mako").write_text("secret")

    with pytest.raises(TemplateNotFound):
        MakoTemplating().template("shop:templates/card.mako", "").render({"name": spec})


def test_a_missing_template_names_the_nearest_one(write: Write) -> None:
    """A slip of the finger is answered with what was meant."""
    write(card="x", cards="x")

    with pytest.raises(TemplateNotFound) as caught:
        MakoTemplating().template("templates/crad.mako", "shop")

    assert 'There is no shop/templates/crad.mako. Did you mean "card.mako"?' == str(caught.value)


def test_a_missing_folder_is_named(write: Write) -> None:
    """It is the folder that is wrong, not the file."""
    write(card="x")

    with pytest.raises(TemplateNotFound) as caught:
        MakoTemplating().template("shop:template/card.mako", "")

    assert "There is no shop/template/card.mako. The folder shop/template does not exist." == str(
        caught.value
    )


def test_a_missing_package_is_named() -> None:
    """Nothing is said about files where the package is wrong."""
    with pytest.raises(TemplateNotFound) as caught:
        MakoTemplating().template("no_such_shop:card.mako", "")

    assert 'There is no package "no_such_shop" for the template "no_such_shop:card.mako".' == str(
        caught.value
    )


def test_a_relative_name_without_a_package_is_refused() -> None:
    """There is nothing to start from."""
    with pytest.raises(TemplateNotFound) as caught:
        MakoTemplating().template("card.mako", "")

    assert (
        "'card.mako' is relative, and there is no package to start from. Write it as package:card.mako."
        == str(caught.value)
    )


def test_a_missing_base_is_told_with_the_template_that_asks_for_it(write: Write) -> None:
    """The note says which template, and at which line, names the one that is missing."""
    write(card='<%inherit file="bas.mako"/>', base="x")

    with pytest.raises(TemplateNotFound) as caught:
        MakoTemplating().template("shop:templates/card.mako", "").render({})

    assert 'There is no shop/templates/bas.mako. Did you mean "base.mako"?' == str(caught.value)
    assert ["in the template shop/templates/card.mako:1"] == caught.value.__notes__
