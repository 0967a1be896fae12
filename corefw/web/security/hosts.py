"""The ``Host`` header: which names of this application a client may use.

Everything that builds a URL believes the header, so it is checked before routing: its grammar
(RFC 9110, section 7.2; CVE-2026-48710, CVE-2012-4520) and then the list of allowed hosts
(CVE-2011-4139).  What the client is told is decided by the pipeline.  Floor 4.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["HostCheck", "Refusal", "split_host"]

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(
    rf"(?:\[(?P<six>[0-9a-f:.]{{2,45}})\]|(?P<name>{_LABEL}(?:\.{_LABEL})*)\.?)(?::(?P<port>[0-9]{{1,5}}))?"
)
_LONGEST = 260
_MOST_REMEMBERED = 256


def split_host(host: str) -> tuple[str, int | None] | None:
    """Return the canonical name and the port of a Host header, or None if it is not one.

    The name is in lower case without a trailing dot; an IPv6 address keeps its brackets.
    """
    if not host or len(host) > _LONGEST or not host.isascii():
        return None
    match = _HOST.fullmatch(host.lower())
    if match is None:
        return None
    port = int(match["port"]) if match["port"] else None
    if port is not None and not 0 < port < 65536:
        return None
    if match["six"] is None:
        return match["name"], port
    try:
        return f"[{ipaddress.IPv6Address(match['six'])}]", port
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: in words for the log only, and what the client is told."""

    reason: str
    told: str = "The host of the request is not one of this site."

    def __str__(self) -> str:
        return self.reason


class HostCheck:
    """The hosts an application answers to.

    An entry is a host (``good.example``), a host with its port, a domain with all below it
    (``.good.example``), or ``*`` for any host whose grammar is right.  Raises ValueError for
    an entry that is none of these.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = tuple(allowed)
        self._any = "*" in self.allowed
        self._exact: frozenset[tuple[str, int | None]] = frozenset(
            _entry(one) for one in self.allowed if one != "*" and not one.startswith(".")
        )
        self._suffixes = tuple("." + _entry(one[1:])[0] for one in self.allowed if one.startswith("."))
        # Only hosts that were found good are remembered, and no more than a few hundred.
        self._good: dict[str, None] = {}
        #: What the header Host may say without `check` having to be asked.
        self.known: Mapping[str, None] = self._good

    def check(self, environ: dict[str, Any]) -> Refusal | None:
        """Return None if the request may be answered, else why not."""
        host = environ.get("HTTP_HOST")
        if host in self._good:
            return None
        if host is None:
            if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
                return None
            return _refusal("the request has no Host header")
        parts = split_host(host)
        if parts is None:
            return _refusal(f"the Host header is malformed: {host[:100]!a}")
        name, port = parts
        if not self._is_allowed(name, port):
            return _refusal(f"the Host header is not among the allowed hosts: {host[:100]!a}")
        if len(self._good) >= _MOST_REMEMBERED:
            self._good.clear()
        self._good[host] = None
        return None

    def _is_allowed(self, name: str, port: int | None) -> bool:
        return (
            self._any
            or (name, None) in self._exact
            or (name, port) in self._exact
            or ("." + name).endswith(self._suffixes)
        )


def _refusal(reason: str) -> Refusal:
    return Refusal(f"{reason} (corefw.allowed_hosts)")


def _entry(text: str) -> tuple[str, int | None]:
    if text.count(":") > 1 and not text.startswith("["):
        text = f"[{text}]"
    parts = split_host(text)
    if parts is None:
        raise ValueError(f'"{text}" is not a host, such as good.example, .good.example, [::1] or *')
    return parts
