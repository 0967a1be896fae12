"""Remembering who a client is: through the security policy, or in the session.

Whoever logs in becomes another session and has another token than before (session fixation;
CVE-2026-35192).  Tickets in a cookie of their own are the neighbour ``tickets``.  Floor 4.
"""

from __future__ import annotations

from typing import Any, Final

from corefw.contracts.interfaces import ISecurityPolicy, ISessionFactory
from corefw.web.security.csrf import storage_policy_of

__all__ = ["SessionAuthenticationHelper", "forget", "remember", "start_afresh"]

Headers = list[tuple[str, str]]
_IS_FRESH: Final = "corefw.is_fresh"


def remember(request: Any, userid: Any, **kw: Any) -> Headers:
    """Return the headers that make the client remembered as *userid*; none without a policy.

    *kw* is what the policy takes.  The session, if there is one, becomes a new one that keeps
    its data, and the token against requests of other sites is another one from now.
    """
    policy = _policy(request)
    if policy is None:
        return []
    headers = list(policy.remember(request, userid, **kw))
    start_afresh(request)
    return headers


def forget(request: Any, **kw: Any) -> Headers:
    """Return the headers that make the client forgotten; none without a policy."""
    policy = _policy(request)
    return [] if policy is None else list(policy.forget(request, **kw))


def start_afresh(request: Any) -> None:
    """Give the client another session with the same data, and another token; once a request.

    What somebody planted or saw before the login is worth nothing after it.
    """
    if request.environ.get(_IS_FRESH):
        return
    request.environ[_IS_FRESH] = True
    registry = request.registry
    has_session = "session" in vars(request) or (
        registry is not None and registry.queryUtility(ISessionFactory) is not None
    )
    if has_session:
        session = request.session
        renew = getattr(session, "renew", None)
        if renew is not None and (len(session) or not session.new):
            renew()
    policy = storage_policy_of(request)
    renew_token = getattr(policy, "renew_csrf_token", None)
    if renew_token is not None:
        renew_token(request)
    else:
        policy.new_csrf_token(request)


def _policy(request: Any) -> Any:
    registry = request.registry
    return None if registry is None else registry.queryUtility(ISecurityPolicy)


class SessionAuthenticationHelper:
    """Keeps the user id in the session; a part for a security policy to be made of."""

    def __init__(self, prefix: str = "auth.") -> None:
        self.key = f"{prefix or ''}userid"

    def remember(self, request: Any, userid: Any, **kw: Any) -> Headers:
        """Put *userid* into the session, which becomes a new one that keeps its data.

        What the session holds of another user, who did not log out, is not kept.
        """
        session = request.session
        if session.get(self.key, userid) != userid and hasattr(session, "invalidate"):
            session.invalidate()
        start_afresh(request)
        session[self.key] = userid
        return []

    def forget(self, request: Any, **kw: Any) -> Headers:
        """Take the user id out of the session; whoever logs out invalidates it as well."""
        request.session.pop(self.key, None)
        return []

    def authenticated_userid(self, request: Any) -> Any:
        """Return the user id in the session, or None."""
        return request.session.get(self.key)
