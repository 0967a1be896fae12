"""Members, users, profiles and pictures."""

from __future__ import annotations

import struct

import pytest
from webtest import TestApp, Upload

from board.domain.pictures import LARGEST
from board.sample import PASSWORD

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(40)


def close(browser: TestApp, name: str = "Secret plans") -> int:
    """Make a board for its members only and return its id."""
    form = browser.get("/boards/new").forms[2]
    form["name"] = name
    form["members_only"] = True
    return int(form.submit(status=303).location.rsplit("/", 1)[1])


def test_nobody_but_members_learns_of_a_closed_board(browser: TestApp, anna: TestApp) -> None:
    """Not its page, its cards, its file, its feed, nor that it exists; over JSON neither."""
    board = close(browser)
    columns = browser.get(f"/api/boards/{board}").json["columns"]
    card = browser.post_json(f"/api/columns/{columns[0]['id']}/cards", {"title": "Wine"}).json["id"]
    comment = browser.post_json(f"/api/cards/{card}/comments", {"text": "hush"}).json["id"]
    label = browser.post_json(f"/api/boards/{board}/labels", {"name": "x", "colour": "blue"}).json["id"]

    paths = [f"/boards/{board}", f"/boards/{board}/edit", f"/columns/{columns[0]['id']}/edit"]
    paths += [f"/boards/{board}/{what}" for what in ("members", "labels", "activity", "import", "cards.csv")]
    paths += [f"/cards/{card}", f"/cards/{card}/edit", f"/cards/{card}/delete", f"/api/cards/{card}"]
    paths += [f"/api/boards/{board}{what}" for what in ("", "/labels", "/members", "/activity")]
    for path in [*paths, f"/api/cards/{card}/comments"]:
        browser.get(path, status=200)
        anna.get(path, status=404)
    anna.post(f"/cards/{card}/step", {"direction": "right"}, status=404)
    anna.post(f"/cards/{card}/comments", {"text": "x"}, status=404)
    anna.post(f"/comments/{comment}/delete", status=404)
    anna.post(f"/labels/{label}/delete", status=404)
    anna.post(f"/boards/{board}/members", {"login": "anna", "role": "owner"}, status=404)
    anna.post_json(f"/api/cards/{card}/move", {"column": columns[1]["id"], "place": 0}, status=404)
    assert "Secret" not in anna.get("/").text
    assert [] == anna.get("/api/search", {"q": "wine"}).json["cards"]
    assert ["Wine"] == [one["title"] for one in browser.get("/api/search", {"q": "wine"}).json["cards"]]


def test_an_owner_lets_somebody_in_and_out(browser: TestApp, anna: TestApp) -> None:
    """A member works at the board, and does not decide who else does."""
    board = close(browser)
    page = browser.get(f"/boards/{board}/members")
    form = page.forms[3]
    form["login"] = "ANNA"

    page = form.submit(status=303).follow()

    assert "Anna is a member now." == page.html.select_one(".notice").text
    assert ["Demo", "Anna"] == [one.text for one in page.html.select(".people b")]
    assert "Members only" == anna.get(f"/boards/{board}").html.select_one(".closed").text
    assert None is anna.get(f"/boards/{board}/members").html.select_one("#add-name")
    anna.post(f"/boards/{board}/members", {"login": "anna", "role": "owner"}, status=403)
    anna.post(f"/boards/{board}/edit", {"name": "Open!"}, status=403)
    anna.post(f"/boards/{board}/members/1/delete", status=403)
    browser.post(f"/boards/{board}/members/2/delete", status=303)
    anna.get(f"/boards/{board}", status=404)


def test_a_member_may_leave_and_the_last_owner_may_not(browser: TestApp, anna: TestApp) -> None:
    """A board is never left without somebody who decides."""
    board = close(browser)
    browser.post_json(f"/api/boards/{board}/members", {"login": "anna", "role": "member"})

    page = anna.post(f"/boards/{board}/members/2/delete", status=303).follow()
    assert "You have left “Secret plans”." == page.html.select_one(".notice").text
    browser.post(f"/boards/{board}/members/1/delete", status=422)
    browser.post(f"/boards/{board}/members", {"login": "demo", "role": "member"}, status=422)
    assert ["demo"] == [one["login"] for one in browser.get(f"/api/boards/{board}/members").json["members"]]


