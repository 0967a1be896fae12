"""The dictionary that outlives a request."""

from __future__ import annotations

import pytest

from corefw.web.sessions.session import CookieSession


@pytest.fixture
def session() -> CookieSession:
    """Return a session that takes everything."""
    return CookieSession({"user": "ann"}, 1, False, lambda data, created: None)


def test_it_is_a_dictionary(session: CookieSession) -> None:
    """Every change is noticed."""
    assert ("ann", ["user"], 1, True) == (session["user"], list(session), len(session), "user" in session)
    assert not session.is_changed
    del session["user"]
    assert session.is_changed
    session.update(a=1)
    session.setdefault("b", 2)

    assert {"a": 1, "b": 2} == session.as_dict()
    assert "<CookieSession with 2 values>" == repr(session)


def test_messages_wait_in_queues(session: CookieSession) -> None:
    """Until they are shown."""
    session.flash("saved")
    session.flash("saved")
    session.flash("saved", allow_duplicate=False)
    session.flash("oops", "error")

    assert (["saved", "saved"], ["oops"]) == (session.peek_flash(), session.pop_flash("error"))
    assert (["saved", "saved"], [], []) == (
        session.pop_flash(),
        session.pop_flash(),
        session.peek_flash("error"),
    )


def test_the_token_stays_until_a_new_one_is_made(session: CookieSession) -> None:
    """And is long enough not to be guessed."""
    token = session.get_csrf_token()

    assert token == session.get_csrf_token()
    assert len(token) >= 43
    assert token != session.new_csrf_token()


def test_a_login_makes_a_new_session_with_the_same_values(session: CookieSession) -> None:
    """But for the token, which somebody may have planted."""
    token = session.get_csrf_token()
    session.renew()

    assert (True, True, "ann") == (session.new, session.is_invalidated, session["user"])
    assert session.created > 1
    assert token != session.get_csrf_token()


def test_an_invalidated_session_is_empty_and_new(session: CookieSession) -> None:
    """What is set afterwards is kept."""
    session.invalidate()
    assert (0, True) == (len(session), session.new)
    session["a"] = 1

    assert {"a": 1} == dict(session)
