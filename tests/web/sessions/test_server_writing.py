"""What sessions on the server write, and what becomes of two requests at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.web.sessions.browsing import Browser, put


def test_the_store_is_asked_for_no_more_than_there_is_to_do() -> None:
    """Nothing for a session that nobody looks at, one reading, and a writing only for a change."""
    browser = Browser()
    browser.visit(lambda session: session.get("user"))
    assert ([], None) == (browser.asked, browser.header)
    browser.visit(put("user", "ann"))
    assert ["create"] == browser.asked
    for use, asked in (
        (lambda session: None, []),
        (lambda session: session.get("user"), ["read"]),
        (lambda session: [session["user"], len(session), session.peek_flash()], ["read"]),
        (put("user", "ann"), ["read"]),
        (put("user", "bob"), ["read", "change"]),
        (lambda session: session.pop_flash(), ["read"]),
        (lambda session: session.invalidate(), ["read", "delete"]),
    ):
        browser.visit(use)
        assert asked == browser.asked


def test_an_emptied_session_stays() -> None:
    """Another request may have put something into it meanwhile."""
    browser = Browser()
    browser.visit(lambda session: session.flash("saved"))
    browser.visit(lambda session: session.pop_flash())

    assert (["read", "change"], None) == (browser.asked, browser.header)
    assert not browser.visit(lambda session: session.new)


def test_two_requests_at_once_keep_what_each_changed() -> None:
    """Of one value the later is kept; what only one of them touched is not lost."""
    browser = Browser()
    browser.visit(lambda session: session.update(a=1, b=1, c=1))

    def use(session: Any) -> None:
        session.update(a=2, shared="first")
        other = Browser(browser.store)
        other.cookie = browser.cookie
        other.visit(lambda own: (own.update(b=2, shared="second"), own.pop("c")))

    browser.visit(use)

    assert {"a": 2, "b": 2, "shared": "first"} == browser.visit(dict)


def test_a_hundred_requests_at_once_lose_nothing() -> None:
    """Each sets a value of its own and all set one; the store does each change at once."""
    browser = Browser()
    browser.visit(put("start", True))

    def visit(number: int) -> None:
        one = Browser(browser.store)
        one.cookie = browser.cookie
        one.visit(lambda session: session.update({f"n{number}": number, "last": [number] * 50}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(100)))
    found = browser.visit(dict)

    assert 1 == len(set(found.pop("last")))
    assert {"start": True, **{f"n{number}": number for number in range(100)}} == found


def test_a_session_that_was_ended_meanwhile_is_not_brought_back() -> None:
    """A request that was on its way keeps nothing, and does not touch the cookie."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    other = Browser(browser.store)
    other.cookie = browser.cookie

    def use(session: Any) -> None:
        session["seen"] = 1
        other.visit(lambda own: own.invalidate())

    browser.visit(use)

    assert {} == browser.store.kept
    assert browser.header is None
    assert {} == browser.visit(dict)


def test_a_value_that_is_changed_from_within_is_written_if_that_is_told() -> None:
    """Or with any other change."""
    browser = Browser()
    browser.visit(put("list", [1]))
    browser.visit(lambda session: session["list"].append(2))
    assert [1] == browser.visit(lambda session: session["list"])
    browser.visit(lambda session: (session["list"].append(3), session.changed()))

    assert [1, 3] == browser.visit(lambda session: session["list"])


def test_what_is_too_large_is_refused_at_the_write() -> None:
    """The error names size, limit and the largest values; the session is as it was."""
    browser = Browser(largest=100)
    browser.visit(put("user", "ann"))

    def use(session: Any) -> str:
        with pytest.raises(ValueError, match="bytes") as caught:
            session["notes"] = "x" * 100
        session["list"] = []
        session["list"].extend("y" * 60)
        with pytest.raises(ValueError, match="bytes"):
            session.changed()
        del session["list"]
        return str(caught.value)

    told = browser.visit(use)

    assert (
        "the session would have 116 bytes, and 100 are allowed (largest); "
        'its largest values are "notes" (107 bytes), "user" (9 bytes)'
    ) == told
    assert {"user": "ann"} == browser.visit(dict)


def test_what_is_not_json_is_refused_at_the_write() -> None:
    """And not when the response is sent."""
    browser = Browser()

    def use(session: Any) -> None:
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]
        for value, error in ((object(), TypeError), (float("nan"), ValueError), (deep, ValueError)):
            with pytest.raises(error):
                session["value"] = value

    browser.visit(use)

    assert ([], None) == (browser.asked, browser.header)


def test_a_request_that_raised_keeps_its_session_unless_it_is_configured_otherwise() -> None:
    """A message of what went wrong is to be seen."""
    keeping, dropping = Browser(), Browser(set_on_exception=False)
    for browser in (keeping, dropping):
        browser.visit(put("a", 1))
        browser.visit(put("a", 2), exception=ValueError())

    assert ({"a": 2}, {"a": 1}) == (keeping.visit(dict), dropping.visit(dict))


def test_a_session_may_be_as_large_as_is_allowed() -> None:
    """To the byte, of its names and its values as JSON."""
    browser = Browser(largest=9)
    browser.visit(put("user", "ann"))

    assert {"user": "ann"} == browser.visit(dict)


def test_a_session_that_is_not_there_is_not_deleted() -> None:
    """Its cookie is taken away all the same."""
    browser = Browser()
    unknown: Any = "a" * 43
    browser.cookie = unknown
    browser.visit(lambda session: session.invalidate())

    assert (["read"], None) == (browser.asked, browser.cookie)
