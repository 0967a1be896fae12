"""Which file a name means, and that no name leads out of its package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corefw.ports import TemplateNotFound
from corefw_jinja2 import Jinja2Templating

Write = Callable[..., Path]


HOSTILE = [
    "../secret.jinja2",
    "templates/../../secret.jinja2",
    "//../../secret.jinja2",
    "\\..\\secret.jinja2",
    "templates\\..\\..\\secret.jinja2",
    "/etc/passwd",
    "/secret.jinja2",
    "C:/secret.jinja2",
    "shop:C:/secret.jinja2",
    "shop:../secret.jinja2",
    "shop:/secret.jinja2",
    "%2e%2e/secret.jinja2",
    "..%2fsecret.jinja2",
    "secret.jinja2\x00.jinja2",
    "secret\n.jinja2",
    "__init__.py",
    "shop:__init__.py",
    "os:path.py",
    "../shop/templates/card.jinja2:x",
    ":templates/card.jinja2",
    "..:secret.jinja2",
    "shop..x:secret.jinja2",
    "",
    ".",
    "a" * 5000 + ".jinja2",
    "\ud800.jinja2",
]


@pytest.mark.parametrize("spec", HOSTILE)
def test_a_hostile_name_is_not_found(write: Write, spec: str) -> None:
    """Climbing, absolute, encoded and foreign names all end in the same refusal."""
    folder = write(card="x")
    (folder.parent.parent / "secret.jinja2").write_text("secret")

    with pytest.raises(TemplateNotFound):
        Jinja2Templating().template(spec, "shop")


@pytest.mark.parametrize("spec", [spec for spec in HOSTILE if spec])
def test_a_hostile_name_is_not_found_inside_a_template_either(write: Write, spec: str) -> None:
    """A template that includes what a client named opens nothing but templates of packages."""
    folder = write(card="{% include name %}")
    (folder.parent.parent / "secret.jinja2").write_text("secret")

    with pytest.raises(TemplateNotFound):
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({"name": spec})


def test_a_missing_template_names_the_nearest_one(write: Write) -> None:
    """A slip of the finger is answered with what was meant."""
    write(card="x", cards="x")

    with pytest.raises(TemplateNotFound) as caught:
        Jinja2Templating().template("templates/crad.jinja2", "shop")

    assert 'There is no shop/templates/crad.jinja2. Did you mean "card.jinja2"?' == str(caught.value)


def test_a_missing_folder_is_named(write: Write) -> None:
    """It is the folder that is wrong, not the file."""
    write(card="x")

    with pytest.raises(TemplateNotFound) as caught:
        Jinja2Templating().template("shop:template/card.jinja2", "")

    assert "There is no shop/template/card.jinja2. The folder shop/template does not exist." == str(
        caught.value
    )


def test_a_missing_package_is_named() -> None:
    """Nothing is said about files where the package is wrong."""
    with pytest.raises(TemplateNotFound) as caught:
        Jinja2Templating().template("no_such_shop:card.jinja2", "")

    assert 'There is no package "no_such_shop" for the template "no_such_shop:card.jinja2".' == str(
        caught.value
    )


def test_a_relative_name_without_a_package_is_refused() -> None:
    """There is nothing to start from."""
    with pytest.raises(TemplateNotFound) as caught:
        Jinja2Templating().template("card.jinja2", "")

    assert (
        "'card.jinja2' is relative, and there is no package to start from. Write it as package:card.jinja2."
        == str(caught.value)
    )


def test_a_missing_base_is_told_with_the_template_that_asks_for_it(write: Write) -> None:
    """The note says which template, and at which line, names the one that is missing."""
    write(card='{% extends "bas.jinja2" %}', base="x")

    with pytest.raises(TemplateNotFound) as caught:
        Jinja2Templating().template("shop:templates/card.jinja2", "").render({})

    assert 'There is no shop/templates/bas.jinja2. Did you mean "base.jinja2"?' == str(caught.value)
    assert ["in the template shop/templates/card.jinja2:1"] == caught.value.__notes__
