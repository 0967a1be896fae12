"""Finding cards."""

from __future__ import annotations

import pytest
from webtest import TestApp


def test_a_card_is_found_by_words_of_its_title_and_details(browser: TestApp) -> None:
    """The words may stand anywhere, in any case."""
    form = browser.get("/").forms[0]
    form["q"] = "SHED peas"

    page = form.submit()

    assert ["Order seeds for the spring beds"] == [one.text for one in page.html.select(".results h2")]
    assert "Community garden · To do" == page.html.select_one(".results .count").text
    assert "SHED peas" == page.html.select_one("#search")["value"]


def test_what_is_not_found_is_said(browser: TestApp) -> None:
    """Nobody is left with an empty page."""
    assert (
        "No card holds “<zebra>”."
        == browser.get("/search", {"q": "<zebra>"}).html.select_one(".empty").text.strip()
    )


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "\\", "a" * 5000, "\x00", "'; --"])
def test_no_search_is_an_error(browser: TestApp, words: str) -> None:
    """Signs with a meaning elsewhere have none here."""
    assert [] == browser.get("/search", {"q": words}).html.select(".results li")


def test_a_long_list_is_cut_and_says_so(browser: TestApp) -> None:
    """A search shows as many cards as the settings allow."""
    for number in range(51):
        browser.post("/columns/1/cards/new", {"title": f"Row {number}"}, status=303)

    page = browser.get("/search", {"q": "row"})

    assert 50 == len(page.html.select(".results li"))
    assert page.html.select_one("main > .soft").text.startswith("The first 50 cards")
