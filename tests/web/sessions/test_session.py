"""The dictionary that outlives a request."""

from __future__ import annotations

import pytest

from corefw.contracts.interfaces import ISession
from corefw.web.sessions.session import Contents, Session, largest_of


class Kept(Session):
    """A session that is kept nowhere, counts how often it is looked for, and takes no sets."""

    looked_for = 0

    def _find(self) -> Contents:
        self.looked_for += 1
        return Contents({"user": "ann"}, 1, False)

    def _measure(self, name: str | None) -> None:
        names = self.contents.values if name is None else (name,)
        if any(isinstance(self.contents.values[each], set) for each in names):
            raise TypeError("a set is not JSON")


@pytest.fixture
def session() -> Kept:
    """Return a session that takes nearly everything."""
    return Kept()


def test_it_is_a_dictionary(session: Kept) -> None:
    """Every change is noticed."""
    assert ("ann", ["user"], 1, True) == (session["user"], list(session), len(session), "user" in session)
    assert not session.is_changed
    del session["user"]
    assert session.is_changed
    session.update(a=1)
    session.setdefault("b", 2)

    assert {"a": 1, "b": 2} == session.as_dict()
    assert "<Kept with 2 values>" == repr(session)


def test_messages_wait_in_queues(session: Kept) -> None:
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


def test_the_token_stays_until_a_new_one_is_made(session: Kept) -> None:
    """And is long enough not to be guessed."""
    token = session.get_csrf_token()

    assert token == session.get_csrf_token()
    assert len(token) >= 43
    assert token != session.new_csrf_token()


def test_a_login_makes_a_new_session_with_the_same_values(session: Kept) -> None:
    """But for the token, which somebody may have planted."""
    token = session.get_csrf_token()
    session.renew()

    assert (True, True, "ann") == (session.new, session.is_invalidated, session["user"])
    assert session.created > 1
    assert token != session.get_csrf_token()


def test_an_invalidated_session_is_empty_and_new(session: Kept) -> None:
    """What is set afterwards is kept."""
    session.invalidate()
    assert (0, True) == (len(session), session.new)
    session["a"] = 1

    assert {"a": 1} == dict(session)


def test_it_is_looked_for_once_and_only_when_it_is_asked(session: Kept) -> None:
    """A request that does not care for its session costs nothing."""
    assert (0, False, "<Kept not looked at>") == (session.looked_for, session.is_used, repr(session))
    assert ISession.providedBy(session)
    for _ in range(2):
        assert "user" in session

    assert (1, True, False, 1) == (session.looked_for, session.is_used, session.new, session.created)


def test_what_is_refused_leaves_the_session_as_it_was(session: Kept) -> None:
    """A value, and a name that would come back as text."""
    with pytest.raises(TypeError, match="a set is not JSON"):
        session["user"] = {1}
    with pytest.raises(TypeError, match="the names in a session are text, and this is 1"):
        session[1] = "one"  # type: ignore[index]
    with pytest.raises(KeyError):
        del session["nobody"]

    assert {"user": "ann"} == session.as_dict()


def test_a_change_from_within_is_measured_when_it_is_told(session: Kept) -> None:
    """And not before, since nobody sees it."""
    session["list"] = []
    session["list"].append(1)
    session.is_changed = False
    session.changed()
    assert session.is_changed
    session.contents.values["list"] = set()

    with pytest.raises(TypeError):
        session.changed()


def test_a_write_that_would_be_lost_is_an_error(session: Kept) -> None:
    """After the head of the response was sent, such as in the generator of its body."""
    session._is_over = True
    assert "ann" == session["user"]
    for write in (session.invalidate, session.changed, session.renew, lambda: session.flash("late")):
        with pytest.raises(RuntimeError, match="was written with the head of the response"):
            write()

    assert {"user": "ann"} == session.as_dict()


def test_the_largest_values_are_told_first() -> None:
    """Three of them, so that an error stays short."""
    sizes = {"a": 1, "b": 300, "c": 20, "d": 20}

    assert '"b" (300 bytes), "c" (20 bytes), "d" (20 bytes)' == largest_of(sizes)
