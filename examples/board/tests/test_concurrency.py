"""Many people at one board, some of whose requests fail half way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from board.sample import LOGIN, OTHER_LOGIN

THREADS = 20
TURNS = 3
NAMES = {LOGIN: "Demo", OTHER_LOGIN: "Anna"}

HALFWAY = """
class HalfWay(Exception):
    pass


def fails(view, info):
    def viewed(context, request):
        response = view(context, request)
        if "X-Fail" in request.headers:
            raise HalfWay("half way")
        return response

    return viewed


def includeme(config):
    config.add_view_deriver(fails, "fails")
"""

FAILS = {"X-Fail": "1"}


@pytest.fixture
def settings_file(settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return settings with something that fails when a view is done and nothing is committed."""
    (tmp_path / "halfway.py").write_text(HALFWAY)
    monkeypatch.syspath_prepend(tmp_path)
    text = settings_file.read_text()
    settings_file.write_text(text.replace('include = ["board"]', 'include = ["board", "halfway"]'))
    yield settings_file
    sys.modules.pop("halfway", None)


def positions(browser: TestApp, board: int = 1) -> list[list[tuple[int, str]]]:
    """Return id and title of the cards, column by column; their positions must have no gap."""
    columns = browser.get(f"/api/boards/{board}").json["columns"]
    for column in columns:
        assert list(range(len(column["cards"]))) == [card["position"] for card in column["cards"]]
    return [[(card["id"], card["title"]) for card in column["cards"]] for column in columns]


def fail(browser: TestApp, path: str, body: dict[str, Any]) -> None:
    """Ask for something that fails half way."""
    with pytest.raises(Exception, match="half way"):
        browser.post_json(path, body, headers=FAILS)


@pytest.mark.slow
@pytest.mark.over("storage")
def test_no_card_is_lost_or_doubled_when_many_move_at_once(sessions: Any) -> None:
    """Twenty people move the same cards, add and delete: each card is there once, at a place of its own."""

    def work(number: int) -> int | None:
        login = (LOGIN, OTHER_LOGIN)[number % 2]
        browser = sessions.of(login)
        mine = browser.post_json("/api/columns/1/cards", {"title": f"Card {number}"}, status=201).json["id"]
        for turn in range(TURNS):
            card = 1 + (number + turn) % 10
            step = ("left", "right", "up", "down")[turn % 4]
            page = browser.post(f"/cards/{card}/step", {"direction": step}, status=303).follow()
            assert NAMES[login] == page.html.select_one(".name-text").text
            browser.post_json(f"/api/cards/{mine}/move", {"column": 1 + turn % 4, "place": turn % 3})
            fail(browser, "/api/columns/2/cards", {"title": f"Lost {number}"})
            fail(browser, f"/api/cards/{card}/move", {"column": 4, "place": 0})
        # Many browsers share one session here, so another one may have said the notice.
        page = browser.post("/columns/1/cards/new", {"title": f"Other {number}"}, status=303).follow()
        assert f"Other {number}" in [one.text for one in page.html.select("h3")]
        if number % 2:
            browser.delete(f"/api/cards/{mine}", status=204)
            return None
        return int(mine)

    with ThreadPoolExecutor(THREADS) as pool:
        kept = [number for number in pool.map(work, range(THREADS)) if number is not None]

    cards = [card for column in positions(sessions.of(LOGIN)) for card in column]
    ids = [number for number, _ in cards]
    assert len(ids) == len(set(ids))
    assert {*range(1, 12), *kept} <= set(ids)
    assert 11 + THREADS // 2 + THREADS == len(ids)
    assert [] == [title for _, title in cards if title.startswith("Lost")]


@pytest.mark.over("storage")
def test_a_request_that_fails_half_way_leaves_nothing(browser: TestApp) -> None:
    """Not the card, not its place, not a line in the feed, and not a message."""
    before = positions(browser), browser.get("/api/boards/1/activity").json

    fail(browser, "/api/columns/1/cards", {"title": "Half"})
    fail(browser, "/api/cards/1/move", {"column": 3, "place": 1})
    fail(browser, "/api/cards/1/comments", {"text": "Half"})

    assert before == (positions(browser), browser.get("/api/boards/1/activity").json)
    assert [] == browser.get("/boards/1").html.select(".notice")
