"""Sessions kept in a signed cookie."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import ISession
from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.sessions.cookie import BaseCookieSessionFactory, SignedCookieSessionFactory
from corefw.web.sessions.serializers import JSONSerializer, SignedSerializer

SECRET = "a secret of enough characters"
Use = Callable[[Any], object]


class Browser:
    """Keeps one cookie and shows what the server did to it."""

    def __init__(self, url: str = "http://localhost/", **arguments: Any) -> None:
        self.url = url
        self.factory = SignedCookieSessionFactory(**{"secret": SECRET, **arguments})
        self.cookie: str | None = None
        self.header: str | None = None
        self.response = Response()

    def visit(self, use: Use, exception: BaseException | None = None) -> Any:
        """Make a request that does *use* with its session; return what that returned."""
        request = Request.blank(self.url)
        if self.cookie is not None:
            request.environ["HTTP_COOKIE"] = f"session={self.cookie}"
        request.exception = exception
        result = use(self.factory(request))
        self.response = Response()
        for callback in request.response_callbacks or ():
            callback(request, self.response)
        self.header = self.response.headers.get("Set-Cookie")
        if self.header is not None:
            self.cookie = self.header.partition(";")[0].partition("=")[2] or None
        return result


def put(key: str, value: Any) -> Use:
    """Return a use that sets a value."""
    return lambda session: session.__setitem__(key, value)


def test_values_come_back() -> None:
    """In the next request of the same client."""
    browser = Browser()
    browser.visit(put("user", "é"))

    assert {"user": "é"} == browser.visit(dict)
    assert not browser.visit(lambda session: session.new)
    assert ISession.providedBy(browser.visit(lambda session: session))


def test_the_cookie_is_not_for_scripts_nor_other_sites() -> None:
    """HttpOnly and SameSite always, Secure on https."""
    http, https = Browser(), Browser("https://localhost/")
    http.visit(put("a", 1))
    https.visit(put("a", 1))

    assert "Path=/; HttpOnly; SameSite=Lax" == (http.header or "").partition("; ")[2]
    assert "Path=/; secure; HttpOnly; SameSite=Lax" == (https.header or "").partition("; ")[2]


def test_the_arguments_reach_the_cookie() -> None:
    """As Pyramid documents them."""
    browser = Browser(
        max_age=60, path="/a", domain="x.example", secure=False, httponly=False, samesite="Strict"
    )
    browser.visit(put("a", 1))

    header = browser.header or ""
    assert all(part in header for part in ("Max-Age=60", "Path=/a", "Domain=x.example", "SameSite=Strict"))
    assert "HttpOnly" not in header
    assert "secure" not in header


def test_a_session_that_was_only_read_sets_no_cookie() -> None:
    """But the answer depends on it, and says so to caches (CVE-2023-30861)."""
    browser = Browser()
    browser.visit(lambda session: "user" in session)

    assert browser.header is None
    assert ("Cookie", "private") == (
        browser.response.headers["Vary"],
        browser.response.headers["Cache-Control"],
    )


@pytest.mark.parametrize("cookie", ["", "%%%", "x", "a.b", "x" * 8000, "e30.", ".", "é"])
def test_a_cookie_that_is_nonsense_is_no_session(cookie: str) -> None:
    """The client gets a new one, and no error."""
    browser = Browser()
    browser.cookie = cookie.encode().decode("latin-1")

    assert browser.visit(lambda session: session.new and not session)


@settings(max_examples=80, deadline=None)
@given(position=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_no_bit_of_the_cookie_can_be_changed(position: int, bit: int) -> None:
    """The signature covers all of it; only Base64's spare last bits mean nothing."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    raw = bytearray((browser.cookie or "").encode())
    raw[position % (len(raw) - 1)] ^= 1 << bit
    browser.cookie = raw.decode("latin-1")

    try:
        assert {} == browser.visit(dict)
    except HTTPBadRequest:
        assert not browser.cookie.isascii()


def test_another_purpose_is_another_signature() -> None:
    """Neither another cookie of this application nor another salt (CVE-2026-6873)."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    for arguments in ({"salt": "other."}, {"secret": "another secret"}, {"hashalg": "sha256"}):
        other = Browser(**arguments)
        other.cookie = browser.cookie
        assert {} == other.visit(dict)


def test_the_name_of_the_cookie_is_part_of_its_purpose() -> None:
    """The value of one cookie is worth nothing in another."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    request = Request.blank("/", headers={"Cookie": f"other={browser.cookie}"})

    assert {} == dict(SignedCookieSessionFactory(SECRET, cookie_name="other")(request))


