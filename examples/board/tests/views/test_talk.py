"""Comments, labels, due dates and the feed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from webtest import TestApp


def test_a_comment_is_added_and_taken_back(browser: TestApp, anna: TestApp) -> None:
    """By who said it, or by an owner of the board; nobody else sees the button."""
    form = anna.get("/cards/1").forms[3]
    form["text"] = "First <line>\n\nsecond"
    page = form.submit(status=303).follow()

    said = page.html.select_one(".comments li")
    assert ("Anna", "First <line>\n\nsecond") == (said.b.text, said.select_one(".prose").text)
    number = said["id"].removeprefix("comment-")
    browser.post("/cards/1/comments", {"text": "Mine"}, status=303)
    assert 1 == len(anna.get("/cards/1").html.select(".comments button"))
    assert 2 == len(browser.get("/cards/1").html.select(".comments button"))
    anna.post(f"/comments/{int(number) + 1}/delete", status=403)
    browser.post(f"/comments/{number}/delete", status=303)
    anna.post(f"/comments/{number}/delete", status=404)
    assert "1 comment" == browser.get("/boards/1").html.select_one("#card-1 .talk").text


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "\0"])
def test_a_comment_that_says_nothing_is_refused(browser: TestApp, text: str) -> None:
    """The words stand next to the field."""
    page = browser.post("/cards/1/comments", {"text": text}, status=422)

    assert page.html.select_one("#field-text-error")


def test_labels_are_put_on_cards(browser: TestApp) -> None:
    """A card has any number of its board's labels, and loses one that is removed."""
    form = browser.get("/cards/1/edit").forms[2]
    for box in form.fields["labels"]:
        box.checked = True

    page = form.submit(status=303).follow()

    assert ["Outside", "Paper work", "Quick"] == [one.text for one in page.html.select(".label")]
    browser.post("/labels/1/delete", status=303)
    assert ["Paper work", "Quick"] == [one.text for one in browser.get("/cards/1").html.select(".label")]
    assert 2 == len(browser.get("/boards/1").html.select("#card-1 .label"))


def test_a_label_of_another_board_is_refused(browser: TestApp) -> None:
    """And nothing of the change is kept."""
    browser.post("/boards/2/labels", {"name": "Loud", "colour": "rose"}, status=303)
    other = browser.get("/api/boards/2/labels").json["labels"][0]["id"]

    page = browser.post("/cards/1/edit", {"title": "Changed", "labels": str(other)}, status=422)

    assert "no such label" in page.text
    assert "A bench under the pear tree" == browser.get("/cards/1").html.h1.text
    browser.post("/cards/1/edit", {"title": "Changed", "labels": "x"}, status=422)


@pytest.mark.parametrize(
    ("name", "colour"), [("quick", "blue"), ("", "blue"), ("New", "pink"), ("New", ""), ("a;b", "blue")]
)
def test_a_label_needs_a_new_name_and_a_colour(browser: TestApp, name: str, colour: str) -> None:
    """The words stand next to the field."""
    page = browser.post("/boards/1/labels", {"name": name, "colour": colour}, status=422)

    assert page.html.select(".field .error")


def test_a_card_says_when_it_is_due(browser: TestApp) -> None:
    """What was due before today is told in other words, not by a colour alone."""
    late = date.today() - timedelta(days=30)
    browser.post("/cards/1/edit", {"title": "Late", "due": late.isoformat()}, status=303)
    browser.post("/cards/2/edit", {"title": "Soon", "due": "2099-01-02"}, status=303)

    page = browser.get("/boards/1")

    assert page.html.select_one("#card-1 .due.late").text.startswith("Was due ")
    assert "Due 2 January 2099" == page.html.select_one("#card-2 .due").text
    assert "2099-01-02" == browser.get("/api/cards/2").json["due"]


@pytest.mark.parametrize("due", ["tomorrow", "2026-02-30", "20260101", "0000-00-00", "2026-1-1"])
@pytest.mark.over("one")
def test_a_day_that_is_none_is_refused(browser: TestApp, due: str) -> None:
    """What was typed stays in the form."""
    page = browser.post("/cards/1/edit", {"title": "x", "due": due}, status=422)

    assert "2027-06-30" in page.html.select_one("#field-due-error").text


def test_the_feed_tells_who_did_what(browser: TestApp, anna: TestApp) -> None:
    """The newest first."""
    anna.post("/cards/1/move", {"column": "2", "place": "0"}, status=303)

    page = browser.get("/boards/1/activity")

    newest = page.html.select_one(".feed p")
    assert newest.text.startswith("Anna moved “A bench under the pear tree” from “Ideas” to “To do”")


def test_the_feed_is_shown_in_pages(browser: TestApp) -> None:
    """An old line is found by going back."""
    for number in range(30):
        browser.post_json("/api/boards/2/labels", {"name": f"L{number}", "colour": "grey"})

    first = browser.get("/boards/2/activity")
    second = first.click("Page 2")

    assert 25 == len(first.html.select(".feed li"))
    assert "added the label “L0”" in second.text
    api: dict[str, Any] = browser.get("/api/boards/2/activity", {"page": "2"}).json
    assert (2, False) == (api["page"], api["more"])


def test_a_form_without_the_sessions_token_is_refused(application: Any, prepared: Any) -> None:
    """Even if the browser says that the request is this site's own."""
    thief = TestApp(application, extra_environ={"HTTP_SEC_FETCH_SITE": "same-origin"})
    thief.set_cookie("session", prepared.sessions["demo"][0])

    for sent in ({"direction": "down"}, {"direction": "down", "csrf_token": "x" * 86}):
        page = thief.post("/cards/1/step", sent, status=403)
        assert "Refused" == page.html.h1.text
    form = thief.get("/cards/1").forms[2]
    assert 303 == form.submit(status=303).status_int
