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


def test_an_absolute_folder_lies_over_one_of_a_package(packages: Callable[..., None], tmp_path: Path) -> None:
    """For static files, and for a folder that only it has; nothing leads out of it."""
    packages(shop__static__a_css="old")
    (tmp_path / "brand" / "deep").mkdir(parents=True)
    (tmp_path / "brand" / "a.css").write_text("branded")
    (tmp_path / "brand" / "deep" / "index.html").write_text("deep")
    (tmp_path / "secret.css").write_text("secret")
    (tmp_path / "brand" / "out.css").symlink_to(tmp_path / "secret.css")

    app = site(("asset_shop:static/", f"{tmp_path}/brand/"), ("asset_shop:static/", f"{tmp_path}/none/"))

    assert "branded" == app.get("/static/a.css").text
    assert "deep" == app.get("/static/deep", status=301).follow().text
    app.get("/static/out.css", status=404)


def test_names_may_be_relative_and_whole_packages(packages: Callable[..., None]) -> None:
    """As Pyramid documents: a bare name of a package is all of it."""
    packages(shop__static__a_css="old", shop__static__b_css="kept", mine__static__a_css="new")
    packages(shop__look__b_css="looks")

    app = site(("asset_shop", "asset_mine"), ("static/b.css", "look/b.css"))

    assert ("new", "looks") == (app.get("/static/a.css").text, app.get("/static/b.css").text)


REFUSED = [
    (
        "asset_shop:static/",
        "asset_mine:a.css",
        "a folder is overridden by a folder (with a slash at its end), and a file by a file",
    ),
    (
        "asset_shop:static/a.css",
        "asset_mine:look/",
        "a folder is overridden by a folder (with a slash at its end), and a file by a file",
    ),
    ("asset_shop:static/a.css", "asset_shop:static/a.css", "nothing overrides itself"),
    ("asset_nowhere:static/a.css", "asset_mine:a.css", 'there is no package "asset_nowhere"'),
    ("asset_shop:static/a.css", "asset_nowhere:a.css", 'there is no package "asset_nowhere"'),
    ("asset_shop:static/a.css", "asset_none.sub:a.css", 'there is no package "asset_none.sub"'),
    ("/srv/a.css", "asset_mine:a.css", "only files of packages can be overridden"),
]


@pytest.mark.parametrize(("asset", "by", "complaint"), REFUSED)
def test_what_cannot_be_is_refused(
    packages: Callable[..., None], asset: str, by: str, complaint: str
) -> None:
    """A folder for a file, itself, a package that is not there, or no package at all."""
    packages(shop__static__a_css="old", mine__a_css="new")
    config: Any = Configurator(package="asset_shop")

    with pytest.raises(ConfigurationError) as caught:
        config.override_asset(asset, by)

    line = test_what_cannot_be_is_refused.__code__.co_firstlineno + 9
    assert (
        f'CFW-562  The asset "{asset}" cannot be overridden with "{by}": {complaint}.\n\n'
        f"  asset_shop   tests/app/directives/test_assets.py:{line}   config.override_asset(asset, by)\n\n"
        '  To mend it: config.override_asset("package:folder/", "mine:folder/")'
    ) == str(caught.value)
