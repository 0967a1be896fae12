"""Sessions at their limits: the exact second, byte and word, in either kind."""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from corefw.base.errors import ConfigurationError
from corefw.contracts.session_store import SessionStoreRefused, SessionStoreUnavailable, StoredSession
from corefw.web.httpexceptions import HTTPServiceUnavailable
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.sessions.cookie import BaseCookieSessionFactory, SignedCookieSessionFactory
from corefw.web.sessions.flags import CookieFlags
from corefw.web.sessions.serializers import JSONSerializer, SignedSerializer
from corefw.web.sessions.server import ServerSessionFactory
from corefw.web.sessions.session import largest_of
from tests.web.sessions.browsing import Browser as StoreBrowser
from tests.web.sessions.browsing import put
from tests.web.sessions.test_cookie import SECRET, Browser
from tests.web.sessions.test_session import Kept

# -- the session -----------------------------------------------------------------------------


def test_deleting_what_is_not_there_changes_nothing() -> None:
    """It is a KeyError, as of any dictionary."""
    session = Kept()

    with pytest.raises(KeyError, match="nobody"):
        del session["nobody"]
    assert not session.is_changed


def test_a_token_has_256_bits() -> None:
    """In 43 characters."""
    assert 43 == len(Kept().get_csrf_token())


def test_a_write_that_would_be_lost_says_what_to_do() -> None:
    """The whole text."""
    session = Kept(is_over=True)

    with pytest.raises(RuntimeError) as caught:
        session["a"] = 1

    assert (
        "the session was written with the head of the response, and what is set now would be lost; "
        "set it before, in the view or in an earlier response callback"
    ) == str(caught.value)


def test_of_values_of_one_size_the_first_name_is_told_first() -> None:
    """So that the text is the same each time."""
    assert '"a" (5 bytes), "b" (5 bytes), "c" (5 bytes)' == largest_of({"c": 5, "a": 5, "b": 5, "d": 4})


def test_a_message_waits_in_the_same_queue_however_it_is_named() -> None:
    """The queue without a name is one of its own, and a message may wait twice."""
    session = Kept()
    session.flash("a")
    session.flash("a")
    session.flash("b", "")
    session.flash("c", "XXXX")

    assert (["a", "a", "b"], ["c"]) == (session.peek_flash(""), session.pop_flash("XXXX"))
    assert ["a", "a", "b"] == session.pop_flash()


def test_a_session_can_be_written_unless_it_is_said_to_be_over() -> None:
    """The head of the response is not sent when a session begins."""
    session = Kept()
    session["a"] = 1

    assert 1 == session["a"]


# -- its cookie ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda **more: SignedCookieSessionFactory(SECRET, **more),
        lambda **more: BaseCookieSessionFactory(JSONSerializer(), **more),
    ],
)
@pytest.mark.parametrize(("name", "value", "least"), [("timeout", 0, 1), ("reissue_time", -1, 0)])
def test_a_time_that_is_none_is_told_by_its_name(
    make: Callable[..., Any], name: str, value: int, least: int
) -> None:
    """The whole text."""
    with pytest.raises(ConfigurationError) as caught:
        make(**{name: value})

    assert (
        f"CFW-572  {name}={value} is no number of seconds that a session can have.\n\n"
        f"  It is a whole number from {least} on, or None for no limit.\n\n"
        f"  To mend it: {name}=1200"
    ) == str(caught.value)


def test_the_factory_over_ones_own_serializer_has_the_same_defaults() -> None:
    """But for the secret, which is the serializer's business."""
    own: Any = BaseCookieSessionFactory(JSONSerializer())
    signed: Any = SignedCookieSessionFactory("x" * 32)

    assert own.settings == signed.settings


@pytest.mark.parametrize(("length", "expected"), [(31, True), (32, False)])
def test_a_secret_is_short_below_32_characters(length: int, expected: bool) -> None:
    """The shortest of several counts; the checks of a deployment say so."""
    factory: Any = SignedCookieSessionFactory(["x" * 40, "y" * length])

    assert expected == factory.settings.has_short_secret


def test_the_signature_is_that_of_the_versions_before() -> None:
    """Nobody is logged out by an update: secret, salt and name make the same text, whoever made it."""
    browser = Browser(timeout=None)
    browser.cookie = (
        base64.urlsafe_b64encode(b'[1000000000,1000000000,{"user":"ann"}]').rstrip(b"=").decode()
        + ".0YNoQSvNIxuy5A3kqbYJLX2lTosg-gEJ9BcbZPI6gk4"
        "sFOxjMpW5bcO8IGElFydlMTslo-MU9Rt6wzdArE3Nzw"
    )

    assert {"user": "ann"} == browser.visit(dict)
    assert 1_000_000_000 == browser.visit(lambda session: session.created)


