"""Static files and the manifest of their addresses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from board.manifest import FILE, FOLDER, manifest_of
from corefw.scripting import load_application


def test_the_manifest_is_that_of_the_files() -> None:
    """Whoever changes a static file runs  python -m board.manifest."""
    assert manifest_of(FOLDER) == json.loads(FILE.read_text())


def test_the_fingerprint_is_of_the_content(tmp_path: Path) -> None:
    """The same content has the same name, another one another."""
    (tmp_path / "a.css").write_text("p {}")
    before = manifest_of(tmp_path)
    assert before == manifest_of(tmp_path)

    (tmp_path / "a.css").write_text("b {}")

    assert before != manifest_of(tmp_path)


@pytest.mark.over("one")
def test_pages_name_files_by_their_content_and_browsers_keep_them(visitor: TestApp) -> None:
    """Every address of the manifest is served, for a year; the theme is asked for again."""
    page = visitor.get("/login")
    addresses = {one.get("href") or one["src"] for one in page.html.select("link, script")}
    names = manifest_of(FOLDER)

    assert {f"/static/{one}" for one in names.values()} | {"/theme/theme.css"} == addresses
    for name, address in names.items():
        answer = visitor.get(f"/static/{address}")
        assert (FOLDER / name).read_bytes() == answer.body
        assert "public, max-age=31536000" == answer.headers["Cache-Control"]
    assert "public, max-age=0" == visitor.get("/theme/theme.css").headers["Cache-Control"]
    visitor.get("/static/board-000000000000.css", status=404)


@pytest.mark.over("one")
def test_whoever_works_at_the_files_does_without(settings_file: Path) -> None:
    """Plain names, and nothing is kept."""
    text = settings_file.read_text()
    settings_file.write_text(text.replace("[corefw]\n", "[corefw]\nprevent_cachebust = true\n"))
    application: Any = load_application(settings_file, environ={})
    try:
        visitor = TestApp(application)
        assert "/static/board.css" in visitor.get("/login").text
        assert "public, max-age=0" == visitor.get("/static/board.css").headers["Cache-Control"]
    finally:
        application.close()
