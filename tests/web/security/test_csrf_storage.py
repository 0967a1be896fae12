"""Where the token is kept."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from itsdangerous import Signer

from corefw.config import Configurator
from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.exceptions import ConfigurationError
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.security.csrf import check_csrf_token, get_csrf_token, new_csrf_token
from corefw.web.security.csrf_storage import (
    CookieCSRFStoragePolicy,
    LegacySessionCSRFStoragePolicy,
    SessionCSRFStoragePolicy,
)
from corefw.web.sessions.cookie import SignedCookieSessionFactory

EMPTY_SECRET = """\
CFW-527  The secret of the CSRF cookie is empty.

  Whoever knows the secret can sign what others believe.

  To mend it: python -c 'import secrets; print(secrets.token_urlsafe(48))'"""

SESSION = SignedCookieSessionFactory("a secret for the tests of storage, long enough")


def asking(cookie: str = "", url: str = "http://localhost/", **headers: str) -> Request:
    """Return a POST with that cookie."""
    named = {"Cookie": cookie} if cookie else {}
    request: Request = Request.blank(url, method="POST", headers={**named, **headers})
    request.session = SESSION(request)
    return request


def answered(request: Request) -> Response:
    """Return a response to which the callbacks of *request* were applied."""
    response = Response()
    while request.response_callbacks:
        request.response_callbacks.popleft()(request, response)
    return response


def cookie_of(request: Request) -> str:
    """Return the cookie that the response sets, as the client sends it."""
    (cookie,) = (
        one for one in answered(request).headers.getall("Set-Cookie") if one.startswith("csrf_token")
    )
    return str(cookie.partition(";")[0])


@pytest.mark.parametrize(
    "policy", [LegacySessionCSRFStoragePolicy(), SessionCSRFStoragePolicy(), CookieCSRFStoragePolicy()]
)
def test_every_policy_keeps_a_token(policy: Any) -> None:
    """The same until a new one is made."""
    request = asking()
    token = policy.get_csrf_token(request)

    assert ICSRFStoragePolicy.providedBy(policy)
    assert token == policy.get_csrf_token(request)
    assert policy.check_csrf_token(request, token)
    new = policy.new_csrf_token(request)
    assert new == policy.get_csrf_token(request) != token
    assert not policy.check_csrf_token(request, token)
    for wrong in ("", "x", "é", token[:-1]):
        assert not policy.check_csrf_token(request, wrong)


@pytest.mark.parametrize("policy", [SessionCSRFStoragePolicy("key"), CookieCSRFStoragePolicy()])
def test_a_check_makes_no_token(policy: Any) -> None:
    """A request that is refused leaves nothing behind."""
    request = asking()

    assert not policy.check_csrf_token(request, "")
    assert not policy.check_csrf_token(request, "x" * 43)
    assert "key" not in request.session
    assert "Set-Cookie" not in answered(request).headers


def test_the_session_keeps_the_token_under_a_key() -> None:
    """What stands there and is no text is no token."""
    policy, request = SessionCSRFStoragePolicy("mine"), asking()
    token = policy.get_csrf_token(request)
    assert token == request.session["mine"]
    request.session["mine"] = 5

    assert not policy.check_csrf_token(request, "5")
    assert isinstance(policy.get_csrf_token(request), str)


def test_the_cookie_is_safe_by_default() -> None:
    """Not for scripts, not for other sites, and on https only where it was made."""
    policy = CookieCSRFStoragePolicy()
    for url, end in (("http://localhost/", "HttpOnly; SameSite=Lax"), ("https://localhost/", "secure; ")):
        request = asking(url=url)
        token = policy.new_csrf_token(request)
        response = answered(request)
        assert response.headers["Set-Cookie"].startswith(f"csrf_token={token}; Path=/; ")
        assert end in response.headers["Set-Cookie"]
        assert ("Cookie", "private") == (response.headers["Vary"], response.headers["Cache-Control"])


def test_the_cookie_is_the_clients_next_time() -> None:
    """It is set once, and its page is for nobody else."""
    policy, first = CookieCSRFStoragePolicy(), asking()
    token = policy.get_csrf_token(first)
    second = asking(cookie_of(first))

    assert token == policy.get_csrf_token(second)
    response = answered(second)
    assert "Set-Cookie" not in response.headers
    assert "Cookie" == response.headers["Vary"]


@pytest.mark.parametrize(
    "value", ["", "short", "x" * 31, "x" * 129, "x" * 40 + ".y", "x" * 40 + "%", "!" * 40]
)
def test_a_cookie_that_was_not_made_here_does_not_count(value: str) -> None:
    """Another one is made."""
    policy, request = CookieCSRFStoragePolicy(), asking(f"csrf_token={value}")

    assert not policy.check_csrf_token(request, value)
    assert value != policy.get_csrf_token(request)


class Asked(Request):
    """A request of somebody."""

    authenticated_userid: Any = None


def asked(userid: Any, cookie: str = "") -> Asked:
    """Return a POST of that user."""
    request: Asked = Asked.blank("/", method="POST", headers={"Cookie": cookie} if cookie else {})
    request.__dict__["authenticated_userid"] = userid
    return request


def test_a_signed_cookie_belongs_to_who_is_logged_in() -> None:
    """One that was planted, or made before the login, or signed elsewhere, is refused."""
    policy = CookieCSRFStoragePolicy(secret="secret")
    mine = asked("ann")
    token = policy.get_csrf_token(mine)
    cookie = cookie_of(mine)

    assert policy.check_csrf_token(asked("ann", cookie), token)
    for other in ("bob", None, "None"):
        assert not policy.check_csrf_token(asked(other, cookie), token)
    assert not CookieCSRFStoragePolicy(secret="other").check_csrf_token(asked("ann", cookie), token)
    assert not policy.check_csrf_token(asked("ann", f"csrf_token={token}"), token)
    assert not policy.check_csrf_token(asked("ann", f"csrf_token={token}.é"), token)


def test_a_signature_for_another_purpose_is_refused() -> None:
    """The name of the cookie is part of it (CVE-2026-6873)."""
    token = "t" * 43
    other = Signer("secret", salt="corefw.session.", key_derivation="hmac", digest_method=hashlib.sha256)
    signature = other.get_signature(f"{token}\0None").decode()
    policy = CookieCSRFStoragePolicy(secret="secret")

    assert not policy.check_csrf_token(asked(None, f"csrf_token={token}.{signature}"), token)


def test_a_secret_is_changed_by_putting_the_new_one_in_front() -> None:
    """The old one is believed until it is taken out."""
    before, request = CookieCSRFStoragePolicy(secret="old"), asked("ann")
    token = before.get_csrf_token(request)
    cookie = cookie_of(request)

    assert CookieCSRFStoragePolicy(secret=["new", "old"]).check_csrf_token(asked("ann", cookie), token)
    assert not CookieCSRFStoragePolicy(secret=["new"]).check_csrf_token(asked("ann", cookie), token)


@pytest.mark.parametrize("secret", ["", [], ["good", ""], b"", [None]])
def test_an_empty_secret_is_refused(secret: Any) -> None:
    """Whatever signs with it could be forged."""
    with pytest.raises(ConfigurationError) as caught:
        CookieCSRFStoragePolicy(secret=secret)

    assert EMPTY_SECRET == str(caught.value)


def test_flags_that_browsers_refuse_are_refused() -> None:
    """When the policy is made."""
    with pytest.raises(ConfigurationError):
        CookieCSRFStoragePolicy(samesite="None")


class Fixed:
    """A policy of somebody else, which makes tokens of its own kind."""

    def new_csrf_token(self, request: Any) -> str:
        return "fixed"

    def get_csrf_token(self, request: Any) -> str:
        return "fixed"

    def check_csrf_token(self, request: Any, token: str) -> bool:
        return token == "fixed"


def test_the_functions_ask_the_policy_of_the_application() -> None:
    """And mask whatever token it has."""
    config = Configurator(autocommit=True)
    config.set_csrf_storage_policy(Fixed())
    request = asking()
    request.registry = config.registry

    for token in (get_csrf_token(request), new_csrf_token(request), "fixed"):
        request.headers["X-CSRF-Token"] = token
        assert check_csrf_token(request)
    assert "fixed" not in get_csrf_token(request)
    request.headers["X-CSRF-Token"] = "other"
    assert not check_csrf_token(request, raises=False)
