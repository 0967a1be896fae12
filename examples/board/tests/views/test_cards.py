"""The pages of cards, over the real application."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import TestApp

ADD = ".add form"


def titles(browser: TestApp, board: int = 1) -> list[list[str]]:
    """Return the titles of the cards, column by column."""
    lanes = browser.get(f"/boards/{board}").html.select(".lane")
    return [[one.text for one in lane.select("h3")] for lane in lanes]


def card_id(browser: TestApp, title: str) -> int:
    """Return the id of the card of that title."""
    found: list[dict[str, Any]] = browser.get("/api/search", {"q": title}).json["cards"]
    return int(found[0]["id"])


def test_a_card_is_added_from_the_board(browser: TestApp) -> None:
    """The small form in a column adds at its bottom, and leads back to the card."""
    response = browser.post("/columns/3/cards/new", {"title": "Feed the worms"}, status=303)

    assert ["Turn the compost", "Write the watering plan", "Feed the worms"] == titles(browser)[2]
    assert response.location.endswith(f"/boards/1#card-{card_id(browser, 'worms')}")


def test_a_card_without_a_title_comes_back_with_its_details(browser: TestApp) -> None:
    """The details that were typed are kept while the title is asked for."""
    form = browser.get("/columns/1/cards/new").forms[2]
    form["text"] = "first line\nsecond <line>"

    page = form.submit(status=422)

    assert "Error: Please fill this in." == page.html.select_one("#field-title-error").text
    assert "first line\nsecond <line>" == page.forms[2]["text"].value.replace("\r\n", "\n")


def test_a_text_that_begins_with_an_empty_line_is_kept(browser: TestApp) -> None:
    """A textarea swallows the first line break of its content, so the page writes one more."""
    form = browser.get("/columns/1/cards/new").forms[2]
    form["title"] = "x" * 121
    form["text"] = "\nbelow"

    assert "\nbelow" == form.submit(status=422).html.select_one("textarea").text.replace("\r\n", "\n")[1:]


def test_a_card_is_edited(browser: TestApp) -> None:
    """Saving leads to the card with its new text, and what looks like markup is text."""
    page = browser.get("/boards/1").click("Hedgehog house")
    form = page.click("Edit").forms[2]
    form["title"] = "Hedgehog <i>house</i>"
    form["text"] = "Under the hedge."

    page = form.submit(status=303).follow()

    assert "Hedgehog <i>house</i>" == page.html.h1.text
    assert "Under the hedge." == page.html.select_one(".prose").text
    assert "Added by Demo" in page.text


def test_two_people_who_edit_one_card_learn_of_each_other(browser: TestApp) -> None:
    """The second one is told, keeps what was typed, and can save it knowingly."""
    first, second = browser.get("/cards/1/edit").forms[2], browser.get("/cards/1/edit").forms[2]
    first["title"] = "First"
    second["title"] = "Second"
    first.submit(status=303)

    page = second.submit(status=422)

    assert "Somebody changed this card" in page.html.select_one(".faults").text
    assert "First" == browser.get("/cards/1").html.h1.text
    assert "Second" == page.forms[2].submit(status=303).follow().html.h1.text


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("up", [["Swap day for seedlings", "A bench under the pear tree", "Hedgehog house"], 4]),
        ("down", [["A bench under the pear tree", "Hedgehog house", "Swap day for seedlings"], 4]),
        ("right", [["A bench under the pear tree", "Hedgehog house"], 5]),
        ("left", [["A bench under the pear tree", "Swap day for seedlings", "Hedgehog house"], 4]),
    ],
)
def test_a_button_moves_a_card_by_one_step(browser: TestApp, direction: str, expected: list[Any]) -> None:
    """Each of the four buttons does what it says, without any script."""
    number = card_id(browser, "Swap day")

    browser.post(f"/cards/{number}/step", {"direction": direction}, status=303)

    lanes = titles(browser)
    assert expected == [lanes[0], len(lanes[1])]


def test_the_buttons_at_the_edge_cannot_be_pressed(browser: TestApp) -> None:
    """The first card of the first column has no left and no up."""
    buttons = browser.get("/boards/1").html.select_one(".card").select("button")

    assert [True, True, False, False] == [button.has_attr("disabled") for button in buttons]
    assert "Move “A bench under the pear tree” left" == buttons[0]["aria-label"]


def test_a_card_moves_to_any_place(browser: TestApp) -> None:
    """The form on the card's page chooses column and place."""
    number = card_id(browser, "Hedgehog")
    form = browser.get(f"/cards/{number}").forms[2]
    form["column"] = "4"
    form["place"] = "1"

    page = form.submit(status=303)

    assert ["Clear the lower path", "Hedgehog house", "Renew the lease with the town"] == titles(browser)[3]
    assert page.location.endswith(f"/boards/1#card-{number}")


@pytest.mark.parametrize(
    "sent", [{"column": "5", "place": "0"}, {"column": "x", "place": "0"}, {"column": "1"}, {}]
)
def test_a_wrong_move_is_refused_next_to_the_field(browser: TestApp, sent: dict[str, str]) -> None:
    """A column of another board, no number, or nothing at all: told, and nothing is moved."""
    before = titles(browser)

    page = browser.post("/cards/1/move", sent, status=422)

    assert page.html.select(".field .error")
    assert before == titles(browser)


def test_a_step_in_no_direction_is_a_bad_request(browser: TestApp) -> None:
    """What no button sends is refused."""
    browser.post("/cards/1/step", {"direction": "away"}, status=400)
    browser.post("/cards/1/step", {}, status=400)


def test_a_card_is_deleted_after_a_question(browser: TestApp) -> None:
    """Asking changes nothing; the answer does."""
    number = card_id(browser, "Hedgehog")
    page = browser.get(f"/cards/{number}").click("Delete")
    assert "Delete this card?" == page.html.h1.text
    assert 3 == len(titles(browser)[0])

    page = page.forms[2].submit(status=303).follow()

    assert "The card “Hedgehog house” is deleted." == page.html.select_one(".notice").text
    assert ["A bench under the pear tree", "Swap day for seedlings"] == titles(browser)[0]
    browser.get(f"/cards/{number}", status=404)
