"""The JSON API: the same rules as the pages."""

from __future__ import annotations

from typing import Any

import pytest
from webtest import TestApp

# The interface in JSON has no templates.
pytestmark = pytest.mark.over("storage")


def test_boards_are_listed_and_added(browser: TestApp) -> None:
    """A new board has columns, an address, and is in the list."""
    answer = browser.post_json("/api/boards", {"name": " Spring  clean "}, status=201)

    assert "Spring clean" == answer.json["name"]
    assert answer.json["id"] == browser.get(answer.location).json["id"]
    assert ["Community garden", "Spring clean", "Summer fair"] == [
        one["name"] for one in browser.get("/api/boards").json["boards"]
    ]


def test_a_board_is_shown_whole(browser: TestApp) -> None:
    """Columns and cards come in their order, with gapless positions."""
    board = browser.get("/api/boards/1").json

    assert [("Ideas", 0), ("To do", 1), ("Doing", 2), ("Done", 3)] == [
        (column["name"], column["position"]) for column in board["columns"]
    ]
    assert [0, 1, 2, 3] == [card["position"] for card in board["columns"][1]["cards"]]


def test_a_card_lives_its_life(browser: TestApp) -> None:
    """Added, changed in part, moved, found, deleted."""
    card = browser.post_json(
        "/api/columns/1/cards", {"title": "Worms", "text": "for the compost"}, status=201
    ).json
    assert (1, 3, 0) == (card["column"], card["position"], card["revision"])

    card = browser.patch_json(f"/api/cards/{card['id']}", {"title": "Worms!", "revision": 0}).json
    assert ("Worms!", "for the compost", 1) == (card["title"], card["text"], card["revision"])

    card = browser.post_json(f"/api/cards/{card['id']}/move", {"column": 3, "place": 0}).json
    assert (3, 0) == (card["column"], card["position"])

    found = browser.get("/api/search", {"q": "worms!"}).json
    assert [("Doing", "Community garden")] == [
        (one["column_name"], one["board_name"]) for one in found["cards"]
    ]

    browser.delete(f"/api/cards/{card['id']}", status=204)
    browser.get(f"/api/cards/{card['id']}", status=404)


def test_columns_are_added_renamed_and_removed(browser: TestApp) -> None:
    """With the rules that the pages have."""
    column = browser.post_json("/api/boards/1/columns", {"name": "Later"}, status=201).json
    assert ("Later", 4) == (column["name"], column["position"])

    assert (
        "Much later"
        == browser.patch_json(f"/api/columns/{column['id']}", {"name": "Much later"}).json["name"]
    )
    browser.delete(f"/api/columns/{column['id']}", status=204)

    problem = browser.delete("/api/columns/1", status=422)
    assert "application/problem+json" == problem.content_type
    assert {"column": "“Ideas” still has cards. Move or delete them first."} == problem.json["errors"]


def test_an_old_revision_is_refused(browser: TestApp) -> None:
    """A program learns of other people's changes as a person does."""
    browser.patch_json("/api/cards/1", {"text": "new"})

    problem = browser.patch_json("/api/cards/1", {"text": "newer", "revision": 0}, status=422)

    assert ["revision"] == list(problem.json["errors"])


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"title": "Please fill this in."}),
        ({"title": 7}, {"title": "This must be text."}),
        ({"title": ["x"]}, {"title": "This must be text."}),
        ({"title": "x" * 121}, {"title": "Please use at most 120 characters; this has 121."}),
        ({"title": "a\u0000"}, {"title": "This has a character that cannot be kept. Please remove it."}),
        ({"title": "x", "titel": "y"}, {"titel": "There is no field of this name."}),
        ({"title": "x", "revision": True}, {"revision": "This must be a whole number from 0 up."}),
    ],
)
@pytest.mark.over("one")
def test_what_does_not_fit_is_told_by_field(browser: TestApp, body: Any, errors: dict[str, str]) -> None:
    """The form's own words, as RFC 9457 has it."""
    problem = browser.post_json("/api/columns/1/cards", body, status=422)

    assert "application/problem+json" == problem.content_type
    assert errors == problem.json["errors"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"NaN", b"[" * 100_000, b'{"title": 1e400}', b"\xff", b'{"title": "\\ud800"}'],
)
@pytest.mark.over("one")
def test_what_is_no_json_object_is_a_bad_request(browser: TestApp, body: bytes) -> None:
    """Broken bodies are the client's fault, never an error of the server."""
    answer = browser.post("/api/columns/1/cards", body, content_type="application/json", status=(400, 422))

    assert 400 == answer.status_int or b"title" in body


@pytest.mark.parametrize("path", ["/api/boards/99", "/api/cards/0", f"/api/cards/{'9' * 40}", "/api/nowhere"])
def test_what_is_missing_is_a_problem_in_json(browser: TestApp, path: str) -> None:
    """A program never gets a page."""
    problem = browser.get(path, status=404)

    assert ("application/problem+json", 404) == (problem.content_type, problem.json["status"])


def test_a_program_without_a_session_is_told_so(visitor: TestApp) -> None:
    """Not led to a page for people, but answered with 401."""
    problem = visitor.get("/api/boards", status=401)

    assert "Not logged in" == problem.json["title"]
    visitor.post_json("/api/boards", {"name": "x"}, status=401)


def test_a_wrong_method_names_the_right_ones(browser: TestApp) -> None:
    """405 with Allow, as RFC 9110 wants it."""
    answer = browser.put_json("/api/cards/1", {}, status=405)

    assert {"GET", "PATCH", "DELETE"} <= {one.strip() for one in answer.headers["Allow"].split(",")}


def test_no_password_hash_leaves_the_application(browser: TestApp) -> None:
    """The API says who wrote a card by number only."""
    for path in ("/api/boards", "/api/boards/1", "/api/cards/1", "/api/search?q=e"):
        assert "argon2" not in browser.get(path).text
