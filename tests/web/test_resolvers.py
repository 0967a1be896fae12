"""From names to files and objects."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import IAssetDescriptor
from corefw.engine.registry import Registry
from corefw.web.assets import AssetOverride
from corefw.web.current import RequestContext
from corefw.web.request import Request
from corefw.web.resolvers import CALLER_PACKAGE, AssetResolver, DottedNameResolver
from tests.modules import Folder


@pytest.fixture
def shop(folder: Folder) -> Folder:
    """Return a folder with a package that has files."""
    folder.write("res_shop/__init__.py")
    folder.write("res_shop/templates/card.html", "card")
    folder.write("res_shop/templates/deep/x.html", "x")
    return folder


class TestAssets:
    """`AssetResolver` and what it returns."""

    def test_an_asset_has_a_path_and_content(self, shop: Folder) -> None:
        """Relative to the package, by its whole specification, or by its path."""
        path = os.path.join(shop.path, "res_shop", "templates", "card.html")

        for asset in (
            AssetResolver("res_shop").resolve("templates/card.html"),
            AssetResolver(None).resolve("res_shop:templates/card.html"),
            AssetResolver(None).resolve(path),
        ):
            assert IAssetDescriptor.providedBy(asset)
            assert (path, True, False) == (asset.abspath(), asset.exists(), asset.isdir())
            with asset.stream() as stream:
                assert b"card" == stream.read()

    def test_a_folder_lists_its_names(self, shop: Folder) -> None:
        """Sorted, so that it is the same on every machine."""
        asset = AssetResolver("res_shop").resolve("templates")

        assert ("res_shop:templates", True) == (asset.absspec(), asset.isdir())
        assert ["card.html", "deep"] == asset.listdir()
        assert "<asset res_shop:templates>" == repr(asset)

    def test_an_asset_need_not_exist(self, shop: Folder) -> None:
        """It can be asked."""
        asset = AssetResolver("res_shop").resolve("nosuch.html")

        assert (False, False) == (asset.exists(), asset.isdir())
        with pytest.raises(OSError, match="nosuch"):
            asset.stream()
        with pytest.raises(ValueError, match='there is no package "no_such_package"'):
            AssetResolver(None).resolve("no_such_package:a").exists()

    def test_a_path_belongs_to_no_package(self, tmp_path: Path) -> None:
        """So that it has no specification."""
        asset = AssetResolver(None).resolve(str(tmp_path))

        assert ([], True) == (asset.listdir(), asset.isdir())
        with pytest.raises(NotImplementedError, match="belongs to no package"):
            asset.absspec()

    def test_what_is_relative_needs_a_package(self) -> None:
        """The error says how to write it."""
        with pytest.raises(ValueError, match=r"write it as package:a\.html"):
            AssetResolver(None).resolve("a.html")

    def test_the_caller_is_the_package_if_none_is_named(self, shop: Folder) -> None:
        """Of a module it is the package that holds it."""
        module = shop.module(
            "res_shop.views",
            "from corefw.web.resolvers import AssetResolver\n"
            "resolver = AssetResolver()\n"
            "asset = resolver.resolve('templates')\n"
            "name = resolver.get_package_name()",
        )

        assert ("res_shop:templates", "res_shop") == (module.asset.absspec(), module.name)
        assert "res_shop" == AssetResolver(module).get_package().__name__  # type: ignore[union-attr]
        assert None is AssetResolver(None).get_package_name()
        assert "corefw.path.CALLER_PACKAGE" == repr(CALLER_PACKAGE)

    def test_overrides_count(self, shop: Folder) -> None:
        """Of the registry that is given, or else of the current request."""
        shop.write("res_mine/__init__.py")
        shop.write("res_mine/look/card.html", "mine")
        registry = Registry("res_shop")
        registry.put(AssetOverride, 1, AssetOverride("res_shop:templates/", "res_mine:look/"))
        registry.put(AssetOverride, 2, AssetOverride("res_shop:", "res_none:"))
        request = Request.blank("/")
        request.registry = registry

        def read(resolver: AssetResolver) -> bytes:
            with resolver.resolve("templates/card.html").stream() as stream:
                return stream.read()

        assert b"mine" == read(AssetResolver("res_shop", registry))
        assert b"card" == read(AssetResolver("res_shop"))
        with RequestContext(request):
            assert b"mine" == read(AssetResolver("res_shop"))
        assert AssetResolver("res_shop", registry).resolve("templates/deep/x.html").exists()
        assert ["card.html", "deep"] == AssetResolver("res_shop", registry).resolve("templates/").listdir()

    def test_an_archive_can_be_read(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its files have no path, and the error says what to do."""
        with zipfile.ZipFile(folder.path / "a.zip", "w") as file:
            file.writestr("res_zipped/__init__.py", "")
            file.writestr("res_zipped/static/a.css", "a {}")
        monkeypatch.syspath_prepend(folder.path / "a.zip")
        asset = AssetResolver("res_zipped").resolve("static/a.css")

        with asset.stream() as stream:
            assert b"a {}" == stream.read()
        with pytest.raises(ValueError, match="lies in an archive and has no path"):
            asset.abspath()


class TestDottedNames:
    """`DottedNameResolver`."""

    def test_both_forms_are_understood(self) -> None:
        """And names relative to the package."""
        assert json.dumps is DottedNameResolver().resolve("json:dumps")
        assert json.dumps is DottedNameResolver(None).resolve("json.dumps")
        assert json.decoder is DottedNameResolver("json").resolve(".decoder")

    def test_only_texts_are_names(self) -> None:
        """Everything else is what it is, or an error."""
        assert 42 == DottedNameResolver().maybe_resolve(42)
        assert json.loads is DottedNameResolver().maybe_resolve("json.loads")
        with pytest.raises(ValueError, match="42 is not a dotted name"):
            DottedNameResolver().resolve(42)  # type: ignore[arg-type]

    def test_what_is_not_there_is_named(self) -> None:
        """With what was probably meant."""
        with pytest.raises(ConfigurationError, match='Did you mean "dumps"'):
            DottedNameResolver().resolve("json:dump_s")
        with pytest.raises(ConfigurationError, match="there is no package to start from"):
            DottedNameResolver(None).resolve(".x")
