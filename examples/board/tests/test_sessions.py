"""Where sessions are kept is a line of the settings; what they promise is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from webtest import TestApp

from board.sample import LOGIN, PASSWORD, main
from corefw.scripting import load_application

OWN_PAGE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def log_in(visitor: TestApp) -> None:
    """Come in as the demo user."""
    visitor.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)


@pytest.mark.over("storage")
def test_a_login_renews_the_session(visitor: TestApp, application: TestApp) -> None:
    """An id that somebody had before the login, or planted in the browser, is worth nothing after it."""
    log_in(visitor)
    before = visitor.cookies["session"]
    log_in(visitor)

    assert before != visitor.cookies["session"]
    planted = TestApp(application, extra_environ=OWN_PAGE)
    planted.set_cookie("session", before)
    assert "/login" in planted.get("/", status=303).location
    visitor.get("/", status=200)


@pytest.mark.over("storage")
def test_a_copied_cookie_is_worth_nothing_after_the_logout(visitor: TestApp, application: TestApp) -> None:
    """The session is gone from the store."""
    log_in(visitor)
    copied = visitor.cookies["session"]
    visitor.get("/").forms[1].submit(status=303)

    thief = TestApp(application, extra_environ=OWN_PAGE)
    thief.set_cookie("session", copied)

    thief.get("/", status=303)


@pytest.mark.over("one")
def test_with_one_line_sessions_are_in_the_cookie(settings_file: Path) -> None:
    """Nothing else changes; the id is no longer the whole of the cookie."""
    text = settings_file.read_text().replace('kind = "server"', 'kind = "cookie"')
    settings_file.write_text(text)
    CliRunner().invoke(main, ["-c", str(settings_file)], catch_exceptions=False)
    application = load_application(settings_file, environ={})
    try:
        visitor = TestApp(application, extra_environ=OWN_PAGE)
        log_in(visitor)
        assert "Community garden" in visitor.get("/").text
        assert 100 < len(visitor.cookies["session"])
    finally:
        application.close()
