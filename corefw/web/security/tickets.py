"""A ticket in a cookie that says who its bearer is: signed, and nothing kept on the server.

What Pyramid's helper of that name does, over a text that itsdangerous signs, and not in the
format of Apache's mod_auth_tkt, whose digest is no HMAC.  Floor 4.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.quiet_log import quiet_logger
from corefw.web.response import Response
from corefw.web.security.rotation import Secrets, secrets_of
from corefw.web.sessions.flags import CookieFlags, depend_on_the_cookie
from corefw.web.sessions.serializers import SignedSerializer

__all__ = ["AuthTktCookieHelper"]

log = quiet_logger("corefw.security")

Headers = list[tuple[str, str]]
_VALID_TOKEN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+_-]*")
_LARGEST: Final = 4093  # what every browser keeps of one cookie: its name, its value and "="

#: How a user id of each type is written and read again.
_WRITTEN: Final[Mapping[type, tuple[str, Callable[[Any], str]]]] = MappingProxyType(
    {
        str: ("s", str),
        int: ("i", str),
        bytes: ("b", lambda value: base64.b64encode(value).decode()),
        UUID: ("u", str),
    }
)
_READ: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {"s": str, "i": int, "b": base64.b64decode, "u": UUID}
)


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What a ticket says; ``address`` is empty unless the ticket is bound to one."""

    issued: int
    userid: Any
    tokens: tuple[str, ...]
    address: str


