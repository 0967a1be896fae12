"""The session factory that the settings describe: the table ``[corefw.sessions]``.  Floor 4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.sessions.cookie import SignedCookieSessionFactory
from corefw.web.sessions.server import ServerSessionFactory
from corefw.web.sessions.session import Session

__all__ = ["SessionSettings", "configured_factory"]


@dataclass(frozen=True)
class SessionSettings:
    """What ``[corefw.sessions]`` may hold; 0 seconds are no limit."""

    kind: Literal["", "cookie", "server"] = field(
        default="",
        metadata={
            "help": "Where sessions are: cookie (signed by corefw.secret), server (in the port "
            'session_store), or "" where the application sets its session factory itself.'
        },
    )
    cookie_name: str = field(default="session", metadata={"help": "The name of the cookie."})
    path: str = field(default="/", metadata={"help": "The path below which the cookie is sent."})
    domain: str = field(default="", metadata={"help": "The domain of the cookie; the host alone if empty."})
    samesite: Literal["Lax", "Strict", "None"] = field(
        default="Lax", metadata={"help": "With which requests of other sites' pages the cookie is sent."}
    )
    always_secure: bool = field(
        default=False, metadata={"help": "Send the cookie with Secure on plain http as well."}
    )
    max_age: int = field(
        default=0, metadata={"help": "Seconds that browsers keep the cookie; 0 until they are closed."}
    )
    timeout: int = field(
        default=1200, metadata={"help": "Seconds after its last use that a session is over."}
    )
    reissue_time: int = field(
        default=60, metadata={"help": "Seconds that may pass before the use of a session is noted again."}
    )
    lifetime: int = field(
        default=86_400,
        metadata={"help": "Seconds after it began that a session on the server is over, however it is used."},
    )
    largest: int = field(
        default=65_536, metadata={"help": "Bytes that the values of a session on the server may have."}
    )
    set_on_exception: bool = field(
        default=True, metadata={"help": "Keep what a request changed in its session though it raised."}
    )


def configured_factory(settings: SessionSettings, secrets: Sequence[str]) -> Callable[[Any], Session] | None:
    """Return the session factory that *settings* describe; None if they describe none.

    Of *secrets* the first signs and the others are still believed.  Raises `ConfigurationError`
    (CFW-573) if sessions are to be signed and there is no secret, and (CFW-572) for what a
    factory refuses.
    """
    common: dict[str, Any] = {
        "cookie_name": settings.cookie_name,
        "max_age": settings.max_age or None,
        "path": settings.path,
        "domain": settings.domain or None,
        "secure": True if settings.always_secure else None,
        "samesite": settings.samesite,
        "set_on_exception": settings.set_on_exception,
        "timeout": settings.timeout or None,
        "reissue_time": settings.reissue_time,
    }
    if settings.kind == "server":
        return ServerSessionFactory(**common, lifetime=settings.lifetime or None, largest=settings.largest)
    if settings.kind == "cookie":
        if not secrets or not secrets[0]:
            raise ConfigurationError(
                Problem(
                    "CFW-573",
                    "The settings keep sessions in a signed cookie, and there is no secret to sign it with.",
                    why="Whoever knows the secret can log in as anybody, so each deployment has its own.",
                    fixes=(
                        Fix(
                            "",
                            "COREFW_SECRET=$(python -c 'import secrets; print(secrets.token_urlsafe(48))')",
                        ),
                        Fix("to keep sessions in a store", 'kind = "server"   in [corefw.sessions]'),
                    ),
                )
            )
        return SignedCookieSessionFactory([one for one in secrets if one], **common)
    return None
