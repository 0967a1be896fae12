"""Sessions: in a signed cookie, or in a store of which the cookie holds an id."""

from __future__ import annotations

from corefw.web.sessions.cookie import (
    BaseCookieSessionFactory,
    CookieSession,
    SignedCookieSessionFactory,
)
from corefw.web.sessions.serializers import JSONSerializer, SignedSerializer
from corefw.web.sessions.server import ServerSession, ServerSessionFactory
from corefw.web.sessions.session import Session

__all__ = [
    "BaseCookieSessionFactory",
    "CookieSession",
    "JSONSerializer",
    "ServerSession",
    "ServerSessionFactory",
    "Session",
    "SignedCookieSessionFactory",
    "SignedSerializer",
]
