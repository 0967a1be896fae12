"""The client of a Redis server: short timeouts, one try more for a connection that went stale.

A request waits for its session, so a server that does not answer must be known as such within
a second (`RedisSettings.timeout`).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry

from corefw.exceptions import ConfigurationError, Fix, Problem
from corefw_redis.settings import RedisSettings

__all__ = ["open_client", "shown"]

_LONGEST_TIMEOUT = 1.0
_SECRET = re.compile(r"(?<=[?&])([^=&]*(?:pass|secret|token|key)[^=&]*)=[^&]*", re.IGNORECASE)


def shown(url: str) -> str:
    """Return *url* as it may be read by anybody: no password."""
    before, at, host = url.rpartition("@")
    if at:
        scheme, _, login = before.partition("://")
        name, colon, _ = login.partition(":")
        url = f"{scheme}://{name}{':***' if colon else ''}@{host}"
    return _SECRET.sub(r"\1=***", url)


def open_client(settings: RedisSettings) -> Redis:
    """Return a client for *settings*; nothing is connected yet.

    Raises `ConfigurationError` for an address that cannot be read (REDIS-101) and for a timeout
    that is none (REDIS-102).
    """
    if not 0 < settings.timeout <= _LONGEST_TIMEOUT:
        raise ConfigurationError(
            Problem(
                "REDIS-102",
                f"redis.timeout is {settings.timeout:g}, and is to be more than 0 and at most 1 second.",
                why="Every request with a session would wait so long for a server that does not answer.",
                fixes=(Fix("", "timeout = 0.5   in [redis]"),),
            )
        )
    try:
        if urlsplit(settings.url).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("no scheme of Redis")
        return Redis.from_url(
            settings.url,
            socket_timeout=settings.timeout,
            socket_connect_timeout=settings.timeout,
            max_connections=settings.connections,
            # A connection that the server closed meanwhile is replaced; a silence is not waited for twice.
            retry=Retry(NoBackoff(), 1, supported_errors=(NoConnection,)),
        )
    except ValueError:
        # The text itself is not repeated: it may hold a password.
        raise ConfigurationError(
            Problem(
                "REDIS-101",
                "redis.url is not the address of a Redis server.",
                why="It has the form redis://user:password@host:port/number, or rediss:// for TLS; a sign "
                "such as @ or / inside a password is written %40 or %2F.",
                fixes=(Fix("", 'url = "redis://127.0.0.1:6379/0"   in [redis]'),),
            )
        ) from None
