"""The pages of boards and columns, over the real application."""

from __future__ import annotations

from webtest import TestApp


def names(page: object) -> list[str]:
    """Return the names of the columns on a board's page."""
    return [one.text for one in page.html.select(".lane h2")]  # type: ignore[attr-defined]


def test_all_boards_are_shown_with_their_numbers(browser: TestApp) -> None:
    """The first page lists every board and says how full it is."""
    page = browser.get("/")

    assert ["Community garden", "Summer fair"] == [one.text for one in page.html.select(".boards h2")]
    assert "4 columns · 11 cards" == page.html.select(".boards .count")[0].text


def test_a_board_shows_its_columns_and_cards(browser: TestApp) -> None:
    """Columns stand from left to right, cards from the top down."""
    page = browser.get("/").click("Community garden")

    assert ["Ideas", "To do", "Doing", "Done"] == names(page)
    assert ["Turn the compost", "Write the watering plan"] == [
        one.text for one in page.html.select(".lane")[2].select("h3")
    ]


def test_a_new_board_starts_with_columns(browser: TestApp) -> None:
    """Making a board leads to it, and says so once."""
    form = browser.get("/").click("New board").forms[2]
    form["name"] = "  Spring   clean "

    page = form.submit(status=303).follow()

    assert "Spring clean" == page.html.h1.text
    assert ["To do", "Doing", "Done"] == names(page)
    assert "The board “Spring clean” is ready." == page.html.select_one(".notice").text
    assert None is browser.get(page.request.path).html.select_one(".notice")


def test_a_board_without_a_name_is_asked_for_one(browser: TestApp) -> None:
    """What is wrong stands next to the field, and what was typed is kept."""
    form = browser.get("/boards/new").forms[2]
    form["summary"] = 'Kept <b>"text"</b>'

    page = form.submit(status=422)

    field = page.html.select_one("#field-name")
    assert "Error: Please fill this in." == page.html.select_one(f"#{field['aria-describedby']}").text
    assert "true" == field["aria-invalid"]
    assert 'Kept <b>"text"</b>' == page.forms[2]["summary"].value
    assert "<b>" not in page.text
    assert page.html.title.text.startswith("Error: ")


def test_a_board_can_be_renamed(browser: TestApp) -> None:
    """The form begins with what is there."""
    form = browser.get("/boards/1").click("Edit board").forms[2]
    assert "Community garden" == form["name"].value
    form["name"] = "Garden"

    assert "Garden" == form.submit(status=303).follow().html.h1.text


def test_a_column_is_added_at_the_right(browser: TestApp) -> None:
    """The new column stands last."""
    form = browser.get("/boards/1").click("Add column").forms[2]
    form["name"] = "Later"

    assert ["Ideas", "To do", "Doing", "Done", "Later"] == names(form.submit(status=303).follow())


def test_a_column_of_the_same_name_is_refused(browser: TestApp) -> None:
    """A rule of the board is told next to the field as well."""
    form = browser.get("/boards/1/columns/new").forms[2]
    form["name"] = "to DO"

    page = form.submit(status=422)

    assert "Error: This board already has a column “to DO”." == page.html.select_one("#field-name-error").text
    assert "to DO" == page.forms[2]["name"].value


def test_only_an_empty_column_can_be_removed(browser: TestApp) -> None:
    """A column with cards says what to do first."""
    page = browser.get("/columns/2/edit")

    page = page.forms[3].submit(status=422)

    assert (
        "“To do” still has cards. Move or delete them first." == page.html.select_one(".danger .error").text
    )
    browser.post("/boards/1/columns/new", {"name": "Empty"}, status=303)
    empty = browser.get("/api/boards/1").json["columns"][-1]["id"]
    page = browser.get(f"/columns/{empty}/edit").forms[3].submit(status=303).follow()
    assert ["Ideas", "To do", "Doing", "Done"] == names(page)


def test_what_is_not_there_is_said_to_be_missing(browser: TestApp) -> None:
    """A board that does not exist, or cannot, is a page with status 404."""
    for path in (
        "/boards/99",
        "/boards/0",
        f"/boards/{'9' * 40}",
        "/columns/99/edit",
        "/cards/99",
        "/nowhere",
    ):
        assert "Nothing is here" == browser.get(path, status=404).html.h1.text
