"""Files and folders that are put in the place of a package's own by ``override_asset``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return what writes files into packages of this test."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(**files: str) -> None:
        for name, text in files.items():
            package, _, path = name.partition("__")
            file = tmp_path / f"asset_{package}" / path.replace("__", "/").replace("_css", ".css")
            file.parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / f"asset_{package}" / "__init__.py").touch()
            file.write_text(text)

    yield write
    for name in [name for name in sys.modules if name.startswith("asset_")]:
        del sys.modules[name]


def site(*overrides: tuple[str, str], package: str = "asset_shop") -> TestApp:
    """Return an application with the static files of the shop."""
    config: Any = Configurator(package=package)
    config.add_static_view("static", "static")
    for asset, by in overrides:
        config.override_asset(asset, by)
    return TestApp(config.make_wsgi_app())


def test_a_file_takes_the_place_of_another(packages: Callable[..., None]) -> None:
    """At the same address; its neighbours stay."""
    packages(shop__static__a_css="old", shop__static__b_css="kept", mine__look__c_css="new")

    app = site(("asset_shop:static/a.css", "asset_mine:look/c.css"))

    assert ("new", "kept") == (app.get("/static/a.css").text, app.get("/static/b.css").text)


def test_a_folder_lies_over_another(packages: Callable[..., None]) -> None:
    """What it lacks is taken from the one below, and it may add files; of several the last counts."""
    packages(shop__static__a_css="old", shop__static__b_css="kept", mine__a_css="new", mine__x__d_css="more")
    packages(other__a_css="newest")

    app = site(("asset_shop:static/", "asset_mine:"), ("asset_shop:static/", "asset_other:"))

    assert "newest" == app.get("/static/a.css").text
    assert "kept" == app.get("/static/b.css").text
    assert "more" == app.get("/static/x/d.css").text
    app.get("/static/../__init__.py", status=404)
    app.get("/static/nosuch.css", status=404)


@pytest.mark.parametrize(
    ("asset", "by"),
    [
        ("asset_shop:static/", "asset_mine:a.css"),
        ("asset_shop:static/a.css", "asset_mine:look/"),
        ("asset_shop:static/a.css", "asset_shop:static/a.css"),
        ("asset_nowhere:static/a.css", "asset_mine:a.css"),
        ("asset_shop:static/a.css", "asset_nowhere:a.css"),
        ("/srv/a.css", "asset_mine:a.css"),
    ],
)
def test_what_cannot_be_is_refused(packages: Callable[..., None], asset: str, by: str) -> None:
    """A folder for a file, itself, a package that is not there, or no package at all."""
    packages(shop__static__a_css="old", mine__a_css="new")

    with pytest.raises(ConfigurationError, match="CFW-562"):
        site((asset, by))
