"""The session's cookie: its name and flags, checked when the application is configured.  Floor 4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from corefw.base.errors import ConfigurationError, Fix, Problem

__all__ = ["CookieFlags", "depend_on_the_cookie", "seconds"]

#: A cookie's name is a token (RFC 6265, section 4.1.1); "$" belongs to RFC 2965, and browsers drop it.
_NAME = re.compile(r"[!#%&'*+\-.^_`|~0-9A-Za-z]+")
#: What stands in an attribute, which ends at ";".
_ATTRIBUTE = re.compile(r"[\x20-\x3a\x3c-\x7e]*")
_PREFIX = "__Host-"
#: What tells caches that an answer is for one client.
_FOR_ONE_CLIENT: Final = {"vary": ("Vary", "Cookie"), "cache-control": ("Cache-Control", "private")}


@dataclass(frozen=True, slots=True)
class CookieFlags:
    """What is said of the cookie; raises `ConfigurationError` (CFW-572) for what browsers refuse."""

    name: str
    max_age: int | None
    path: str
    domain: str | None
    secure: bool | None
    httponly: bool
    samesite: str | None

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem is not None:
            raise ConfigurationError(problem)

    def _problem(self) -> Problem | None:
        if not _NAME.fullmatch(self.name):
            return _refused(
                f"{self.name!r} cannot be the name of a cookie.",
                "It is made of letters, digits and signs such as - and _ (RFC 6265).",
                f'cookie_name="{re.sub(r"[^0-9A-Za-z_-]+", "_", self.name).strip("_") or "session"}"',
            )
        for word, value in (("path", self.path), ("domain", self.domain or "")):
            if not _ATTRIBUTE.fullmatch(value):
                return _refused(
                    f'The {word} {value!r} of the cookie "{self.name}" cannot be sent.',
                    "It is ASCII without ; and without controls, which would begin another attribute.",
                    f"{word} without them",
                )
        samesite = (self.samesite or "").lower()
        if self.samesite is not None and samesite not in ("lax", "strict", "none"):
            return _refused(
                f'The cookie "{self.name}" has SameSite={self.samesite}, which browsers do not know.',
                "They know Lax, Strict and None.",
                'samesite="Lax"',
            )
        if samesite == "none" and not self.secure:
            return _refused(
                f'The cookie "{self.name}" has SameSite=None and is not secure.',
                "Browsers drop such a cookie.",
                "pass secure=True as well",
            )
        if self.name.startswith(_PREFIX) and (
            self.secure is False or self.path != "/" or self.domain is not None
        ):
            return _refused(
                f'The cookie "{self.name}" has a name that browsers take only with Secure, Path=/ '
                "and no Domain.",
                "So no other host and no page on plain http can plant it (RFC 6265bis, section 4.1.3).",
                'path="/" and neither domain nor secure=False, or a name without __Host-',
            )
        return None

    def put(self, request: Any, response: Any, value: str | None) -> None:
        """Set the cookie; None takes it away, by the same name, path and domain."""
        is_https = request.environ.get("wsgi.url_scheme") == "https" or self.name.startswith(_PREFIX)
        response.set_cookie(
            self.name,
            value="" if value is None else value,
            max_age=0 if value is None else self.max_age,
            path=self.path,
            domain=self.domain,
            secure=is_https if self.secure is None else self.secure,
            httponly=self.httponly,
            samesite=self.samesite,
        )


def depend_on_the_cookie(response: Any) -> None:
    """Tell caches that the response is not for everybody (CVE-2023-30861)."""
    # Headers that nobody asked for are still the constant ones of a renderer, and stay constant ones.
    constant = getattr(response, "_constant", None)
    named = {name.lower() for name, _ in (response.headerlist if constant is None else constant)}
    missing = [header for name, header in _FOR_ONE_CLIENT.items() if name not in named]
    if constant is None:
        response.headerlist.extend(missing)
    else:
        response._constant = (*constant, *missing)
    if "vary" in named and not {"*", "cookie"}.intersection(name.lower() for name in response.vary):
        response.vary = (*response.vary, "Cookie")


def seconds(name: str, value: Any, *, least: int = 1) -> int | None:
    """Return a number of seconds, or None; raises `ConfigurationError` (CFW-572) for what is none."""
    try:
        found = None if value is None else int(value)
    except (TypeError, ValueError):
        found = least - 1
    if found is not None and found < least:
        raise ConfigurationError(
            _refused(
                f"{name}={value!r} is no number of seconds that a session can have.",
                f"It is a whole number from {least} on, or None for no limit.",
                f"{name}=1200",
            )
        )
    return found


def _refused(what: str, why: str, fix: str) -> Problem:
    return Problem("CFW-572", what, why=why, fixes=(Fix("", fix),))