def test_a_secret_can_be_changed_without_logging_out() -> None:
    """The old one is believed, and what it signed is signed anew at once."""
    browser = Browser(secret="old", reissue_time=None)
    browser.visit(put("user", "ann"))
    browser.factory = SignedCookieSessionFactory(["new", "old"], reissue_time=None)
    assert {"user": "ann"} == browser.visit(dict)
    browser.factory = SignedCookieSessionFactory("new", reissue_time=None)
    assert {"user": "ann"} == browser.visit(dict)
    browser.factory = SignedCookieSessionFactory("old", reissue_time=None)

    assert {} == browser.visit(dict)


def test_an_idle_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the clock goes forwards or is set back by more than the timeout."""
    now = time.time()
    browser = Browser(timeout=100)
    browser.visit(put("user", "ann"))
    for later, values in ((90, {"user": "ann"}), (300, {}), (-86_400, {})):
        kept = browser.cookie
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        assert values == browser.visit(dict)
        browser.cookie = kept


def test_use_renews_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every time by default, or after the time to reissue."""
    now = time.time()
    always, seldom = Browser(), Browser(reissue_time=50)
    for browser in (always, seldom):
        browser.visit(put("user", "ann"))
    headers = []
    for later in (10, 60):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        for browser in (always, seldom):
            browser.visit(dict)
            headers.append(browser.header is not None)

    assert [True, False, True, True] == headers


def test_what_is_too_large_is_refused_at_the_write() -> None:
    """The error names the largest values, and the session is as it was."""
    browser, told = Browser(), []

    def use(session: Any) -> None:
        session["user"] = "ann"
        with pytest.raises(ValueError, match="browsers keep") as caught:
            session["notes"] = "x" * 4000
        told.append(str(caught.value))

    browser.visit(use)

    assert {"user": "ann"} == browser.visit(dict)
    assert len(browser.header or "") <= 4096
    assert [
        "the session would need a cookie of 5494 bytes, and browsers keep 4093; its largest values are "
        '"notes" (4002 bytes), "user" (5 bytes); keep less in it, or keep it in a store '
        "(ServerSessionFactory)"
    ] == told


def test_what_is_not_json_is_refused_at_the_write() -> None:
    """And not when the response is sent."""
    browser = Browser()

    def use(session: Any) -> None:
        with pytest.raises(TypeError):
            session["when"] = object()
        with pytest.raises(ValueError, match="JSON"):
            session["when"] = float("nan")

    browser.visit(use)
    assert browser.header is None


@settings(max_examples=60, deadline=None)
@given(
    values=st.dictionaries(st.text(), st.integers() | st.text() | st.none() | st.lists(st.booleans())),
    room=st.integers(min_value=0, max_value=4000),
)
def test_whatever_is_kept_comes_back_and_whatever_is_refused_changes_nothing(
    values: dict[str, Any], room: int
) -> None:
    """A cookie is never longer than browsers keep."""
    browser = Browser()
    kept: dict[str, Any] = {}

    def use(session: Any) -> None:
        for name, value in {**values, "padding": "x" * room}.items():
            try:
                session[name] = value
            except ValueError:
                continue
            kept[name] = value

    browser.visit(use)

    assert kept == browser.visit(dict)
    assert len(f"session={browser.cookie}") <= 4093


