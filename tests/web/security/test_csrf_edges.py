"""The check of unsafe requests at its limits: other storages, other clients, other spellings."""

from __future__ import annotations

import io
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from zope.interface import implementer

from corefw.config import Configurator
from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.web.request import Request
from corefw.web.security.csrf import DefaultCSRFOptions, check_csrf_token, get_csrf_token
from corefw.web.security.csrf_storage import CookieCSRFStoragePolicy, SessionCSRFStoragePolicy
from corefw.web.security.origins import TrustedOrigins, cross_site_reason
from tests.web.security.test_csrf import with_session
from tests.web.security.test_csrf_storage import answered, asking


@implementer(ICSRFStoragePolicy)
class Believing:
    """A storage that has one token, and believes what it is told to."""

    def __init__(self, token: str, *believed: str) -> None:
        self.token, self.believed = token, (token, *believed)

    def new_csrf_token(self, request: Any) -> str:
        return self.token

    def get_csrf_token(self, request: Any) -> str:
        return self.token

    def check_csrf_token(self, request: Any, supplied_token: str) -> bool:
        return supplied_token in self.believed


def kept_by(policy: Any, **headers: str) -> Request:
    """Return a POST in an application with that storage."""
    config = Configurator()
    config.set_csrf_storage_policy(policy)
    config.commit()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Request = Request.blank("/", method="POST", headers=named)
    request.registry = config.registry
    return request


@pytest.mark.parametrize(
    ("token", "header", "expected"),
    [("t", "h", True), ("t", None, True), (None, "h", True), (None, None, False), ("", "", False)],
)
def test_a_token_is_asked_for_in_a_form_or_a_header(
    token: str | None, header: str | None, expected: bool
) -> None:
    """Either is enough."""
    assert expected == DefaultCSRFOptions(token=token, header=header).asks_for_a_token


def test_no_storage_is_asked_whether_it_believes_nothing() -> None:
    """One that compares with an empty text would."""
    policy = Believing("abc", "")

    for given in ("", "A", "AA", "é"):
        assert False is check_csrf_token(
            kept_by(policy, X_CSRF_Token=given.encode().decode("latin-1")), raises=False
        )
    form: Request = Request.blank("/", POST={"csrf_token": ""})
    form.registry = kept_by(policy).registry
    assert False is check_csrf_token(form, raises=False)
    assert check_csrf_token(kept_by(policy, X_CSRF_Token="abc"))


@pytest.mark.parametrize("given", ["x" * 1025, "x" * 10])
def test_the_answer_is_yes_or_no(given: str) -> None:
    """And never something that is like it."""
    assert False is check_csrf_token(with_session(X_CSRF_Token=given), raises=False)


def test_a_token_may_be_one_letter() -> None:
    """How long it is, is the storage's business."""
    assert check_csrf_token(kept_by(Believing("x"), X_CSRF_Token="x"))


def test_a_masked_token_to_which_something_was_added_is_refused() -> None:
    """It is compared whole."""
    request = with_session()
    masked = get_csrf_token(request)
    raw = urlsafe_b64decode(masked + "=" * (-len(masked) % 4))
    for more in (b"x", b"xy", b"xyz"):
        request.headers["X-CSRF-Token"] = urlsafe_b64encode(raw + more).decode().rstrip("=")

        assert False is check_csrf_token(request, raises=False)


