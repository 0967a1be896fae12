"""The addon at work on the board, over each persistence and in each template language."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from webtest import TestApp

Start = Callable[..., TestApp]


@pytest.mark.parametrize(
    "pair",
    [
        ("sqlalchemy", "mako"),
        ("memory", "jinja2"),
        pytest.param(("memory", "mako"), marks=pytest.mark.slow),
        pytest.param(("sqlalchemy", "jinja2"), marks=pytest.mark.slow),
    ],
)
def test_the_digest_counts_shows_and_dresses(start: Start, pair: tuple[str, str]) -> None:
    """A panel on a board, a page, a template and a stylesheet in the place of the board's own."""
    browser = start(*pair, "board-digest", more='[digest]\ndays = 10\ntitle = "What is on"\n')
    browser.post_json("/api/columns/1/cards", {"title": "New"}, status=201)
    browser.post_json("/api/cards/1/move", {"column": 2, "place": 0})
    browser.post_json("/api/cards/1/move", {"column": 2, "place": 1})

    panel = browser.get("/boards/1").html.select_one(".panels .panel")
    assert ("What is on", "Added since the digest is here: 1. Moved: 1.") == (panel.h2.text, panel.p.text)
    home = browser.get("/")
    page = home.click("What is due")
    assert "What is on" == page.html.h1.text
    found = [[link.text for link in section.select("li a")] for section in page.html.select(".digest")]
    assert [["Turn the compost", "Order seeds for the spring beds"], []] == found
    assert "The board in green" in browser.get("/theme/theme.css").text
    assert browser.get("/static/board.css").text.startswith("/* The board's stylesheet.")


@pytest.mark.parametrize("chosen", ["memory", "sqlalchemy"])
def test_the_digest_counts_where_the_board_is_kept(start: Start, chosen: str) -> None:
    """With both storages enabled the chosen one is used."""
    ports = f'[corefw.ports]\npersistence = "{chosen}"\n'
    browser = start("sqlalchemy", "memory", "mako", "board-digest", more=ports)
    browser.post_json("/api/columns/1/cards", {"title": "New"}, status=201)

    panel = browser.get("/boards/1").html.select_one(".panels .panel")
    assert "Added since the digest is here: 1. Moved: 0." == panel.p.text


def test_without_the_addon_nothing_of_it_is_left(start: Start) -> None:
    """Not its page, not its panel, not its look."""
    browser = start("memory", "mako")

    assert [] == browser.get("/boards/1").html.select(".panels")
    assert "What is due" not in browser.get("/").text
    assert "The board in green" not in browser.get("/theme/theme.css").text
    browser.get("/digest", status=404)


def test_the_migration_is_a_branch_of_its_own(settings: Callable[..., Path]) -> None:
    """Applied with the board's, undone without it."""
    file = settings("sqlalchemy", "mako", "board-digest")
    main = import_module("corefw.__main__").main

    for words, expected in (
        (["upgrade"], ""),
        (["check"], ""),
        (["current"], "digest0001"),
        (["downgrade", "board_digest@base"], ""),
    ):
        result = CliRunner().invoke(main, ["-c", str(file), "db", *words])
        assert 0 == result.exit_code, result.output
        assert expected in result.output
    file = settings("sqlalchemy", "mako")
    result = CliRunner().invoke(main, ["-c", str(file), "db", "check"])
    assert 0 == result.exit_code, result.output