@settings(max_examples=100, deadline=None)
@given(cookie=st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_no_cookie_makes_an_error(cookie: str) -> None:
    """It is a new session, or a 400 where it is no text."""
    browser = Browser()
    browser.cookie = cookie
    try:
        assert browser.visit(lambda session: session.new and not session)
    except HTTPBadRequest:
        assert not cookie.isascii()


def test_a_session_of_the_future_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it lies further ahead than the timeout."""
    now = time.time()
    browser = Browser(timeout=100)
    monkeypatch.setattr(time, "time", lambda: now + 5000)
    browser.visit(put("user", "ann"))
    monkeypatch.setattr(time, "time", lambda: now)

    assert {} == browser.visit(dict)


def test_an_unused_session_says_nothing() -> None:
    """The response may be for everybody."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    browser.visit(lambda session: None)

    assert (None, None, None) == (
        browser.header,
        browser.response.headers.get("Vary"),
        browser.response.headers.get("Cache-Control"),
    )


def test_a_login_keeps_the_values_and_changes_the_token() -> None:
    """A token that somebody planted is worth nothing afterwards."""
    browser = Browser()
    before = browser.visit(lambda session: session.get_csrf_token())
    browser.visit(put("cart", [1]))
    browser.visit(lambda session: session.renew())
    after = browser.visit(lambda session: session.get_csrf_token())

    assert [1] == browser.visit(lambda session: session["cart"])
    assert before != after


def test_a_cookie_with_a_prefix_is_always_secure() -> None:
    """Browsers take a name with __Host- in no other way."""
    browser = Browser()
    browser.factory = SignedCookieSessionFactory(SECRET, cookie_name="__Host-session")
    browser.visit(put("a", 1))

    assert "Path=/; secure; HttpOnly; SameSite=Lax" == (browser.header or "").partition("; ")[2]


def test_an_invalidated_session_takes_its_cookie_away() -> None:
    """With the same path."""
    browser = Browser()
    browser.visit(put("user", "ann"))
    browser.visit(lambda session: session.invalidate())

    assert browser.cookie is None
    assert "session=; Max-Age=0; Path=/; expires=" in (browser.header or "")
    assert {} == browser.visit(dict)


def test_no_cookie_is_set_on_an_exception_if_so_configured() -> None:
    """A request that failed leaves the session as it was."""
    browser = Browser(set_on_exception=False)
    browser.visit(put("a", 1), exception=ValueError())
    assert browser.header is None
    browser = Browser()
    browser.visit(put("a", 1), exception=ValueError())

    assert browser.header is not None


@pytest.mark.parametrize(
    "arguments",
    [
        {"secret": ""},
        {"secret": []},
        {"secret": ["a", ""]},
        {"samesite": "None"},
        {"hashalg": "md7"},
        {"timeout": 0},
        {"reissue_time": -1},
    ],
)
def test_arguments_that_cannot_be_used_are_refused(arguments: dict[str, Any]) -> None:
    """When the application is configured."""
    with pytest.raises(ConfigurationError, match="CFW-572"):
        SignedCookieSessionFactory(**{"secret": SECRET, **arguments})
    SignedCookieSessionFactory(SECRET, samesite="None", secure=True)


def test_the_errors_of_secrets_and_hashes_say_what_to_do() -> None:
    """Whole."""
    told = []
    for arguments in ({"secret": ""}, {"hashalg": "md7"}):
        with pytest.raises(ConfigurationError) as caught:
            SignedCookieSessionFactory(**{"secret": SECRET, **arguments})  # type: ignore[arg-type]
        told.append(str(caught.value))

    assert [
        "CFW-572  The secret of the session cookie is empty.\n\n"
        "  Whoever knows the secret can log in as anybody.\n\n"
        "  To mend it: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        'CFW-572  There is no hash algorithm "md7".\n\n'
        "  Those of Python's hashlib can be used.\n\n"
        '  To mend it: hashalg="sha512"',
    ] == told


def test_a_serializer_of_ones_own() -> None:
    """Such as one that encrypts."""

    class Plain(JSONSerializer):
        def dumps(self, value: Any) -> bytes:
            return super().dumps(value).hex().encode()

        def loads(self, data: bytes) -> Any:
            return super().loads(bytes.fromhex(data.decode()))

    browser = Browser()
    browser.factory = BaseCookieSessionFactory(Plain())
    browser.visit(put("a", [1]))

    assert {"a": [1]} == browser.visit(dict)


@pytest.mark.parametrize("value", [1, [1, 2, {}], ["a", 1, {}], [1, "a", {}], [1, 1, []], [True, 1, {}]])
def test_what_is_signed_and_no_session_is_none(value: Any) -> None:
    """Whoever signs other things with the same secret, name and salt has made a mistake, and no session."""
    browser = Browser()
    signed = SignedSerializer([SECRET], "corefw.session.\x00session")
    browser.cookie = signed.dumps(value).decode()

    assert {} == browser.visit(dict)
