"""Sessions kept in a cookie: signed, so that the client can read but not change them.

Nothing is stored on the server; so a copy of an old cookie stays good until its timeout, and
what must be revocable belongs into a store.  Floor 4.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.quiet_log import quiet_logger
from corefw.web.sessions.flags import CookieFlags, depend_on_the_cookie, seconds
from corefw.web.sessions.serializers import Serializer, SignedSerializer
from corefw.web.sessions.session import Contents, Session, largest_of

__all__ = ["BaseCookieSessionFactory", "CookieSession", "SignedCookieSessionFactory"]

_LARGEST = 4093  # what every browser keeps of one cookie: its name, its value and "="
_SHORTEST_SECRET = 32
_log = quiet_logger(__name__)

SessionFactory = Callable[[Any], Session]


def SignedCookieSessionFactory(
    secret: str | bytes | Sequence[str | bytes],
    cookie_name: str = "session",
    max_age: int | None = None,
    path: str = "/",
    domain: str | None = None,
    secure: bool | None = None,
    httponly: bool = True,
    samesite: str | None = "Lax",
    set_on_exception: bool = True,
    timeout: int | None = 1200,
    reissue_time: int | None = 0,
    hashalg: str = "sha512",
    salt: str = "corefw.session.",
    serializer: Serializer | None = None,
) -> SessionFactory:
    """Return a session factory for ``config.set_session_factory``.

    Arguments as Pyramid documents them, with safer defaults: ``httponly`` is on, and
    ``secure=None`` means "on https".  *secret* may be a list: its first signs, the others are
    still believed.  Times are in seconds.  Raises `ConfigurationError` (CFW-572) for an empty
    secret and for arguments that browsers refuse.
    """
    secrets = [secret] if isinstance(secret, str | bytes) else list(secret)
    if not secrets or not all(secrets):
        raise ConfigurationError(
            Problem(
                "CFW-572",
                "The secret of the session cookie is empty.",
                why="Whoever knows the secret can log in as anybody.",
                fixes=(Fix("", "python -c 'import secrets; print(secrets.token_urlsafe(32))'"),),
            )
        )
    if not callable(getattr(hashlib, hashalg, None)):
        raise ConfigurationError(
            Problem(
                "CFW-572",
                f'There is no hash algorithm "{hashalg}".',
                why="Those of Python's hashlib can be used.",
                fixes=(Fix("", 'hashalg="sha512"'),),
            )
        )
    settings = _CookieSettings(
        CookieFlags(cookie_name, max_age, path, domain, secure, httponly, samesite),
        set_on_exception,
        seconds("timeout", timeout),
        seconds("reissue_time", reissue_time, least=0),
        min(map(len, secrets)) < _SHORTEST_SECRET,
    )
    return _Factory(settings, SignedSerializer(secrets, f"{salt}\x00{cookie_name}", hashalg, serializer))


def BaseCookieSessionFactory(
    serializer: Serializer,
    cookie_name: str = "session",
    max_age: int | None = None,
    path: str = "/",
    domain: str | None = None,
    secure: bool | None = None,
    httponly: bool = True,
    samesite: str | None = "Lax",
    timeout: int | None = 1200,
    reissue_time: int | None = 0,
    set_on_exception: bool = True,
) -> SessionFactory:
    """Return a session factory over a serializer of your own, which must sign or encrypt.

    Raises `ConfigurationError` (CFW-572) for arguments that browsers refuse.
    """
    settings = _CookieSettings(
        CookieFlags(cookie_name, max_age, path, domain, secure, httponly, samesite),
        set_on_exception,
        seconds("timeout", timeout),
        seconds("reissue_time", reissue_time, least=0),
    )
    return _Factory(settings, serializer)


@dataclass(frozen=True, slots=True)
class _CookieSettings:
    cookie: CookieFlags
    set_on_exception: bool
    timeout: int | None
    reissue_time: int | None
    has_short_secret: bool = False


class CookieSession(Session):
    """A session that the client keeps."""

    def __init__(self, factory: _Factory, cookie: str | None, *, is_over: bool = False) -> None:
        super().__init__(is_over=is_over)
        self._factory = factory
        self.cookie = cookie
        #: Whether the cookie is to be sent again for its age, or for the secret it is signed with.
        self.is_due = False

    def _find(self) -> Contents:
        now = int(time.time())
        found = self._factory.read(self.cookie, now) if self.cookie else None
        if found is None:
            return Contents({}, now, True)
        renewed, created, values = found
        self.is_due = self._factory.is_due(self.cookie or "", renewed, now)
        return Contents(values, created, False)

    def _measure(self, name: str | None) -> None:
        self._factory.measure(self.contents)

    def finish(self, request: Any, response: Any) -> None:
        """Send the cookie with *response*, if there is anything new to say."""
        self._is_over = True
        if not self.is_used:
            return
        factory = self._factory
        depend_on_the_cookie(response)
        if request.exception is not None and not factory.settings.set_on_exception:
            return
        if not (self.is_changed or self.is_due):
            return
        if self.contents.values:
            factory.flags.put(request, response, factory.text(self.contents))
        elif self.cookie:
            factory.flags.put(request, response, None)


class _Factory:
    """Makes the session of a request, and writes it back with the response."""

    def __init__(self, settings: _CookieSettings, serializer: Serializer) -> None:
        self.settings = settings
        self.flags = settings.cookie
        self.serializer = serializer

    def __call__(self, request: Any) -> CookieSession:
        cookie = request.cookies.get(self.flags.name)
        session = CookieSession(self, cookie, is_over=getattr(request, "is_over", False))
        request.add_response_callback(session.finish)
        return session

    def read(self, cookie: str, now: int) -> tuple[int, int, dict[str, Any]] | None:
        try:
            renewed, created, values = self.serializer.loads(cookie.encode("latin-1"))
            if type(renewed) is not int or type(created) is not int or type(values) is not dict:
                raise ValueError("not a session")
        except (ValueError, TypeError) as error:
            _log.info("A session cookie was refused: %s.", error)
            return None
        timeout = self.settings.timeout
        # A time that lies ahead means that the clock was set back, or that it was forged.
        if timeout is not None and abs(now - renewed) > timeout:
            return None
        return renewed, created, values

    def is_due(self, cookie: str, renewed: int, now: int) -> bool:
        reissue = self.settings.reissue_time
        if reissue is not None and now - renewed > reissue:
            return True
        is_current = getattr(self.serializer, "is_current", None)
        return is_current is not None and not is_current(cookie.encode("latin-1"))

    def text(self, contents: Contents) -> str:
        row = (int(time.time()), contents.created, contents.values)
        return self.serializer.dumps(row).decode("latin-1")

    def measure(self, contents: Contents) -> None:
        size = len(self.text(contents)) + len(self.flags.name) + 1
        if size > _LARGEST:
            # Of the values themselves, before they are signed.
            plain: Serializer = getattr(self.serializer, "serializer", self.serializer)
            sizes = {name: len(plain.dumps(value)) for name, value in contents.values.items()}
            raise ValueError(
                f"the session would need a cookie of {size} bytes, and browsers keep {_LARGEST}; "
                f"its largest values are {largest_of(sizes)}; "
                "keep less in it, or keep it in a store (ServerSessionFactory)"
            )