class AuthTktCookieHelper:
    """Keeps the user id in a signed cookie; a part for a security policy to be made of.

    Arguments as Pyramid documents them, with safer defaults: *http_only* is on,
    ``secure=None`` means "on https", and *wild_domain* is off, so that the cookie is this
    host's only.  *secret* may be a list: its first signs, the others are still believed, and
    what they signed is signed anew.  *timeout*, *reissue_time* and *max_age* are seconds: a
    ticket is good for *timeout*, and is issued anew when it is older than *reissue_time*.
    *include_ip* binds it to the address of the client.

    Raises `ConfigurationError` (CFW-527, CFW-572) for arguments that cannot be used.
    """

    def __init__(
        self,
        secret: Secrets,
        cookie_name: str = "auth_tkt",
        secure: bool | None = None,
        include_ip: bool = False,
        timeout: int | None = None,
        reissue_time: int | None = None,
        max_age: int | None = None,
        http_only: bool = True,
        path: str = "/",
        wild_domain: bool = False,
        hashalg: str = "sha512",
        parent_domain: bool = False,
        domain: str | None = None,
        samesite: str | None = "Lax",
    ) -> None:
        self.flags = CookieFlags(cookie_name, max_age, path, domain, secure, http_only, samesite)
        known = secrets_of(secret, "ticket")
        if not hasattr(hashlib, hashalg):
            raise ConfigurationError(
                Problem(
                    "CFW-527",
                    f'There is no hash algorithm "{hashalg}".',
                    fixes=(Fix("", 'hashalg="sha512"'),),
                )
            )
        self.cookie_name = cookie_name
        self.include_ip = include_ip
        self.timeout = None if timeout is None else int(timeout)
        self.reissue_time = None if reissue_time is None else int(reissue_time)
        if self.timeout and self.reissue_time is not None and self.reissue_time >= self.timeout:
            raise ConfigurationError(
                Problem(
                    "CFW-527",
                    f"The ticket runs out after {self.timeout} seconds and is issued anew only after "
                    f"{self.reissue_time}.",
                    why="So it would never be issued anew, and every client would have to log in again.",
                    fixes=(Fix("", f"reissue_time={self.timeout // 10}"),),
                )
            )
        self.wild_domain = wild_domain
        self.parent_domain = parent_domain
        self.domain = domain
        self._signed = SignedSerializer(known, f"corefw.auth_tkt.\0{cookie_name}", hashalg)
        self._key = f"corefw.auth_tkt.{cookie_name}"

    def identify(self, request: Any) -> dict[str, Any] | None:
        """Return what the ticket says, or None if there is none that counts.

        The dictionary has ``timestamp`` (seconds since the epoch), ``userid``, ``tokens`` and
        ``userdata``.
        """
        cookie = request.cookies.get(self.cookie_name)
        if not cookie:
            return None
        now = int(time.time())
        try:
            ticket = self._read(cookie, request, now)
        except (ValueError, TypeError) as error:
            log.info("A ticket was refused: %s.", error)
            return None
        self._reissue(request, ticket, cookie, now)
        return {
            "timestamp": ticket.issued,
            "userid": ticket.userid,
            "tokens": list(ticket.tokens),
            "userdata": "",
        }

    def remember(
        self, request: Any, userid: Any, max_age: int | None = None, tokens: Iterable[str] = ()
    ) -> Headers:
        """Return the header that gives the client a ticket for *userid*.

        *userid* is a str, an int, bytes or a UUID, and comes back as such.  *tokens* are words
        of letters, digits, ``+``, ``_`` and ``-`` that the ticket carries.  Raises TypeError and
        ValueError for what is neither, and ValueError if the cookie would get too large.
        """
        given = tuple(tokens)
        for token in given:
            if not isinstance(token, str) or not _VALID_TOKEN.fullmatch(token):
                raise ValueError(
                    f"{token!r} is no token of a ticket: it begins with a letter, and has no spaces"
                )
        request.environ[self._key] = "decided"
        made = _Ticket(int(time.time()), userid, given, self._address(request))
        return self._header(
            request, self._text(made), self.flags.max_age if max_age is None else int(max_age)
        )

    def forget(self, request: Any) -> Headers:
        """Return the header that takes the ticket away."""
        request.environ[self._key] = "decided"
        return self._header(request, None, None)

    # -- inside ------------------------------------------------------------------------------

    def _text(self, ticket: _Ticket) -> str:
        written = _WRITTEN.get(type(ticket.userid))
        if written is None:
            raise TypeError(
                f"a user id is a str, an int, bytes or a UUID, not of the type {type(ticket.userid).__name__}"
            )
        kind, write = written
        row = [ticket.issued, kind, write(ticket.userid), list(ticket.tokens), ticket.address]
        text = self._signed.dumps(row).decode("ascii")
        size = len(self.cookie_name) + len(text) + 1
        if size > _LARGEST:
            raise ValueError(f"the ticket would need a cookie of {size} bytes, and browsers keep {_LARGEST}")
        return text

    def _read(self, cookie: str, request: Any, now: int) -> _Ticket:
        """Return the ticket; raises ValueError and TypeError for one that does not count."""
        issued, kind, text, tokens, address = self._signed.loads(cookie.encode("latin-1"))
        # A time that lies ahead means that the clock was set back.
        if self.timeout and abs(now - issued) > self.timeout:
            raise ValueError("it has run out")
        if address != self._address(request):
            raise ValueError("it is bound to another address")
        return _Ticket(issued, _READ[kind](text), tuple(tokens), address)

    def _reissue(self, request: Any, ticket: _Ticket, cookie: str, now: int) -> None:
        """Send the ticket again if it is old (with a new time), or signed with an old secret."""
        is_old = self.reissue_time is not None and now - ticket.issued > self.reissue_time
        if request.environ.get(self._key) or not (
            is_old or not self._signed.is_current(cookie.encode("latin-1"))
        ):
            return
        request.environ[self._key] = "due"
        anew = replace(ticket, issued=now) if is_old else ticket

        def send(request: Any, response: Any) -> None:
            if request.environ.get(self._key) == "due":
                response.headerlist.extend(self._header(request, self._text(anew), self.flags.max_age))
                depend_on_the_cookie(response)

        request.add_response_callback(send)

    def _address(self, request: Any) -> str:
        return str(request.environ.get("REMOTE_ADDR", "")) if self.include_ip else ""

    def _header(self, request: Any, value: str | None, max_age: int | None) -> Headers:
        flags = replace(self.flags, domain=self._domain(request), max_age=max_age)
        carrier = Response()
        flags.put(request, carrier, value)
        return [(name, text) for name, text in carrier.headerlist if name == "Set-Cookie"]

    def _domain(self, request: Any) -> str | None:
        if self.domain:
            return self.domain
        host: str = request.domain
        if self.parent_domain and host.count(".") > 1:
            return host.split(".", 1)[1]
        return host if self.wild_domain else None
