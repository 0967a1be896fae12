"""Sessions kept in a cookie: signed, so that the client can read but not change them.

Nothing is stored on the server; so a copy of an old cookie stays good until its timeout, and
what must be revocable belongs into a store.  Floor 4.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.sessions.serializers import Serializer, SignedSerializer
from corefw.web.sessions.session import CookieSession

__all__ = ["BaseCookieSessionFactory", "SignedCookieSessionFactory"]

_LARGEST = 4093  # what every browser keeps of one cookie: its name, its value and "="
_log = logging.getLogger(__name__)

SessionFactory = Callable[[Any], CookieSession]


@dataclass(frozen=True, slots=True)
class _CookieSettings:
    name: str
    max_age: int | None
    path: str
    domain: str | None
    secure: bool | None
    httponly: bool
    samesite: str | None
    set_on_exception: bool
    timeout: int | None
    reissue_time: int | None

    def put(self, request: Any, response: Any, value: str | None) -> None:
        secure = request.environ.get("wsgi.url_scheme") == "https" if self.secure is None else self.secure
        response.set_cookie(
            self.name,
            value="" if value is None else value,
            max_age=0 if value is None else self.max_age,
            path=self.path,
            domain=self.domain,
            secure=secure,
            httponly=self.httponly,
            samesite=self.samesite,
        )


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
    still believed.  Raises `ConfigurationError` (CFW-572) for an empty secret and for
    arguments that browsers refuse.
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
    if not hasattr(hashlib, hashalg):
        raise ConfigurationError(Problem("CFW-572", f'There is no hash algorithm "{hashalg}".'))
    signed = SignedSerializer(secrets, f"{salt}\x00{cookie_name}", hashalg, serializer)
    return BaseCookieSessionFactory(
        signed,
        cookie_name=cookie_name,
        max_age=max_age,
        path=path,
        domain=domain,
        secure=secure,
        httponly=httponly,
        samesite=samesite,
        set_on_exception=set_on_exception,
        timeout=timeout,
        reissue_time=reissue_time,
    )


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
    if samesite is not None and samesite.lower() == "none" and not secure:
        raise ConfigurationError(
            Problem(
                "CFW-572",
                f'The cookie "{cookie_name}" has SameSite=None and is not secure.',
                why="Browsers drop such a cookie.",
                fixes=(Fix("", "pass secure=True as well"),),
            )
        )
    settings = _CookieSettings(
        cookie_name,
        max_age,
        path,
        domain,
        secure,
        httponly,
        samesite,
        set_on_exception,
        int(timeout) if timeout is not None else None,
        int(reissue_time) if reissue_time is not None else None,
    )
    return _Factory(settings, serializer)


class _Factory:
    """Makes the session of a request, and writes it back with the response."""

    def __init__(self, settings: _CookieSettings, serializer: Serializer) -> None:
        self.settings = settings
        self.serializer = serializer

    def __call__(self, request: Any) -> CookieSession:
        now = int(time.time())
        cookie = request.cookies.get(self.settings.name)
        found = self._read(cookie, now) if cookie else None
        if found is None:
            session = CookieSession({}, now, True, self._measure)
            is_due = False
        else:
            renewed, created, data = found
            session = CookieSession(data, created, False, self._measure)
            is_due = self._is_due(cookie, renewed, now)

        def write(request: Any, response: Any) -> None:
            self._write(session, request, response, bool(cookie), is_due)

        request.add_response_callback(write)
        return session

    def _read(self, cookie: str, now: int) -> tuple[int, int, dict[str, Any]] | None:
        try:
            renewed, created, data = self.serializer.loads(cookie.encode("latin-1"))
            if type(renewed) is not int or type(created) is not int or type(data) is not dict:
                raise ValueError("not a session")
        except (ValueError, TypeError) as error:
            _log.info("A session cookie was refused: %s.", error)
            return None
        timeout = self.settings.timeout
        # A time that lies ahead means that the clock was set back, or that it was forged.
        if timeout is not None and abs(now - renewed) > timeout:
            return None
        return renewed, created, data

    def _is_due(self, cookie: str, renewed: int, now: int) -> bool:
        reissue = self.settings.reissue_time
        if reissue is not None and now - renewed > reissue:
            return True
        is_current = getattr(self.serializer, "is_current", None)
        return is_current is not None and not is_current(cookie.encode("latin-1"))

    def _write(
        self, session: CookieSession, request: Any, response: Any, had_cookie: bool, is_due: bool
    ) -> None:
        vary = response.vary or ()
        if "*" not in vary and "cookie" not in [name.lower() for name in vary]:
            response.vary = (*vary, "Cookie")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private"
        if request.exception is not None and not self.settings.set_on_exception:
            return
        if not (session.is_changed or is_due):
            return
        if not len(session):
            if had_cookie:
                self.settings.put(request, response, None)
            return
        self.settings.put(request, response, self._text(session.as_dict(), session.created))

    def _text(self, data: dict[str, Any], created: int) -> str:
        return self.serializer.dumps((int(time.time()), created, data)).decode("latin-1")

    def _measure(self, data: dict[str, Any], created: int) -> None:
        """Refuse what cannot be stored, when it is written and not when it is sent."""
        size = len(self._text(data, created)) + len(self.settings.name) + 1
        if size > _LARGEST:
            sizes = {key: len(repr(value)) for key, value in data.items()}
            largest = max(sizes, key=lambda key: sizes[key])
            raise ValueError(
                f"the session would need a cookie of {size} bytes, and browsers keep {_LARGEST}; "
                f'its largest value is "{largest}"'
            )
