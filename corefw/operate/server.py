"""Serving: an application behind waitress, until a signal says stop.

What ``[server]`` may hold is described on the app floor.  Restarting after a change is the business of
`corefw.operate.reloader`.  Floor 6.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from corefw.app.settings import ServerSettings
from corefw.base.errors import ConfigurationError, Problem

__all__ = ["AddressError", "addresses", "listening_sockets", "serve"]

_NO_WAITRESS = Problem(
    "CFW-710", 'corefw serve needs waitress, which is not installed: pip install "corefw[serve]"'
)
#: Ports above the one that is taken which are tried, to name a free one.
_TRIED = 20


class AddressError(ConfigurationError):
    """The address to listen on cannot be had."""


def serve(application: Callable[..., Any], settings: ServerSettings, ready: Callable[[str], None]) -> None:
    """Serve *application* until SIGINT or SIGTERM; *ready* is told the URL once it is served.

    Raises `AddressError` (CFW-711) in one line if the address cannot be had, and
    `ConfigurationError` (CFW-710) if waitress is not installed.
    """
    try:
        # Waitress is an extra: an application in production may run under another server.
        import waitress
        from waitress import wasyncore
    except ImportError:
        raise ConfigurationError(_NO_WAITRESS) from None
    sockets = listening_sockets(settings.host, settings.port)
    channels: dict[int, Any] = {}
    try:
        server = waitress.create_server(
            application,
            map=channels,
            sockets=sockets,
            threads=settings.threads,
            ident=None,  # a client need not know what serves it
            clear_untrusted_proxy_headers=not _knows_proxies(application),
        )
        with _terminated_politely():
            for url in addresses(sockets):
                ready(url)
            server.run()
    finally:
        wasyncore.close_all(channels, ignore_all=True)
        for each in sockets:
            each.close()


def _knows_proxies(application: Any) -> bool:
    """Say whether the application judges itself what proxies say, by ``corefw.trusted_proxies``."""
    registry = getattr(application, "registry", None)
    return registry is not None and bool(registry.settings.get("corefw.trusted_proxies"))


def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """Return a listening socket for each address of *host*, all of one port.

    Raises `AddressError` (CFW-711).  They are made here and not by waitress, which leaves
    some open if one of them cannot be had.
    """
    if not 0 <= port <= 65535:
        raise AddressError(_no_address(host, port, OSError(errno.EINVAL, "ports are 0 to 65535")))
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise AddressError(_no_address(host, port, error)) from error
    sockets: list[socket.socket] = []
    for family, _, _, _, address in dict.fromkeys(found):
        chosen = sockets[0].getsockname()[1] if sockets else port
        try:
            sockets.append(_listening(family, (address[0], chosen, *address[2:])))
        except OSError as error:
            # A name such as localhost may have an address of a family that is switched off.
            if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) and len(found) > 1:
                continue
            for each in sockets:
                each.close()
            raise AddressError(_no_address(host, port, error)) from error
    if not sockets:
        raise AddressError(_no_address(host, port, OSError(errno.EADDRNOTAVAIL, "no address of it is here")))
    return sockets


def _listening(family: int, address: Any) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if os.name != "nt":  # where it means that two programs may share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1024)
    except OSError:
        made.close()
        raise
    return made


def addresses(sockets: Iterable[socket.socket]) -> list[str]:
    """Return the URLs under which *sockets* are reached."""
    urls = []
    for each in sockets:
        host, port, *_ = each.getsockname()
        urls.append(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return urls


def _no_address(host: str, port: int, error: OSError) -> Problem:
    if error.errno == errno.EADDRINUSE:
        free = _free_port(host, port)
        instead = f"--port {free}" if free else "--port"
        what = f"Port {port} of {host} is taken: stop what uses it, or choose another with {instead}."
    elif error.errno == errno.EACCES:
        what = f"Port {port} of {host} is for root only: choose one above 1023 with --port."
    else:
        reason = error.strerror or str(error)
        what = f"{host}:{port} cannot be listened on ({reason}): choose with --host and --port."
    return Problem("CFW-711", what, facts={"host": host, "port": port, "errno": error.errno})


def _free_port(host: str, taken: int) -> int | None:
    """Return the next port above *taken* that can be bound now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(taken + 1, min(taken + _TRIED, 65536)):
        with socket.socket(family) as attempt:
            try:
                attempt.bind((host, port))
            except OSError:
                continue
            return port
    return None


@contextmanager
def _terminated_politely() -> Iterator[None]:
    """Let SIGTERM end the server as Ctrl+C does, so that what is under way is finished."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread, as in tests
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
