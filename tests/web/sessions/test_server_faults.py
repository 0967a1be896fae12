"""Sessions on the server whose store is away, full, or holds what is no session."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from corefw.contracts.session_store import (
    SessionStoreRefused,
    SessionStoreUnavailable,
    StoredSession,
)
from corefw.web.httpexceptions import HTTPServiceUnavailable
from tests.web.sessions.browsing import Browser, put


def test_a_store_that_does_not_answer_leaves_everybody_unknown(caplog: pytest.LogCaptureFixture) -> None:
    """Reading finds nothing, writing is 503, and afterwards all is as before."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    browser.store.faults["read"] = SessionStoreUnavailable("the store is away")

    assert {} == browser.visit(dict)
    assert [] == browser.visit(lambda session: session.pop_flash())
    assert (["read"], None) == (browser.asked, browser.header)
    for write in (put("a", 1), lambda s: s.invalidate(), lambda s: s.renew(), lambda s: s.get_csrf_token()):
        with pytest.raises(HTTPServiceUnavailable) as caught:
            browser.visit(write)
        assert "5" == caught.value.headers["Retry-After"]
    assert "the request goes on without one: the store is away" in caplog.text
    browser.store.faults.clear()
    assert {"user": "ann"} == browser.visit(dict)


@pytest.mark.parametrize("fault", ["create", "change", "delete"])
def test_what_cannot_be_written_for_want_of_an_answer_is_503(fault: str) -> None:
    """Nobody is told that a login or a logout worked."""
    browser = Browser()
    if fault != "create":
        browser.visit(put("user", "ann"))
    browser.store.faults[fault] = SessionStoreUnavailable("away")
    use = (lambda s: s.invalidate()) if fault == "delete" else put("user", "bob")

    with pytest.raises(HTTPServiceUnavailable):
        browser.visit(use)


def test_a_full_store_keeps_no_session(caplog: pytest.LogCaptureFixture) -> None:
    """The request is answered, no cookie is sent, and the log says why."""
    browser = Browser()
    browser.store.faults = {name: SessionStoreRefused("it is full") for name in ("create", "change")}
    browser.visit(put("user", "ann"))
    assert (None, {}) == (browser.header, browser.visit(dict))
    assert "A session could not be kept: it is full" in caplog.text
    browser.store.faults.clear()
    browser.visit(put("user", "ann"))
    browser.store.faults = {name: SessionStoreRefused("it is full") for name in ("create", "change")}
    browser.visit(put("user", "bob"))

    assert {"user": "ann"} == browser.visit(dict)


def test_a_login_in_a_full_store_leaves_the_old_session_dead() -> None:
    """Better nobody than the session that somebody planted."""
    browser = Browser()
    browser.visit(put("cart", [1]))
    browser.store.faults["create"] = SessionStoreRefused("full")
    browser.visit(lambda session: (session.renew(), put("user", "ann")(session)))

    assert {} == browser.store.kept
    assert browser.cookie is None


def test_a_logout_that_a_store_refuses_is_503() -> None:
    """It did not happen."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    browser.store.faults["delete"] = SessionStoreRefused("read only")

    with pytest.raises(HTTPServiceUnavailable):
        browser.visit(lambda session: session.invalidate())


@pytest.mark.parametrize("fault", [SessionStoreUnavailable("away"), SessionStoreRefused("full")])
def test_a_use_that_cannot_be_noted_costs_nobody_the_answer(
    clock: Callable[[int], None], fault: Exception
) -> None:
    """It is noted the next time."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    clock(100)
    browser.store.faults["change"] = fault

    assert {"user": "ann"} == browser.visit(dict)


def test_what_is_kept_and_cannot_be_read_is_no_session(caplog: pytest.LogCaptureFixture) -> None:
    """Somebody else wrote into the store."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    [key] = browser.store.kept
    browser.store.kept[key] = StoredSession({"user": "{"}, int(time.time()), int(time.time()))

    assert browser.visit(lambda session: session.new)
    assert "A session that is kept cannot be read" in caplog.text
