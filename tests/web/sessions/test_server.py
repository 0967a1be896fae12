"""Sessions kept in a store: ids, ends, logins and logouts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import ISession
from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.sessions.server import ServerSessionFactory, key_of
from tests.web.sessions.browsing import Browser, Notebook, put


def test_values_come_back() -> None:
    """In the next request of the same client, and in nobody else's."""
    browser, other = Browser(), Browser()
    other.store, other.factory = browser.store, browser.factory
    browser.visit(put("user", "é"))

    assert {"user": "é"} == browser.visit(dict)
    assert not browser.visit(lambda session: session.new)
    assert ISession.providedBy(browser.visit(lambda session: session))
    assert {} == other.visit(dict)


def test_the_id_cannot_be_guessed_and_is_not_in_the_store() -> None:
    """256 random bits, of which the store has a hash."""
    browsers = [Browser() for _ in range(50)]
    for browser in browsers:
        browser.visit(put("a", 1))

    ids = {browser.cookie or "" for browser in browsers}
    assert 50 == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", each) for each in ids)
    for browser in browsers:
        assert [key_of(browser.cookie or "")] == list(browser.store.kept)
        assert re.fullmatch("[0-9a-f]{64}", key_of(browser.cookie or ""))


def test_the_cookie_is_not_for_scripts_nor_other_sites() -> None:
    """HttpOnly and SameSite always, Secure on https; it is sent once."""
    browser = Browser()
    browser.visit(put("a", 1))
    assert "Path=/; HttpOnly; SameSite=Lax" == (browser.header or "").partition("; ")[2]
    browser.visit(put("a", 2))
    assert browser.header is None
    browser.cookie = None
    browser.visit(put("a", 1), url="https://localhost/")

    assert "Path=/; secure; HttpOnly; SameSite=Lax" == (browser.header or "").partition("; ")[2]


def test_only_a_response_that_looked_at_the_session_depends_on_the_cookie() -> None:
    """As caches must know (CVE-2023-30861)."""
    browser = Browser()
    browser.visit(lambda session: None)
    assert "Vary" not in browser.response.headers
    browser.visit(len)

    assert ("Cookie", "private") == (
        browser.response.headers["Vary"],
        browser.response.headers["Cache-Control"],
    )


