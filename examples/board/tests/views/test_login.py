"""Who may come in, and who may not."""

from __future__ import annotations

import pytest
from webtest import TestApp

from board.sample import LOGIN, OTHER_LOGIN, PASSWORD


def test_a_visitor_is_led_to_the_door_and_then_where_they_wanted(visitor: TestApp) -> None:
    """The page that was asked for is shown after the login."""
    page = visitor.get("/boards/1", status=303).follow()
    page.form["login"] = "  DEMO "
    page.form["password"] = PASSWORD

    assert "Community garden" == page.form.submit(status=303).follow().html.h1.text


@pytest.mark.parametrize(("login", "password"), [(LOGIN, "wrong"), ("nobody", PASSWORD), (LOGIN, "x" * 4096)])
def test_a_wrong_name_or_password_is_told_in_the_same_words(
    visitor: TestApp, login: str, password: str
) -> None:
    """The answer does not say which of the two was wrong; the name is kept, the password is not."""
    page = visitor.get("/login")
    page.form["login"] = login
    page.form["password"] = password

    page = page.form.submit(status=422)

    assert (
        "The name and the password do not fit together." in page.html.select_one("#field-password-error").text
    )
    assert login == page.form["login"].value
    assert "" == page.form["password"].value
    visitor.get("/", status=303)


@pytest.mark.over("one")
def test_guessing_is_slowed_down(visitor: TestApp) -> None:
    """After five wrong passwords even the right one has to wait, and is told how long."""
    for _ in range(5):
        visitor.post("/login", {"login": LOGIN, "password": "wrong"}, status=422)

    answer = visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=429)

    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_logging_out_ends_the_session(visitor: TestApp) -> None:
    """Afterwards every page asks for the login again."""
    page = visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303).follow()

    page = page.forms[1].submit(status=303).follow()

    assert "Log in" == page.html.h1.text
    visitor.get("/", status=303)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: TestApp) -> None:
    """HttpOnly and SameSite are set."""
    answer = visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_another_site_cannot_log_anybody_in(visitor: TestApp) -> None:
    """A form on a foreign page is refused, even with the right password (login CSRF)."""
    visitor.post(
        "/login",
        {"login": LOGIN, "password": PASSWORD},
        extra_environ={"HTTP_SEC_FETCH_SITE": "cross-site"},
        status=403,
    )


def test_another_site_cannot_do_anything(browser: TestApp) -> None:
    """A foreign page moves no card."""
    page = browser.post(
        "/cards/1/step",
        {"direction": "down"},
        extra_environ={"HTTP_SEC_FETCH_SITE": "cross-site"},
        status=403,
    )

    assert "Refused" == page.html.h1.text


@pytest.mark.parametrize(
    "path", ["/", "/boards/new", "/boards/1", "/cards/1", "/cards/1/edit", "/search?q=a", "/columns/1/edit"]
)
@pytest.mark.over("one")
def test_no_page_is_shown_to_visitors(visitor: TestApp, path: str) -> None:
    """Whoever is not logged in sees the door only."""
    assert "/login" in visitor.get(path, status=303).location


@pytest.mark.parametrize(
    "path",
    ["/boards/new", "/boards/1/edit", "/cards/1/edit", "/cards/1/move", "/cards/1/step", "/cards/1/delete"],
)
@pytest.mark.over("one")
def test_visitors_change_nothing(visitor: TestApp, path: str) -> None:
    """A post without a login ends at the door."""
    assert visitor.post(path, {"title": "x", "name": "x"}, status=303).location.endswith("/login")


def test_whoever_is_logged_in_is_not_asked_again(browser: TestApp) -> None:
    """The door leads on."""
    assert browser.get("/login", status=303).location.endswith("/")


def test_a_locked_user_is_out_at_once_and_cannot_come_in(
    browser: TestApp, anna: TestApp, visitor: TestApp
) -> None:
    """The session is worth nothing any more, nor is the password."""
    anna.get("/", status=200)

    browser.post("/users/2/edit", {"name": "Anna", "is_locked": "yes"}, status=303)

    assert "/login" in anna.get("/", status=303).location
    visitor.post("/login", {"login": OTHER_LOGIN, "password": PASSWORD}, status=422)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil",
        "/\\evil",
        "https://evil/",
        "https:/evil",
        "javascript:alert(1)",
        "evil",
        "",
        "/\t/evil",
        "/a\r\nb",
    ],
)
@pytest.mark.over("one")
def test_no_login_leads_to_another_site(visitor: TestApp, wanted: str) -> None:
    """Whatever ``next`` says, the way leads to this site."""
    answer = visitor.post("/login", {"login": LOGIN, "password": PASSWORD, "next": wanted}, status=(303, 422))

    assert 422 == answer.status_int or "http://localhost/" == answer.location
