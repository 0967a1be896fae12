"""Where an unsafe request comes from, by what browsers themselves say of it.

First ``Sec-Fetch-Site``, then ``Origin``, then ``Referer``: none needs anything in a form (as
Go's CrossOriginProtection and Datasette do).  Tokens are the neighbour ``csrf``.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from corefw.web.security.hosts import split_host

__all__ = ["TrustedOrigins", "cross_site_reason", "says_nothing"]

_PORTS: Final = {"http": 80, "https": 443}
_SPEAKING: Final = ("HTTP_SEC_FETCH_SITE", "HTTP_ORIGIN", "HTTP_REFERER")

Origin = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One trusted origin; no scheme means that of the request."""

    scheme: str | None
    host: str
    port: int | None
    itself: bool
    below: bool


class TrustedOrigins:
    """Other sites whose pages may send unsafe requests here.

    An entry is ``https://other.example``, with a port if it is not the scheme's own;
    ``https://*.other.example`` is every host below, ``.other.example`` the host as well; without
    a scheme that of the request holds.  Raises ValueError for an entry that is none of these:
    ``null`` is what any sandboxed page sends, and cannot be trusted.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self.entries = (entries,) if isinstance(entries, str) else tuple(entries)
        self._rules = tuple(_rule(entry) for entry in self.entries)

    def trusts(self, origin: Origin | None, scheme: str) -> bool:
        """Say whether *origin* is trusted in a request of that scheme."""
        if origin is None:
            return False
        for rule in self._rules:
            wanted = rule.scheme or scheme
            if origin[0] != wanted or origin[2] != (rule.port or _PORTS.get(wanted)):
                continue
            if (rule.itself and origin[1] == rule.host) or (
                rule.below and origin[1].endswith("." + rule.host)
            ):
                return True
        return False


def cross_site_reason(environ: Mapping[str, Any], trusted: TrustedOrigins) -> str | None:
    """Return None if the request may be believed, else the reason in words, for the log.

    A client that is no browser and carries no cookie is believed: it has nothing to steal.
    On plain http, so is one that carries a cookie and says nothing of its origin, for
    browsers always say (and on https must).
    """
    site = environ.get("HTTP_SEC_FETCH_SITE")
    origin = environ.get("HTTP_ORIGIN")
    if site is not None:
        if site in ("same-origin", "none"):
            return None
        if origin is not None and trusted.trusts(_origin_of(origin), environ["wsgi.url_scheme"]):
            return None
        return f"the browser says that the request is {_shown(site)}"
    if origin is not None:
        return _judge("Origin", origin, environ, trusted)
    if "HTTP_COOKIE" not in environ:
        return None
    referer = environ.get("HTTP_REFERER")
    if referer is not None:
        return _judge("Referer", referer, environ, trusted)
    if environ["wsgi.url_scheme"] == "https":
        return "the request has a cookie and says nothing of its origin"
    return None


def says_nothing(environ: Mapping[str, Any]) -> bool:
    """Say whether the request tells nothing at all of its origin."""
    return not any(header in environ for header in _SPEAKING)


def _judge(header: str, value: str, environ: Mapping[str, Any], trusted: TrustedOrigins) -> str | None:
    origin = _origin_of(value)
    own = _own_origin(environ)
    if origin is not None and (origin == own or trusted.trusts(origin, environ["wsgi.url_scheme"])):
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


def _own_origin(environ: Mapping[str, Any]) -> Origin | None:
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return _origin_of(f"{environ['wsgi.url_scheme']}://{host}")


def _rule(entry: str) -> _Rule:
    scheme, parted, rest = entry.partition("://") if "://" in entry else ("", "", entry)
    only_below, below = rest.startswith("*."), rest.startswith(("*.", "."))
    host = split_host(rest.removeprefix("*").removeprefix(".")) if rest != "null" else None
    if host is None or (parted and scheme not in _PORTS):
        raise ValueError(f'"{entry}" is not an origin, such as https://other.example or https://*.example')
    return _Rule(scheme or None, host[0], host[1], itself=not only_below, below=below)
