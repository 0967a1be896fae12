"""Cards as a CSV file, out and in."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from webtest import TestApp


def send(browser: TestApp, text: str | bytes, status: int, board: int = 1) -> Any:
    """Import a file."""
    data = text.encode() if isinstance(text, str) else text
    return browser.post(
        f"/boards/{board}/import", upload_files=[("file", "cards.csv", data, "text/csv")], status=status
    )


def rows(browser: TestApp, board: int = 1) -> list[dict[str, str]]:
    """Return the exported cards."""
    text = browser.get(f"/boards/{board}/cards.csv").body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_board_is_exported_whole(browser: TestApp) -> None:
    """Every card, with its column, labels, day and author; as a file with a harmless name."""
    answer = browser.get("/boards/1/cards.csv")

    assert "text/csv" == answer.content_type
    assert 'attachment; filename="community-garden.csv"' == answer.headers["Content-Disposition"]
    found = rows(browser)
    assert 11 == len(found)
    wheelbarrow = next(row for row in found if row["title"] == "Mend the wheelbarrow")
    assert ("To do", "2", "Outside; Quick", "Demo") == tuple(
        wheelbarrow[name] for name in ("column", "position", "labels", "author")
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "|", "%", "\uff1d"])
@pytest.mark.over("one")
def test_no_cell_is_a_formula(browser: TestApp, sign: str) -> None:
    """A spreadsheet that opens the file runs nothing."""
    browser.post("/columns/1/cards/new", {"title": f"{sign}HYPERLINK(1)", "text": f"{sign}1"}, status=303)

    found = next(row for row in rows(browser) if "HYPERLINK" in row["title"])

    assert (f"'{sign}HYPERLINK(1)", f"'{sign}1") == (found["title"], found["text"])


def test_what_was_exported_can_be_imported(browser: TestApp) -> None:
    """Into another board with the same columns and labels, and nothing is changed on the way."""
    browser.post("/cards/1/edit", {"title": "=1+1", "text": 'a "b",\r\n\'=c', "due": "2030-01-31"})
    browser.post("/boards/2/columns/new", {"name": "Ideas"}, status=303)
    for name in ("Outside", "Paper work", "Quick"):
        browser.post("/boards/2/labels", {"name": name, "colour": "blue"}, status=303)
    file = browser.get("/boards/1/cards.csv").body

    page = send(browser, file, 303, board=2).follow()

    assert "11 cards are added." == page.html.select_one(".notice").text

    def said(board: int) -> set[tuple[str, ...]]:
        return {
            tuple(row[name] for name in ("column", "title", "text", "labels", "due"))
            for row in rows(browser, board)
        }

    assert said(1) <= said(2)


def test_every_refused_line_is_reported_and_nothing_is_imported(browser: TestApp) -> None:
    """With its number in the file and all that is wrong with it."""
    text = (
        "title,column,labels,due,text\n"
        "Good,To do,Quick,2030-01-01,fine\n"
        ',To do,,,"two\nlines"\n'
        "Bad day,Nowhere,Quick; Slow,soon,\n"
        "\n"
        f"{'x' * 121},,,,\n"
        "Also good,,,,\n"
    )

    page = send(browser, text, 422)

    cells = [
        [cell.get_text("|", strip=True) for cell in row.select("td")] for row in page.html.select("tbody tr")
    ]
    assert [
        ["3", "", "title: Please fill this in."],
        [
            "5",
            "Bad day",
            "column: there is no “Nowhere” on this board.|labels: there is no “Slow” on this board.|"
            "due: Please write a date as 2027-06-30.",
        ],
        ["7", "x" * 80, "title: Please use at most 120 characters; this has 121."],
    ] == cells
    assert "3 lines cannot be imported, so nothing was." in page.text
    assert 11 == len(rows(browser))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"name,column\nx,y\n",
        b"title,title\nx,y\n",
        b"\xff\xfe\x00title",
        b"title\n\x00\n",
        b'title\n"open\n',
        b"title\n" + b"x\n" * 1001,
        b"title\n" + b"x" * 1_000_001,
    ],
)
def test_what_is_no_sheet_is_refused_whole(browser: TestApp, text: bytes) -> None:
    """With a sentence next to the field."""
    page = send(browser, text, 422)

    assert page.html.select_one("#field-file-error")
    assert 11 == len(rows(browser))


def test_semicolons_part_columns_where_the_country_has_it_so(browser: TestApp) -> None:
    """A file as spreadsheets of many countries write it, with the mark of UTF-8."""
    send(browser, "\ufefftitle;column\r\nGrüße;Doing\r\n", 303)

    assert "Grüße" in [row["title"] for row in rows(browser) if row["column"] == "Doing"]