def test_an_unknown_name_is_told_next_to_the_field(browser: TestApp) -> None:
    """Nobody is invited by accident."""
    page = browser.post("/boards/1/members", {"login": "nobody", "role": "member"}, status=422)

    assert "nobody with the user name “nobody”" in page.html.select_one("#field-login-error").text
    browser.post("/boards/1/members", {"login": "anna", "role": "king"}, status=422)


def test_only_an_administrator_sees_the_users(browser: TestApp, anna: TestApp) -> None:
    """Others are refused, on the page and over JSON, and do not see the link."""
    assert ["anna", "demo"] == [one["login"] for one in browser.get("/api/users").json["users"]]
    assert browser.get("/").html.select_one('[href="/users"]')
    assert None is anna.get("/").html.select_one('[href="/users"]')
    anna.get("/users", status=403)
    anna.get("/api/users", status=403)
    anna.post("/users", {"login": "x", "name": "x", "password": "long enough"}, status=403)
    anna.post("/users/2/edit", {"name": "Anna", "is_admin": "yes"}, status=403)


def test_an_administrator_lets_somebody_in(browser: TestApp, visitor: TestApp) -> None:
    """The new user can log in; a double name and a short password are refused."""
    form = browser.get("/users").forms[2]
    form["login"], form["name"], form["password"] = "Bob", "Bob", "short"
    page = form.submit(status=422)
    assert "at least 10" in page.html.select_one("#field-password-error").text
    page.forms[2]["password"] = PASSWORD

    page = page.forms[2].submit(status=303).follow()

    assert "Bob can log in as “bob” now." == page.html.select_one(".notice").text
    visitor.post("/login", {"login": "bob", "password": PASSWORD}, status=303)
    again = browser.post("/users", {"login": "BOB", "name": "B", "password": PASSWORD}, status=422)
    assert "There is a user “bob” already." in again.text


def test_an_administrator_cannot_shut_themselves_out(browser: TestApp) -> None:
    """Neither by locking nor by giving the right away."""
    browser.post("/users/1/edit", {"name": "Demo", "is_admin": "yes", "is_locked": "yes"}, status=422)
    browser.post("/users/1/edit", {"name": "Demo"}, status=422)
    browser.get("/users", status=200)


def test_everybody_changes_their_own_name(anna: TestApp) -> None:
    """And gains nothing else by it."""
    anna.post("/profile", {"name": "Anna Lind", "is_admin": "yes"}, status=303)

    assert "Anna Lind" == anna.get("/").html.select_one(".name-text").text
    anna.get("/users", status=403)


def test_a_picture_is_served_as_nothing_but_a_picture(browser: TestApp, visitor: TestApp) -> None:
    """Its type is what its bytes say, its name is made up, and it may run nothing."""
    form = browser.get("/profile").forms[3]
    form["picture"] = Upload("../../evil.html", PNG, "text/html")
    page = form.submit(status=303).follow()

    path = page.html.select_one("img.large")["src"]
    answer = browser.get(path)

    assert ("image/png", PNG) == (answer.headers["Content-Type"], answer.body)
    assert "evil" not in path
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "default-src 'none'; sandbox" == answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]
    assert "/login" in visitor.get(path, status=303).location
    browser.post("/profile/picture/delete", status=303)
    browser.get(path, status=404)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"GIF88a" + bytes(20),
        b"RIFF\0\0\0\0WAVE" + bytes(20),
        b" " + PNG,
        PNG + bytes(LARGEST),
    ],
)
def test_what_is_no_picture_is_refused(browser: TestApp, data: bytes) -> None:
    """Whatever its name and its claimed type."""
    page = browser.post(
        "/profile/picture", upload_files=[("picture", "me.png", data, "image/png")], status=422
    )

    assert page.html.select_one("#field-picture-error")
    assert None is page.html.select_one("img.avatar")
    browser.post("/profile/picture", {"picture": "text"}, status=422)