@pytest.mark.parametrize("token", ["a", "ab", "abc", "abcd"])
def test_every_mask_is_taken_off_again(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However base64 ends, and with whatever letter."""
    request = kept_by(Believing(token))
    for number in range(256):
        monkeypatch.setattr("secrets.token_bytes", lambda size, number=number: bytes([number]) * size)
        request.headers["X-CSRF-Token"] = get_csrf_token(request)

        assert check_csrf_token(request)


def test_where_the_form_has_no_token_the_body_is_not_read() -> None:
    """It may be large, and no form at all."""
    request = with_session()
    request.environ["wsgi.input"] = Unreadable()
    request.environ["CONTENT_LENGTH"] = "10"

    assert False is check_csrf_token(request, token=None, raises=False)


class Unreadable(io.RawIOBase):
    """A body that must not be read."""

    def readinto(self, buffer: Any) -> int:
        raise AssertionError("it was read")


# -- where it is kept ------------------------------------------------------------------------


@pytest.mark.parametrize("held", ["", 7, None])
def test_what_is_no_token_in_a_session_is_not_one(held: Any) -> None:
    """Something else may have written there."""
    request, policy = asking(), SessionCSRFStoragePolicy()
    request.session["_csrft_"] = held

    assert not policy.check_csrf_token(request, "")
    assert 43 == len(policy.get_csrf_token(request))


def test_half_a_character_is_a_wrong_token_and_no_error() -> None:
    """On either side: such text can come out of JSON."""
    request, policy = asking(), SessionCSRFStoragePolicy()
    request.session["_csrft_"] = "plain"
    assert not policy.check_csrf_token(request, "\ud800")
    request.session["_csrft_"] = "\ud800"

    assert not policy.check_csrf_token(request, "plain")


def test_two_cookies_hold_two_tokens() -> None:
    """In one request."""
    request = asking()
    one, other = CookieCSRFStoragePolicy("one"), CookieCSRFStoragePolicy("other")
    tokens = one.get_csrf_token(request), other.get_csrf_token(request)

    assert tokens[0] != tokens[1]
    assert tokens == (one.get_csrf_token(request), other.get_csrf_token(request))
    assert [f"one={tokens[0]}", f"other={tokens[1]}"] == [
        cookie.partition(";")[0] for cookie in answered(request).headers.getall("Set-Cookie")
    ]


TOKEN = "A" * 43
SIGNED = f"{TOKEN}.GvSH3mzpV2IonicH9LwReLNzimC2u7EFCo6MNyqsHyo"


def test_a_signed_cookie_is_that_of_the_versions_before() -> None:
    """An update refuses nobody's form; a letter more is another text."""
    policy = CookieCSRFStoragePolicy(secret="a secret for the tests of storage, long enough")

    assert policy.check_csrf_token(asking(f"csrf_token={SIGNED}"), TOKEN)
    for changed in (rf'"{SIGNED}\303\251"', SIGNED[:-1], "B" + SIGNED[1:]):
        assert not policy.check_csrf_token(asking(f"csrf_token={changed}"), TOKEN)


# -- where a request comes from --------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "origin", "expected"),
    [
        ("https://a.example", "https://a.example", True),
        ("https://a.example", "https://x.a.example", False),
        ("https://a.example", "https://xa.example", False),
        ("https://a.example", "http://a.example", False),
        ("https://a.example:8443", "http://a.example:8443", False),
        ("https://a.example:8443", "https://a.example", False),
        ("https://*.a.example", "https://a.example", False),
        ("https://*.a.example", "https://x.a.example", True),
        (".a.example", "http://a.example", True),
        (".a.example", "http://x.a.example", True),
        (".a.example", "https://a.example", False),
        ("a.example", "http://a.example", True),
    ],
)
def test_an_entry_trusts_what_it_says_and_nothing_else(entry: str, origin: str, expected: bool) -> None:
    """Scheme, host and port, asked of a request on plain http; others before it do not matter."""
    environ = Request.blank("http://here.example/", method="POST", headers={"Origin": origin}).environ
    for entries in ([entry], ["https://other.example:1", "wss.example", entry, "b.example"]):
        assert expected is (cross_site_reason(environ, TrustedOrigins(entries)) is None)


def test_trusting_is_yes_or_no() -> None:
    """And never something that is like it."""
    trusted = TrustedOrigins(["https://a.example"])

    assert False is trusted.trusts(None, "https")
    assert False is trusted.trusts(("https", "b.example", 443), "https")
    assert True is trusted.trusts(("https", "a.example", 443), "https")


@pytest.mark.parametrize("host", ["", "a b", "[", "a:b", "a/b"])
@pytest.mark.parametrize("origin", ["null", "nonsense", "http://a b"])
def test_two_that_cannot_be_read_are_not_the_same(host: str, origin: str) -> None:
    """An origin that is none does not come from a host that is none."""
    environ = Request.blank("/", method="POST", headers={"Origin": origin}).environ
    environ["HTTP_HOST"] = host

    assert f"the Origin of the request is {origin!r}" == cross_site_reason(environ, TrustedOrigins())
