"""Requests that pages of other sites make: seen by what browsers say, and by a token.

First ``Sec-Fetch-Site`` and ``Origin``, which need nothing in a form (as Go's
CrossOriginProtection and Datasette do); second a token of the session, masked anew in every
page (CVE-2014-9720).  Which views are checked is decided in ``web/views/``.  Floor 4.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from corefw.web.exceptions import BadCSRFOrigin, BadCSRFToken
from corefw.web.security.hosts import split_host

__all__ = [
    "SAFE_METHODS",
    "check_csrf_origin",
    "check_csrf_token",
    "cross_site_reason",
    "get_csrf_token",
    "new_csrf_token",
]

SAFE_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_PORTS: Final = {"http": 80, "https": 443}
_LONGEST_TOKEN: Final = 256

Origin = tuple[str, str, int | None]


def cross_site_reason(request: Any, trusted_origins: Iterable[str] = ()) -> str | None:
    """Return None if the request may be believed, else the reason in words, for the log.

    A client that is no browser and carries no cookie is believed: it has nothing to steal.
    On plain http, so is one that carries a cookie and says nothing of its origin, for
    browsers always say (and on https must).
    """
    environ = request.environ
    if environ.get("REQUEST_METHOD", "GET") in SAFE_METHODS:
        return None
    site = environ.get("HTTP_SEC_FETCH_SITE")
    origin = environ.get("HTTP_ORIGIN")
    if site is not None:
        if site in ("same-origin", "none"):
            return None
        if origin is not None and _is_trusted(_origin_of(origin), trusted_origins, environ):
            return None
        return f"the browser says that the request is {_shown(site)}"
    if origin is not None:
        return _judge("Origin", origin, environ, trusted_origins)
    if "HTTP_COOKIE" not in environ:
        return None
    referer = environ.get("HTTP_REFERER")
    if referer is not None:
        return _judge("Referer", referer, environ, trusted_origins)
    if environ.get("wsgi.url_scheme") == "https":
        return "the request has a cookie and says nothing of its origin"
    return None


def check_csrf_origin(
    request: Any,
    *,
    trusted_origins: Iterable[str] = (),
    allow_no_origin: bool = False,
    raises: bool = True,
) -> bool:
    """Return True if the request may be believed; raise `BadCSRFOrigin` or return False if not.

    *allow_no_origin* believes a request that says nothing of its origin.
    """
    reason = cross_site_reason(request, trusted_origins)
    if reason is not None and allow_no_origin:
        silent = ("HTTP_SEC_FETCH_SITE", "HTTP_ORIGIN", "HTTP_REFERER")
        if not any(header in request.environ for header in silent):
            reason = None
    if reason is not None and raises:
        raise BadCSRFOrigin()
    return reason is None


def get_csrf_token(request: Any) -> str:
    """Return the token of the session, masked: other text each time, all of it accepted."""
    return _mask(request.session.get_csrf_token())


def new_csrf_token(request: Any) -> str:
    """Make a new token for the session and return it masked; the old one is refused from now."""
    return _mask(request.session.new_csrf_token())


def check_csrf_token(
    request: Any, token: str = "csrf_token", header: str = "X-CSRF-Token", raises: bool = True
) -> bool:
    """Return True if the header or the form has the session's token, masked or not.

    Raises `BadCSRFToken`, or returns False, if not.  A token in the query does not count: it
    would be in logs and in the Referer.
    """
    given = request.headers.get(header) if header else None
    if not given and token:
        given = request.POST.get(token)
    expected = request.session.get_csrf_token()
    good = isinstance(given, str) and _matches(given, expected)
    if not good and raises:
        raise BadCSRFToken()
    return good


def _matches(given: str, expected: str) -> bool:
    if len(given) > _LONGEST_TOKEN or not given.isascii():
        return False
    wanted = expected.encode()
    plain = hmac.compare_digest(given.encode(), wanted)
    return hmac.compare_digest(_unmask(given), wanted) or plain


def _mask(token: str) -> str:
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    mixed = bytes(a ^ b for a, b in zip(plain, pad, strict=True))
    return urlsafe_b64encode(pad + mixed).decode().rstrip("=")


def _unmask(given: str) -> bytes:
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except ValueError:
        return b""
    half = len(raw) // 2
    if len(raw) != 2 * half:
        return b""
    return bytes(a ^ b for a, b in zip(raw[:half], raw[half:], strict=True))


def _judge(header: str, value: str, environ: Any, trusted: Iterable[str]) -> str | None:
    origin = _origin_of(value)
    if origin is not None and (origin == _own_origin(environ) or _is_trusted(origin, trusted, environ)):
        return None
    return f"the {header} of the request is {_shown(value)}"


def _shown(value: str) -> str:
    return ascii(value[:100])


def _origin_of(url: str) -> Origin | None:
    """Return scheme, host and port of a URL or an Origin header; None if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = split_host(parts.netloc)
    if parts.scheme not in _PORTS or host is None:
        return None
    return parts.scheme, host[0], host[1] or _PORTS[parts.scheme]


def _own_origin(environ: Any) -> Origin | None:
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return _origin_of(f"{environ['wsgi.url_scheme']}://{host}")


def _is_trusted(origin: Origin | None, trusted: Iterable[str], environ: Any) -> bool:
    if origin is None:
        return False
    for entry in trusted:
        scheme, parted, rest = entry.partition("://")
        if not parted:
            scheme, rest = environ["wsgi.url_scheme"], entry
        above = rest.startswith(("*.", "."))
        bare = rest.removeprefix("*").removeprefix(".")
        wanted = _origin_of(f"{scheme}://{bare}")
        if wanted is None or (wanted[0], wanted[2]) != (origin[0], origin[2]):
            continue
        if origin[1] == wanted[1] and not rest.startswith("*."):
            return True
        if above and origin[1].endswith("." + wanted[1]):
            return True
    return False
