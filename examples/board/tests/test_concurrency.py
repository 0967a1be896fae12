"""Many people at one board."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from webtest import TestApp

from board.sample import LOGIN, PASSWORD


def test_no_card_is_lost_or_doubled_when_many_move_at_once(application: Any) -> None:
    """Eight people move, add and delete at once: every position is there exactly once."""

    def work(number: int) -> None:
        browser = TestApp(application, extra_environ={"HTTP_SEC_FETCH_SITE": "same-origin"})
        browser.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)
        mine = browser.post_json("/api/columns/1/cards", {"title": f"Card {number}"}, status=201).json["id"]
        for turn in range(6):
            card = 1 + (number + turn) % 10
            browser.post(
                f"/cards/{card}/step", {"direction": ("left", "right", "up", "down")[turn % 4]}, status=303
            )
            browser.post_json(f"/api/cards/{mine}/move", {"column": 1 + turn % 4, "place": turn % 3})
        if number % 2:
            browser.delete(f"/api/cards/{mine}", status=204)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    browser = TestApp(application, extra_environ={"HTTP_SEC_FETCH_SITE": "same-origin"})
    browser.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)
    columns = browser.get("/api/boards/1").json["columns"]
    for column in columns:
        assert list(range(len(column["cards"]))) == [card["position"] for card in column["cards"]]
    assert 11 + 4 == sum(len(column["cards"]) for column in columns)
