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


def test_a_long_list_is_shown_in_pages(browser: TestApp) -> None:
    """Each page says which one it is and leads to the next and back."""
    for number in range(26):
        browser.post("/columns/1/cards/new", {"title": f"Zinnia {number}"}, status=303)

    first = browser.get("/search", {"q": "zinnia"})
    second = first.click("Page 2")

    assert 25 == len(first.html.select(".results li"))
    assert ["Zinnia 0"] == [one.text for one in second.html.select(".results h2")]
    assert ["Page 1"] == [one.text for one in second.html.select(".paging a")]
    assert 25 == len(second.click("Page 1").html.select(".results li"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", "1e3", ""])
@pytest.mark.over("one")
def test_a_page_that_cannot_be_is_the_first(browser: TestApp, page: str) -> None:
    """Nonsense in the address is no error."""
    assert browser.get("/search", {"q": "the", "page": page}).html.select(".results li")
