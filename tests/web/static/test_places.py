"""Where static files lie."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

import corefw.web
from corefw.base.errors import ConfigurationError
from corefw.engine.registry import Registry
from corefw.web.assets import AssetOverride
from corefw.web.request import Request
from corefw.web.static.places import ArchiveFolder, DiskFolder, asset_of, overridden_spec, place_of
from corefw.web.static.view import StaticView
from tests.modules import Folder


@pytest.fixture
def zipped(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a package that is imported from an archive."""
    archive = folder.path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in (
            ("zipped_site/__init__.py", ""),
            ("zipped_site/static/a.css", "a {}"),
            ("zipped_site/static/deep/index.html", "deep"),
        ):
            file.writestr(name, text)
    monkeypatch.syspath_prepend(archive)
    return "zipped_site"


def test_a_folder_is_named_absolutely_or_by_a_package(tmp_path: Path) -> None:
    """An asset specification, or relative to a package."""
    expected = DiskFolder(os.path.join(os.path.dirname(corefw.web.__file__), "static"))

    assert expected == place_of("corefw.web:static") == place_of("static", "corefw.web")
    assert DiskFolder(os.path.realpath(tmp_path)) == place_of(str(tmp_path))


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("corefw.web:none", f"{os.path.dirname(corefw.web.__file__)}/none is not a folder"),
        ("corefw.web:assets.py", f"{os.path.dirname(corefw.web.__file__)}/assets.py is not a folder"),
        ("no_such_package:static", 'no package "no_such_package"'),
        ("none", 'no package ""'),
        ("sys:static", 'no package "sys"'),
    ],
)
def test_a_folder_that_is_not_there_stops_the_configuration(spec: str, complaint: str) -> None:
    """A typing error must not wait for the first 404."""
    with pytest.raises(ConfigurationError) as caught:
        place_of(spec)

    assert (
        f'CFW-561  The static files "{spec}" are not there: {complaint}.\n\n'
        "  To mend it: name an existing folder, as package:folder or as an absolute path" == str(caught.value)
    )


def test_a_module_that_is_no_package_has_a_folder_too(folder: Folder) -> None:
    """The one it lies in: an application may be one file."""
    folder.write("lonely.py")

    assert DiskFolder(os.path.realpath(folder.path)) == place_of("lonely:")


def test_files_of_an_archive_are_served(zipped: str) -> None:
    """With a validator of their content; nothing else of the archive can be had."""
    view = StaticView("static", package_name=zipped)

    def get(path: str, **headers: str) -> Any:
        return Request.blank(path, headers=headers).get_response(view_app)

    def view_app(environ: Any, start_response: Any) -> Any:
        from corefw.web.httpexceptions import HTTPException

        try:
            return view(None, Request(environ))(environ, start_response)
        except HTTPException as error:
            return error(environ, start_response)

    assert isinstance(place_of(f"{zipped}:static"), ArchiveFolder)
    assert (200, b"a {}", 4) == ((got := get("/a.css")).status_int, got.body, got.content_length)
    assert 304 == get("/a.css", **{"If-None-Match": got.headers["ETag"]}).status_int
    assert (206, b"a ") == ((part := get("/a.css", Range="bytes=0-1")).status_int, part.body)
    assert (301, b"deep") == (get("/deep").status_int, get("/deep/").body)
    for path in ("/nosuch", "/a.css/x", "/../__init__.py", "/a.css/", "/", "/" + "n" * 5000):
        assert 404 == get(path).status_int


def test_an_archive_has_nothing_at_no_path(zipped: str) -> None:
    """The folder itself is no file."""
    place = place_of(f"{zipped}:static")

    assert place.open([]) is None
    assert place.open(["deep"]) is None
    assert place.has_folder(["deep"])
    assert not place.has_folder(["a.css"])


def test_the_file_that_is_really_there_is_found(folder: Folder) -> None:
    """Of several overrides the first that has the file; else the file itself."""
    folder.write("raw_shop/__init__.py")
    folder.write("raw_shop/look/a.css")
    registry = Registry("raw_shop")
    registry.put(AssetOverride, 1, AssetOverride("board:static/", "raw_shop:look/"))
    registry.put(AssetOverride, 2, AssetOverride("board:static/", "raw_none:look/"))

    assert "raw_shop:look/a.css" == overridden_spec(registry, "board:static/a.css")
    assert "board:static/b.css" == overridden_spec(registry, "board:static/b.css")
    assert asset_of("raw_none:x") is None
