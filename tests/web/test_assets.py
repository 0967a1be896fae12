"""Which file an asset specification leads to when others have put theirs in its place."""

from __future__ import annotations

import pytest

from corefw.engine.registry import Registry
from corefw.web.assets import AssetOverride, absolute_folders, overriding, overriding_templates


def registry(*overrides: tuple[str, str]) -> Registry:
    """Return a registry with these overrides."""
    made = Registry()
    for asset, by in overrides:
        made.put(AssetOverride, (asset, by), AssetOverride(asset, by))
    return made


@pytest.mark.parametrize(
    ("asset", "by", "expected"),
    [
        ("shop:static/a.css", "mine:look/b.css", ("mine:look/", "b.css")),
        ("shop:static/a.css", "mine:b.css", ("mine:", "b.css")),
        ("shop:static/a.css", "/srv/look/b.css", ("/srv/look/", "b.css")),
        ("shop:static/", "mine:look/", ("mine:look/", "a.css")),
        ("shop:", "mine:", ("mine:", "static/a.css")),
        ("shop:", "mine:shop/", ("mine:shop/", "static/a.css")),
    ],
)
def test_files_folders_and_packages_are_overridden(asset: str, by: str, expected: tuple[str, str]) -> None:
    """The rest of the path is kept below the folder that overrides."""
    assert (expected,) == overriding(registry((asset, by)), "shop:static/a.css")


@pytest.mark.parametrize("asset", ["shop:static/a.cs", "shop:static/b/", "shops:", "shop:stati/"])
def test_what_only_looks_alike_is_not_overridden(asset: str) -> None:
    """A folder ends where its slash is."""
    assert () == overriding(registry((asset, "mine:x" + asset[-1:])), "shop:static/a.css")


def test_the_last_override_is_looked_at_first() -> None:
    """And the earlier ones after it, since a folder may lack the file."""
    found = overriding(registry(("shop:x/", "one:"), ("shop:x/", "two:")), "shop:x/y")

    assert (("two:", "y"), ("one:", "y")) == found


def test_absolute_folders_are_known() -> None:
    """Those of files too: what lies in them may be asked for by its path."""
    rows = (("shop:x/", "/srv/look/"), ("shop:y", "/srv/other/y.css"), ("shop:z/", "mine:z/"))

    assert ("/srv/other/", "/srv/look/") == absolute_folders(registry(*rows))
    assert () == absolute_folders(None)


def test_nothing_is_overridden_without_a_registry() -> None:
    """A view that is used on its own has none."""
    assert () == overriding(None, "shop:x")


def test_a_template_is_overridden_by_its_own_name_and_by_the_neutral_one() -> None:
    """The own name is tried first; one that both give is given once."""
    made = registry(
        ("shop:t/", "all:"), ("shop:t/a.html.tpl", "own:b.tpl"), ("shop:t/a.html", "neutral:c.html")
    )

    found = overriding_templates(made, "shop:t/a.html.tpl", (".t", ".tpl"))

    assert ["own:b.tpl", "all:a.html.tpl", "neutral:c.html.tpl"] == found
    assert [] == overriding_templates(None, "shop:t/a.html.tpl", (".tpl",))
