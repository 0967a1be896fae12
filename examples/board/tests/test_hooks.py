"""The board's own hooks, as an addon sees them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

ADDON = """
from board.hooks import BoardHooks, Panel
from corefw.hooks import Hooks

SEEN = []


class Watching(Hooks, BoardHooks):
    def card_created(self, event):
        SEEN.append(("created", event.board.name, event.card.title))
        if event.card.title == "Unwanted":
            raise RuntimeError("not this one")

    def card_moved(self, event):
        SEEN.append(("moved", event.card.title, event.origin.name, event.target.name))

    def board_panels(self, event):
        return [Panel("Hello <i>", f"This is {event.board.name}.", (("Again", "/boards/1"),))]
"""

MANIFEST = 'name = "watching"\ncorefw = ">=0.1"\n'
METADATA = "Metadata-Version: 2.1\nName: watching\nVersion: 1.0\n"


@pytest.fixture
def seen(tmp_path: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Return what an addon, installed for this test, was told."""
    package = tmp_path / "site" / "watching_addon"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(ADDON)
    (package / "corefw-addon.toml").write_text(MANIFEST)
    info = tmp_path / "site" / "watching-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)
    (info / "entry_points.txt").write_text("[corefw.addons]\nwatching = watching_addon:Watching\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    text = settings_file.read_text()
    settings_file.write_text(text.replace('addons = ["', 'addons = ["watching", "', 1))
    entry = EntryPoint("watching", "watching_addon", "corefw.addons")
    found: list[Any] = entry.load().SEEN
    yield found
    sys.modules.pop("watching_addon", None)


def test_an_addon_is_told_of_cards(seen: list[Any], browser: TestApp) -> None:
    """By a page, by the API and by an import, once each; a step at the edge is no move."""
    browser.post("/columns/1/cards/new", {"title": "By page"}, status=303)
    browser.post_json("/api/columns/1/cards", {"title": "By API"}, status=201)
    file = ("file", "c.csv", b"title\nBy file\n", "text/csv")
    browser.post("/boards/1/import", upload_files=[file], status=303)
    browser.post("/cards/1/step", {"direction": "right"}, status=303)
    browser.post("/cards/1/step", {"direction": "up"}, status=303)
    browser.post_json("/api/cards/2/move", {"column": 1, "place": 1})

    assert [
        ("created", "Community garden", "By page"),
        ("created", "Community garden", "By API"),
        ("created", "Community garden", "By file"),
        ("moved", "A bench under the pear tree", "Ideas", "To do"),
        ("moved", "Swap day for seedlings", "Ideas", "Ideas"),
    ] == seen


def test_what_a_hook_raises_undoes_the_request(seen: list[Any], browser: TestApp) -> None:
    """The card was there when the hook was called, and is not afterwards."""
    with pytest.raises(RuntimeError, match="not this one"):
        browser.post_json("/api/columns/1/cards", {"title": "Unwanted"})

    assert [("created", "Community garden", "Unwanted")] == seen
    assert 3 == len(browser.get("/api/boards/1").json["columns"][0]["cards"])


def test_an_addon_adds_panels_to_a_board(seen: list[Any], browser: TestApp) -> None:
    """What it says is text, whatever signs it has."""
    panel = browser.get("/boards/1").html.select_one(".panels .panel")

    assert ("Hello <i>", "This is Community garden.") == (panel.h2.text, panel.p.text)
    assert "/boards/1" == panel.a["href"]
