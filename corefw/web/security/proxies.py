"""Trusted proxies: who may say where a request comes from, and what was asked for.

Without ``corefw.trusted_proxies`` nothing here is on the path of a request, and what clients
write into ``Forwarded`` and ``X-Forwarded-*`` is read by nobody.  The rules:

- the peer of the connection must be listed, or its headers are ignored;
- the chain is read from the right as long as the hop is listed too; the first that is not is
  the client, so that what a client writes itself never counts;
- what a proxy of ours wrote and cannot be read is answered with 400, and not guessed.

Floor 4.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from corefw.web.security.forwarding import (
    Address,
    Hop,
    MalformedForwarding,
    forwarded_hops,
    parse_node,
    x_forwarded_hops,
)
from corefw.web.security.hosts import HostCheck, Refusal, split_host
from corefw.web.traversal.virtual import VIRTUAL_ROOT

__all__ = ["PROXY_HEADERS", "ProxiedHostCheck", "TrustedProxies", "host_check"]

#: The headers that a proxy may be believed, in the order the reference tells them.
PROXY_HEADERS: Final = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-vhm-root",
)
_DEFAULT_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
_MOST_REMEMBERED: Final = 256
_PORTS: Final = {"http": "80", "https": "443"}
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+/?")

Environ = dict[str, Any]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxies:
    """The peers that are believed, and the headers they are believed for.

    An entry is an address, a network (``10.0.0.0/8``), ``unix`` for a peer without an address
    (a UNIX socket), or ``*`` for any peer.  Raises ValueError for an entry or a header that is
    none, and for ``forwarded`` beside an ``x-forwarded-*``: a proxy writes one of them, and the
    other is the client's.
    """

    def __init__(
        self, entries: Iterable[str], headers: Iterable[str] = ("x-forwarded-for", "x-forwarded-proto")
    ) -> None:
        self.entries = tuple(entries)
        self.headers = frozenset(headers)
        unknown = sorted(self.headers.difference(PROXY_HEADERS))
        if unknown:
            raise ValueError(f'"{unknown[0]}" is no header of a proxy; there are {", ".join(PROXY_HEADERS)}')
        if "forwarded" in self.headers and len(self.headers - {"x-vhm-root"}) > 1:
            raise ValueError(
                'proxy_headers has "forwarded" and an "x-forwarded-*"; a proxy writes one of them'
            )
        self._any = "*" in self.entries
        self._nameless = self._any or "unix" in self.entries
        self._networks = tuple(_network(one) for one in self.entries if one not in ("*", "unix"))
        # Nearly every request comes from one of few peers; only good ones are remembered.
        self._good: dict[str, None] = {}

    def apply(self, environ: Environ) -> str | None:
        """Put the client's address, scheme, host and prefix into *environ*, if the peer may say them.

        Returns None, or why the request must be refused.
        """
        if not self._is_peer(environ.get("REMOTE_ADDR") or ""):
            return None
        try:
            self._apply(environ)
        except MalformedForwarding as error:
            return f"{error} (corefw.trusted_proxies)"
        if "x-vhm-root" in self.headers and "HTTP_X_VHM_ROOT" in environ:
            environ[VIRTUAL_ROOT] = environ["HTTP_X_VHM_ROOT"]
        return None

    def _apply(self, environ: Environ) -> None:
        if "forwarded" in self.headers:
            value = environ.get("HTTP_FORWARDED")
            hops = forwarded_hops(value) if value is not None else iter(())
        else:
            hops = x_forwarded_hops(environ, self.headers)
        found = self._client(hops)
        if found is None:
            return
        hop, address = found
        changed: Environ = {}
        scheme = _scheme(hop.scheme)
        if scheme is not None:
            changed["wsgi.url_scheme"] = scheme
        host = self._host(environ, hop.host, scheme or environ.get("wsgi.url_scheme", "http"))
        if host is not None:
            changed["HTTP_HOST"] = host
        port = self._port(environ)
        if port is not None:
            changed["SERVER_PORT"] = port
        prefix = self._prefix(environ)
        if prefix:
            changed["SCRIPT_NAME"] = prefix + environ.get("SCRIPT_NAME", "")
        environ.update(changed)
        if hop.node is not None:
            for name in ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT"):
                environ.pop(name, None)
            if address is not None:
                environ["REMOTE_ADDR"] = str(address)

    def _client(self, hops: Iterator[Hop]) -> tuple[Hop, Address | None] | None:
        """Return the first hop whose node is not one of ours, or the furthest, with its address."""
        last: tuple[Hop, Address | None] | None = None
        for hop in hops:
            address = None if hop.node is None else parse_node(hop.node)
            last = hop, address
            if address is None or not self._is_known(address):
                break
        return last

    def _is_peer(self, text: str) -> bool:
        if self._any or text in self._good:
            return True
        if not text:
            return self._nameless
        try:
            is_good = self._is_known(ipaddress.ip_address(text.partition("%")[0]))
        except ValueError:
            return False
        if is_good and len(self._good) < _MOST_REMEMBERED:
            self._good[text] = None
        return is_good

    def _is_known(self, address: Address) -> bool:
        plain: Address = getattr(address, "ipv4_mapped", None) or address
        return any(plain in network for network in self._networks)

    def _host(self, environ: Environ, given: str | None, scheme: str) -> str | None:
        """Return the Host that was asked for, or None to leave it as it is."""
        port = self._port(environ)
        text = environ.get("HTTP_HOST", "") if given is None else given
        if given is port is None and ":" not in text:
            return None
        parts = split_host(text)
        if parts is None:
            if given is None:
                return None  # the check of the host says it
            raise MalformedForwarding(f"no host: {text[:100]!a}")
        name, own = parts
        if given is not None and None not in (port, own) and str(own) != port:
            raise MalformedForwarding("X-Forwarded-Host and X-Forwarded-Port name two ports")
        if port is not None:
            return name if _PORTS.get(scheme) == port else f"{name}:{port}"
        # Where the proxy asks with http for https, the port of http is its own and not the client's.
        before = environ.get("wsgi.url_scheme", "http")
        is_of_proxy = given is None and scheme != before and str(own) == _PORTS.get(before)
        return name if is_of_proxy else given

    def _port(self, environ: Environ) -> str | None:
        value = environ.get("HTTP_X_FORWARDED_PORT") if "x-forwarded-port" in self.headers else None
        if value is None:
            return None
        nearest: str = value.rpartition(",")[2].strip(" \t")
        if not (nearest.isascii() and nearest.isdigit() and len(nearest) <= 5 and 0 < int(nearest) < 65536):
            raise MalformedForwarding(f"no port: {nearest[:100]!a}")
        return str(int(nearest))

    def _prefix(self, environ: Environ) -> str | None:
        value = environ.get("HTTP_X_FORWARDED_PREFIX") if "x-forwarded-prefix" in self.headers else None
        if value is None:
            return None
        prefix = unquote_to_bytes(value).decode("latin-1").rstrip("/")
        if value != "/" and (
            not _PREFIX.fullmatch(value)
            or "//" in prefix
            or {".", ".."} & {*prefix.split("/")}
            or "\0" in prefix
        ):
            raise MalformedForwarding(f"no prefix: {value[:100]!a}")
        return prefix


def _scheme(value: str | None) -> str | None:
    if value is None:
        return None
    scheme = value.lower()
    if scheme not in _PORTS:
        raise MalformedForwarding(f"no scheme: {value[:100]!a}")
    return scheme


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a proxy, such as 10.0.0.5, 10.0.0.0/8, ::1, unix or *') from None


class ProxiedHostCheck(HostCheck):
    """The check of the host behind proxies: first what they say is put in place."""

    def __init__(self, allowed: Iterable[str], proxies: TrustedProxies) -> None:
        super().__init__(allowed)
        self.known = {}  # every request must be asked about
        self.proxies = proxies

    def check(self, environ: Environ) -> Refusal | None:
        """Return None if the request may be answered, else why not."""
        reason = self.proxies.apply(environ)
        if reason is not None:
            return Refusal(reason, "The request came through a proxy in a way that this site does not take.")
        return super().check(environ)


def host_check(settings: Any) -> HostCheck:
    """Return what looks at each request before anything else, as the settings say."""
    allowed = settings.get("corefw.allowed_hosts", _DEFAULT_HOSTS)
    proxies = settings.get("corefw.trusted_proxies", ())
    if not proxies:
        return HostCheck(allowed)
    headers = settings.get("corefw.proxy_headers")
    return ProxiedHostCheck(allowed, TrustedProxies(proxies, headers) if headers else TrustedProxies(proxies))
