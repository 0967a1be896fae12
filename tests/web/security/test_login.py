"""Remembering who a client is."""

from __future__ import annotations

from typing import Any

from corefw.contracts.interfaces import ISecurityPolicy
from corefw.engine.registry import Registry
from corefw.web.request import Request
from corefw.web.security.login import SessionAuthenticationHelper, forget, remember
from corefw.web.sessions.session import CookieSession


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
    helper, request = SessionAuthenticationHelper(), Request.blank("/")
    request.session = CookieSession({"cart": 1}, 1, False, lambda data, created: None)
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


def test_any_dictionary_is_a_session() -> None:
    """Sessions of others need no renewal of their own."""
    helper, request = SessionAuthenticationHelper(prefix=""), Request.blank("/")
    request.session = {}
    helper.remember(request, 7)

    assert {"userid": 7} == request.session