@settings(max_examples=100, deadline=None)
@given(cookie=st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")) | st.text("ab_-", max_size=50))
def test_no_cookie_makes_an_error_or_reaches_the_store(cookie: str) -> None:
    """It is a new session with an id of its own, or a 400 where it is no text."""
    browser = Browser()
    browser.cookie = cookie
    try:
        assert browser.visit(lambda session: session.new and not session)
        browser.visit(put("a", 1))
    except HTTPBadRequest:
        assert not cookie.isascii()
        return
    assert cookie != browser.cookie
    assert [key_of(browser.cookie or "")] == list(browser.store.kept)


@pytest.mark.parametrize("cookie", ["a" * 43, "../" + "a" * 40, "*" * 43, "%0d%0a" + "a" * 37, "a" * 8000])
def test_an_id_that_somebody_chose_is_never_taken(cookie: str) -> None:
    """Whether it looks like an id or not (session fixation)."""
    browser = Browser()
    browser.cookie = cookie
    browser.visit(put("a", 1))

    assert cookie != browser.cookie
    assert [key_of(browser.cookie or "")] == list(browser.store.kept)


def test_a_cookie_of_no_session_is_left_alone_by_reading() -> None:
    """Another response may be about to replace it."""
    browser = Browser()
    browser.cookie = "a" * 43
    browser.visit(dict)

    assert browser.header is None


def test_an_idle_session_ends(clock: Callable[[int], None]) -> None:
    """Each use within the timeout prolongs it, noted at most every reissue_time seconds."""
    browser = Browser(timeout=100, reissue_time=30, lifetime=None)
    browser.visit(put("user", "ann"))
    asked = []
    for later in (20, 90, 110, 185):
        clock(later)
        assert {"user": "ann"} == browser.visit(dict)
        asked.append(browser.asked)
    clock(285)

    assert [["read"], ["read", "change"], ["read"], ["read", "change"]] == asked
    assert {} == browser.visit(dict)


def test_a_session_ends_however_often_it_is_used(clock: Callable[[int], None]) -> None:
    """A lifetime after it began, or after the login that renewed it."""
    browser = Browser(timeout=100, reissue_time=0, lifetime=250)
    browser.visit(put("user", "ann"))
    for later in (90, 180, 249):
        clock(later)
        assert {"user": "ann"} == browser.visit(dict)
    browser.visit(lambda session: session.renew())
    clock(330)
    assert {"user": "ann"} == browser.visit(dict)
    for later in (420, 498):
        clock(later)
        browser.visit(dict)
    clock(500)

    assert {} == browser.visit(dict)


@pytest.mark.parametrize(
    ("timeout", "lifetime", "end"), [(100, 250, 100), (1000, 250, 250), (None, 250, 250), (100, None, 100)]
)
def test_the_store_is_told_when_a_session_is_over(
    clock: Callable[[int], None], timeout: int | None, lifetime: int | None, end: int
) -> None:
    """By whichever limit comes first."""
    browser = Browser(timeout=timeout, lifetime=lifetime)
    browser.visit(put("user", "ann"))

    assert [int(time.time()) + end] == list(browser.store.ends.values())


def test_a_session_without_limits_has_no_end() -> None:
    """If that is wanted."""
    browser = Browser(timeout=None, lifetime=None)
    browser.visit(put("user", "ann"))

    assert [None] == list(browser.store.ends.values())


def test_a_login_gets_a_new_id_and_keeps_the_values() -> None:
    """An id that was planted is dead, and so is its token."""
    browser = Browser()
    browser.visit(put("cart", [1]))
    token = browser.visit(lambda session: session.get_csrf_token())
    planted = browser.cookie

    browser.visit(lambda session: session.renew())

    assert ["read", "create", "delete"] == browser.asked
    assert planted != browser.cookie
    assert {"cart": [1]} == browser.visit(dict)
    assert token != browser.visit(lambda session: session.get_csrf_token())
    browser.cookie = planted
    assert {} == browser.visit(dict)


def test_renewing_twice_is_renewing_once() -> None:
    """A policy may do it and a view as well."""
    browser = Browser()
    browser.visit(put("cart", [1]))
    browser.visit(lambda session: (session.renew(), session.renew(), put("user", "ann")(session)))

    assert ["read", "create", "delete"] == browser.asked
    assert {"cart": [1], "user": "ann"} == browser.visit(dict)


def test_renewing_no_session_makes_none() -> None:
    """There is nothing to keep."""
    browser = Browser()
    browser.visit(lambda session: session.renew())

    assert ([], None) == (browser.asked, browser.header)


def test_a_logout_ends_the_session_on_the_server() -> None:
    """The cookie is cleared by its own path, and a copy of it is worth nothing."""
    browser = Browser(path="/a", domain="x.example")
    browser.visit(put("user", "ann"))
    copy = browser.cookie
    browser.visit(lambda session: session.invalidate())

    assert {} == browser.store.kept
    assert "session=; Domain=x.example; Max-Age=0; Path=/a; expires=" in (browser.header or "")
    browser.cookie = copy
    assert {} == browser.visit(dict)


def test_what_is_set_after_a_logout_is_another_session() -> None:
    """Such as the message that one is logged out."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    old = browser.cookie
    browser.visit(lambda session: (session.invalidate(), session.flash("bye")))

    assert old != browser.cookie
    assert ["bye"] == browser.visit(lambda session: session.pop_flash())
    assert {} == browser.visit(dict)


def test_an_aged_cookie_is_sent_again_with_each_noted_use(clock: Callable[[int], None]) -> None:
    """Else the browser would drop it while the session goes on."""
    browser = Browser(max_age=1000, reissue_time=30)
    browser.visit(put("user", "ann"))
    sent = browser.cookie
    clock(20)
    browser.visit(dict)
    assert browser.header is None
    clock(40)
    browser.visit(dict)

    assert f"session={sent}; Max-Age=1000" in (browser.header or "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            {"timeout": 60},
            "CFW-572  A session would be over (timeout=60) before its use is noted (reissue_time=60).\n\n"
            "  The use of a session is noted at most every reissue_time seconds.\n\n"
            "  To mend it: reissue_time=3",
        ),
        (
            {"largest": 0},
            "CFW-572  largest=0 leaves no room in a session.\n\n"
            "  It is how many bytes the values of a session may have.\n\n"
            "  To mend it: largest=65536",
        ),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(arguments: dict[str, Any], told: str) -> None:
    """When the application is configured."""
    with pytest.raises(ConfigurationError) as caught:
        ServerSessionFactory(Notebook(), **arguments)

    assert told == str(caught.value)


def test_arguments_at_their_limits_are_taken() -> None:
    """One byte, and a use that is noted a second before the end."""
    factory = ServerSessionFactory(Notebook(), largest=1, timeout=60, reissue_time=59)

    assert (1, 60, 59) == (
        factory.settings.largest,
        factory.settings.timeout,
        factory.settings.reissue_time,
    )