@pytest.mark.parametrize(
    ("changed", "is_taken"),
    [
        ((), True),
        ((0,), False),
        ((1,), False),
        ((2,), False),
    ],
)
def test_what_is_signed_is_a_session_only_if_all_of_it_is(
    changed: tuple[int, ...], is_taken: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Two times and the values; the log says why it is none."""
    caplog.set_level(logging.INFO, "corefw")
    now = int(time.time())
    value: list[Any] = [now, now, {"a": 1}]
    for at in changed:
        value[at] = "something else"
    browser = Browser()
    browser.cookie = SignedSerializer([SECRET], "corefw.session.\x00session").dumps(value).decode()

    assert ({"a": 1} if is_taken else {}) == browser.visit(dict)
    assert ([] if is_taken else ["A session cookie was refused: not a session."]) == caplog.messages


def test_a_cookie_that_is_refused_is_left_alone_by_reading() -> None:
    """Another application of the same host may have set it."""
    browser = Browser()
    browser.cookie = "nonsense"

    assert {} == browser.visit(dict)
    assert browser.header is None


def test_a_request_without_an_exception_sets_its_cookie_whatever_is_configured() -> None:
    """``set_on_exception`` is about the others."""
    browser = Browser(set_on_exception=False)
    browser.visit(put("a", 1))

    assert browser.header is not None


def test_the_last_second_of_a_timeout_counts(clock: Callable[[int], None]) -> None:
    """And the next does not; None has no last second."""
    limited, endless = Browser(timeout=100), Browser(timeout=None)
    for browser in (limited, endless):
        browser.visit(put("a", 1))
    found = []
    for later in (100, 101, 1_000_000):
        clock(later)
        for browser in (limited, endless):
            kept = browser.cookie
            found.append(browser.visit(len))
            browser.cookie = kept

    assert [1, 1, 0, 1, 0, 1] == found


def test_a_cookie_is_not_sent_again_within_its_time(clock: Callable[[int], None]) -> None:
    """With the default of 0, in the same second; None never sends it again."""
    always, seldom, never = Browser(), Browser(reissue_time=50), Browser(reissue_time=None)
    for browser in (always, seldom, never):
        browser.visit(put("a", 1))
    sent = []
    for later in (0, 1, 50, 51):
        clock(later)
        for browser in (always, seldom, never):
            kept = browser.cookie
            browser.visit(len)
            sent.append(browser.header is not None)
            browser.cookie = kept

    assert [False, False, False, True, False, False, True, False, False, True, True, False] == sent


def test_a_cookie_may_have_4093_bytes() -> None:
    """Its name, its value and the sign between them; a byte more is refused."""
    browser = Browser()
    browser.visit(put("a", "x" * 2500))
    value = browser.cookie or ""
    for length, fits in ((4093 - 1 - len(value), True), (4094 - 1 - len(value), False)):
        named = SignedCookieSessionFactory(SECRET, cookie_name="n" * length)
        session = named(Request.blank("/"))
        if fits:
            session["a"] = "x" * 2500
            assert "x" * 2500 == session["a"]
        else:
            with pytest.raises(ValueError, match="a cookie of 4094 bytes, and browsers keep 4093;"):
                session["a"] = "x" * 2500


# -- its flags and its text ------------------------------------------------------------------


def test_a_cookie_may_leave_samesite_to_the_browser() -> None:
    """None sends no such attribute."""
    flags = CookieFlags("session", None, "/", None, None, True, None)
    response = Response()
    flags.put(Request.blank("/"), response, "x")

    assert "session=x; Path=/; HttpOnly" == response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("name", "mended"), [("X y;", "X_y"), ("a b c", "a_b_c"), ("é", "session"), (" XX ", "XX")]
)
def test_the_name_that_is_proposed_is_like_the_one_that_was_meant(name: str, mended: str) -> None:
    """Of what can stand in one."""
    with pytest.raises(ConfigurationError) as caught:
        CookieFlags(name, None, "/", None, None, True, "Lax")

    assert str(caught.value).endswith(f'To mend it: cookie_name="{mended}"')


def test_every_length_of_text_comes_back() -> None:
    """However base64 ends, and with whatever letter."""
    serializer = SignedSerializer(["secret"], "salt")

    for value in range(0, 20_000, 7):
        assert value == serializer.loads(serializer.dumps(value))


def test_a_serializer_of_ones_own_is_asked_for_both() -> None:
    """Its bytes are signed, and given back to it."""

    class Upper(JSONSerializer):
        def dumps(self, value: Any) -> bytes:
            return super().dumps(value).upper()

        def loads(self, data: bytes) -> Any:
            return super().loads(data.lower())

    serializer = SignedSerializer(["secret"], "salt", serializer=Upper())

    assert base64.urlsafe_b64decode(serializer.dumps("ab").partition(b".")[0] + b"==") == b'"AB"'
    assert "ab" == serializer.loads(serializer.dumps("ab"))


class Raw:
    """Bytes as they are."""

    def dumps(self, value: Any) -> bytes:
        return bytes(value)

    def loads(self, data: bytes) -> Any:
        return data


def test_whatever_a_serializer_of_ones_own_ends_with_comes_back() -> None:
    """Each letter of base64 may be the last of a text."""
    serializer = SignedSerializer(["secret"], "salt", serializer=Raw())

    for last in range(256):
        for value in (bytes([last]), bytes([1, last]), bytes([1, 2, last])):
            assert value == serializer.loads(serializer.dumps(value))


def test_what_is_no_session_is_told_in_the_same_words() -> None:
    """They are for the log."""
    serializer = SignedSerializer(["secret"], "salt")
    deep = b"[" * 100_000
    told = []
    calls: list[tuple[Callable[[Any], object], Any]] = [
        (serializer.loads, b"nonsense"),
        (serializer.loads, serializer._signers[0].sign(b"a")),
        (JSONSerializer().loads, deep),
        (JSONSerializer().dumps, nested(100_000)),
    ]
    for call, argument in calls:
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is compared below
            call(argument)
        told.append(str(caught.value))

    assert [
        "the signature is not right",
        "not base64",
        "nested too deeply",
        "nested too deeply",
    ] == told


def nested(depth: int) -> list[object]:
    deep: list[object] = []
    for _ in range(depth):
        deep = [deep]
    return deep


# -- on the server ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "least"), [("timeout", 0, 1), ("lifetime", 0, 1), ("reissue_time", -1, 0)]
)
def test_a_time_on_the_server_is_told_by_its_name(name: str, value: int, least: int) -> None:
    """And the least that it may be."""
    with pytest.raises(ConfigurationError) as caught:
        ServerSessionFactory(**{name: value})  # type: ignore[arg-type]

    assert str(caught.value).startswith(f"CFW-572  {name}={value} is no number of seconds")
    assert f"It is a whole number from {least} on," in str(caught.value)


def test_a_use_may_be_noted_each_time() -> None:
    """With 0, and with None as the cookie's factory has it."""
    for given in (0, None):
        browser = StoreBrowser(reissue_time=given)
        browser.visit(put("a", 1))
        browser.visit(len)

        assert ["read", "change"] == browser.asked


def test_a_use_is_noted_when_its_time_has_come(clock: Callable[[int], None]) -> None:
    """At the second, and not before."""
    browser = StoreBrowser(reissue_time=60)
    browser.visit(put("a", 1))
    asked = []
    for later in (59, 60):
        clock(later)
        browser.visit(len)
        asked.append(browser.asked)

    assert [["read"], ["read", "change"]] == asked


def test_a_session_without_limits_is_read_again(clock: Callable[[int], None]) -> None:
    """However late."""
    browser = StoreBrowser(timeout=None, lifetime=None)
    browser.visit(put("a", 1))
    clock(10**9)

    assert {"a": 1} == browser.visit(dict)


@pytest.mark.parametrize("cookie", ["a" * 42, "a" * 44, "../" + "a" * 40, "*" * 43])
def test_what_cannot_be_an_id_is_not_looked_for(cookie: str) -> None:
    """Ids have 43 characters of base64."""
    browser = StoreBrowser()
    browser.cookie = cookie
    browser.visit(dict)

    assert [] == browser.asked


def test_what_the_store_answers_is_told_in_the_same_words(caplog: pytest.LogCaptureFixture) -> None:
    """Each with its reason."""
    caplog.set_level(logging.INFO, "corefw")
    browser = StoreBrowser()
    browser.visit(put("a", 1))
    [key] = browser.store.kept
    whole = browser.store.kept[key]
    browser.store.kept[key] = StoredSession({"a": "{"}, whole.created, whole.used)
    browser.visit(dict)
    del browser.store.kept[key]
    browser.visit(dict)
    browser.store.kept[key] = whole
    for name, fault, use in (
        ("read", SessionStoreUnavailable("away"), dict),
        ("change", SessionStoreRefused("full"), put("a", 2)),
    ):
        browser.store.faults = {name: fault}
        browser.visit(use)
    for name, use in (("change", put("a", 2)), ("delete", lambda session: session.invalidate())):
        browser.store.faults = {name: SessionStoreUnavailable("away")}
        with pytest.raises(HTTPServiceUnavailable):
            browser.visit(use)

    assert [
        "A session that is kept cannot be read: "
        "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "A cookie names a session that is not there, or over.",
        "A session could not be read, and the request goes on without one: away",
        "A session could not be kept: full",
        "A session could not be kept: away",
        "A session could not be ended: away",
    ] == caplog.messages


def test_an_aged_cookie_is_not_sent_where_its_use_could_not_be_noted(clock: Callable[[int], None]) -> None:
    """The browser shall not keep it longer than the store does."""
    browser = StoreBrowser(max_age=1000)
    browser.visit(put("a", 1))
    clock(100)
    browser.store.faults["change"] = SessionStoreUnavailable("away")
    browser.visit(dict)

    assert browser.header is None
