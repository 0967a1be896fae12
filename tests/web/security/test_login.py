"""Remembering who a client is."""

from __future__ import annotations

from typing import Any

from corefw.contracts.interfaces import ICSRFStoragePolicy, ISecurityPolicy, ISessionFactory
from corefw.engine.registry import Registry
from corefw.web.request import Request
from corefw.web.security.csrf_storage import CookieCSRFStoragePolicy, SessionCSRFStoragePolicy
from corefw.web.security.login import SessionAuthenticationHelper, forget, remember
from corefw.web.sessions.cookie import SignedCookieSessionFactory

SESSION = SignedCookieSessionFactory("a secret for the tests of logins, long enough")


def with_session(values: dict[str, Any]) -> Request:
    """Return a request with a session that has the values."""
    request: Request = Request.blank("/")
    request.registry = Registry("board")
    request.session = SESSION(request)
    request.session.update(values)
    return request


class Policy:
    """Remembers in a header."""

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        return [("X-User", f"{userid} {kw}")]

    def forget(self, request: Any, **kw: Any) -> tuple[tuple[str, str], ...]:
        return (("X-User", ""),)


def test_the_policy_remembers_and_forgets() -> None:
    """With what it is given."""
    request = Request.blank("/")
    request.registry = Registry("board")
    assert ([], []) == (remember(request, "ann"), forget(request))
    request.registry.registerUtility(Policy(), ISecurityPolicy)

    assert [("X-User", "ann {'max_age': 5}")] == remember(request, "ann", max_age=5)
    assert [("X-User", "")] == forget(request)


def test_the_session_remembers_and_is_renewed() -> None:
    """A session planted before the login is worth nothing after it."""
    helper, request = SessionAuthenticationHelper(), with_session({"cart": 1})
    planted = request.session.get_csrf_token()

    assert helper.authenticated_userid(request) is None
    assert [] == helper.remember(request, "ann")
    assert ("ann", "ann", 1) == (
        helper.authenticated_userid(request),
        request.session["auth.userid"],
        request.session["cart"],
    )
    assert request.session.new
    assert planted != request.session.get_csrf_token()
    assert [] == helper.forget(request)
    assert helper.authenticated_userid(request) is None
    assert [] == helper.forget(request)


def test_what_belongs_to_another_user_is_not_kept() -> None:
    """Who did not log out leaves nothing to the next one; who logs in again loses nothing."""
    helper, request = SessionAuthenticationHelper(), with_session({"cart": 1, "auth.userid": "ann"})
    helper.remember(request, "ann")
    assert 1 == request.session["cart"]
    helper.remember(request, "bob")

    assert {"auth.userid": "bob"} == request.session.as_dict()


def test_any_dictionary_is_a_session() -> None:
    """Sessions of others need no renewal of their own."""
    helper, request = SessionAuthenticationHelper(prefix=""), Request.blank("/")
    request.registry = Registry("board")
    request.registry.registerUtility(SessionCSRFStoragePolicy(), ICSRFStoragePolicy)
    request.session = {"_csrft_": "planted"}
    helper.remember(request, 7)
    assert {"userid": 7} == request.session
    helper.remember(request, 8)

    assert {"userid": 8} == request.session


def test_every_policy_gives_another_session_and_another_token() -> None:
    """Also one that remembers elsewhere; the session is renewed once in a request."""
    request = with_session({"cart": 1})
    request.registry.registerUtility(Policy(), ISecurityPolicy)
    token = request.session.get_csrf_token()
    remember(request, "ann")
    renewed = request.session.get_csrf_token()
    remember(request, "ann")

    assert token != renewed == request.session.get_csrf_token()
    assert 1 == request.session["cart"]


def test_nobody_gets_a_session_by_logging_in() -> None:
    """Where there was none, there is nothing to renew."""
    request = Request.blank("/")
    request.registry = Registry("board")
    request.registry.registerUtility(Policy(), ISecurityPolicy)
    request.registry.registerUtility(SESSION, ISessionFactory)
    remember(request, "ann")

    assert not request.session.is_changed


def test_a_token_that_is_kept_elsewhere_is_renewed_too() -> None:
    """In a cookie of its own, or wherever the policy of somebody else keeps it."""
    policy = CookieCSRFStoragePolicy()
    request = Request.blank("/", headers={"Cookie": f"csrf_token={'x' * 43}"})
    request.registry = Registry("board")
    request.registry.registerUtility(Policy(), ISecurityPolicy)
    request.registry.registerUtility(policy, ICSRFStoragePolicy)
    assert "x" * 43 == policy.get_csrf_token(request)
    remember(request, "ann")
    assert "x" * 43 != policy.get_csrf_token(request)

    class Foreign:
        made = 0

        def new_csrf_token(self, request: Any) -> str:
            self.made += 1
            return "new"

    request = Request.blank("/")
    request.registry = Registry("board")
    request.registry.registerUtility(Policy(), ISecurityPolicy)
    foreign = Foreign()
    request.registry.registerUtility(foreign, ICSRFStoragePolicy)
    remember(request, "ann")
    assert 1 == foreign.made


def test_a_client_without_the_cookie_gets_none_by_logging_in() -> None:
    """It has no token that somebody could know."""
    request = Request.blank("/")
    CookieCSRFStoragePolicy().renew_csrf_token(request)

    assert request.response_callbacks is None
