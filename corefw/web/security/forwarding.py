"""What a proxy says of the request it passes on: the grammar of ``Forwarded`` and ``X-Forwarded-*``.

A chain of hops is read from the right, where the proxy that is nearest to us wrote.  Which
peers are believed is decided in the neighbour ``proxies``.  Floor 4.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Hop", "MalformedForwarding", "forwarded_hops", "parse_node", "x_forwarded_hops"]

_TOKEN: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_PAIR: Final = re.compile(rf'[ \t]*({_TOKEN})=({_TOKEN}|"(?:[^"\\]|\\.)*")[ \t]*')
_NODE: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>[0-9.]+))(?::(?P<port>[0-9]{1,5}))?|(?P<bare>[0-9A-Fa-f:.]+)"
)
#: What RFC 7239 lets a proxy say that hides where a request comes from (section 6).
_HIDDEN: Final = re.compile(
    r"(?:unknown|_[A-Za-z0-9._-]+)(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]+))?", re.IGNORECASE
)
_LONGEST: Final = 4096

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class MalformedForwarding(ValueError):
    """A header that a trusted proxy passed on cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Hop:
    """What one proxy says of the request that came to it: its peer, and what was asked for."""

    node: str | None = None
    scheme: str | None = None
    host: str | None = None


def parse_node(text: str) -> Address | None:
    """Return the address of a node, None for one that is hidden.

    Raises `MalformedForwarding` for what is neither.
    """
    match = _NODE.fullmatch(text)
    if match is not None:
        try:
            return ipaddress.ip_address(match["six"] or match["four"] or match["bare"])
        except ValueError:
            pass
    elif _HIDDEN.fullmatch(text):
        return None
    raise MalformedForwarding(f"no address: {text[:100]!a}")


def forwarded_hops(value: str) -> Iterator[Hop]:
    """Yield the hops of a ``Forwarded`` header (RFC 7239), the nearest one first.

    Raises `MalformedForwarding` where the grammar is not held.
    """
    if len(value) > _LONGEST:
        raise MalformedForwarding("the header Forwarded is too long")
    for element in reversed(_split(value)):
        said: dict[str, str] = {}
        if not element.strip(" \t"):
            continue
        for pair in filter(str.strip, _split(element, ";")):
            match = _PAIR.fullmatch(pair)
            name = match[1].lower() if match else ""
            if match is None or name in said:
                raise MalformedForwarding(f"the header Forwarded is malformed: {pair[:100]!a}")
            said[name] = _unquoted(match[2])
        yield Hop(said.get("for"), said.get("proto"), said.get("host"))


def x_forwarded_hops(environ: Mapping[str, Any], believed: frozenset[str]) -> Iterator[Hop]:
    """Yield the hops of the ``X-Forwarded-*`` headers that are *believed*, the nearest one first.

    A header with one value was overwritten by the nearest proxy and holds for every hop; one
    with several is appended to, and has a value for each.  Raises `MalformedForwarding` if it
    has too few.
    """
    nodes = _values(environ, "x-forwarded-for", believed)
    schemes = _values(environ, "x-forwarded-proto", believed)
    hosts = _values(environ, "x-forwarded-host", believed)
    for number in range(max(1, len(nodes))):
        yield Hop(
            nodes[number] if nodes else None,
            _nth(schemes, number, "X-Forwarded-Proto"),
            _nth(hosts, number, "X-Forwarded-Host"),
        )


def _values(environ: Mapping[str, Any], header: str, believed: frozenset[str]) -> list[str]:
    """Return the values of a header, the nearest proxy's first."""
    value = environ.get("HTTP_" + header.upper().replace("-", "_")) if header in believed else None
    if value is None:
        return []
    if len(value) > _LONGEST:
        raise MalformedForwarding(f"the header {header.title()} is too long")
    return [part.strip(" \t") for part in reversed(value.split(","))]


def _nth(values: list[str], number: int, header: str) -> str | None:
    if not values:
        return None
    if len(values) == 1:
        return values[0]
    if number >= len(values):
        raise MalformedForwarding(f"the header {header} has fewer values than X-Forwarded-For")
    return values[number]


def _split(text: str, sign: str = ",") -> list[str]:
    """Split *text* at *sign*, but not within quotes."""
    parts, begin, is_quoted, is_escaped = [], 0, False, False
    for at, letter in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif is_quoted and letter == "\\":
            is_escaped = True
        elif letter == '"':
            is_quoted = not is_quoted
        elif letter == sign and not is_quoted:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
