"""Sessions."""

from __future__ import annotations

from corefw.web.sessions.cookie import BaseCookieSessionFactory, SignedCookieSessionFactory
from corefw.web.sessions.serializers import JSONSerializer, SignedSerializer

__all__ = [
    "BaseCookieSessionFactory",
    "JSONSerializer",
    "SignedCookieSessionFactory",
    "SignedSerializer",
]
