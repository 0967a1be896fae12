"""Remembering who a client is: through the security policy, or in the session.  Floor 4."""

from __future__ import annotations

from typing import Any

from corefw.contracts.interfaces import ISecurityPolicy

__all__ = ["SessionAuthenticationHelper", "forget", "remember"]

Headers = list[tuple[str, str]]


def remember(request: Any, userid: Any, **kw: Any) -> Headers:
    """Return the headers that make the client remembered as *userid*; none without a policy."""
    policy = _policy(request)
    return [] if policy is None else list(policy.remember(request, userid, **kw))


def forget(request: Any, **kw: Any) -> Headers:
    """Return the headers that make the client forgotten; none without a policy."""
    policy = _policy(request)
    return [] if policy is None else list(policy.forget(request, **kw))


def _policy(request: Any) -> Any:
    registry = request.registry
    return None if registry is None else registry.queryUtility(ISecurityPolicy)


class SessionAuthenticationHelper:
    """Keeps the user id in the session; a part for a security policy to be made of."""

    def __init__(self, prefix: str = "auth.") -> None:
        self.key = f"{prefix or ''}userid"

    def remember(self, request: Any, userid: Any, **kw: Any) -> Headers:
        """Put *userid* into the session, which becomes a new one that keeps its data.

        A session that somebody else planted before the login is worth nothing after it.
        """
        session = request.session
        renew = getattr(session, "renew", None)
        if renew is not None:
            renew()
        session[self.key] = userid
        return []

    def forget(self, request: Any, **kw: Any) -> Headers:
        """Take the user id out of the session; whoever logs out invalidates it as well."""
        request.session.pop(self.key, None)
        return []

    def authenticated_userid(self, request: Any) -> Any:
        """Return the user id in the session, or None."""
        return request.session.get(self.key)
