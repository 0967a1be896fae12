"""The check of unsafe requests that pages of other sites make: their origin first, a token second.

The token is kept by a storage policy (the neighbour ``csrf_storage``) and masked anew in every
page (CVE-2014-9720).  What a view is checked for is worked out here, at commit; the check
itself is the deriver ``csrf_view`` in ``web/views``.  Floor 4.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.web.exceptions import BadCSRFOrigin, BadCSRFToken
from corefw.web.security.csrf_storage import LegacySessionCSRFStoragePolicy
from corefw.web.security.origins import TrustedOrigins, cross_site_reason, says_nothing

__all__ = [
    "SAFE_METHODS",
    "DefaultCSRFOptions",
    "check_csrf_origin",
    "check_csrf_token",
    "csrf_options_of",
    "get_csrf_token",
    "new_csrf_token",
    "storage_policy_of",
]

#: What changes nothing (RFC 9110, section 9.2.1).
SAFE_METHODS: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_LONGEST_TOKEN: Final = 1024
_WITHOUT_POLICY: Final = LegacySessionCSRFStoragePolicy()


@dataclass(frozen=True, slots=True)
class DefaultCSRFOptions:
    """What ``set_default_csrf_options`` was given; kept in the registry under "options"."""

    require_csrf: bool = True
    token: str | None = "csrf_token"
    header: str | None = "X-CSRF-Token"
    safe_methods: frozenset[str] = SAFE_METHODS
    check_origin: bool = True
    allow_no_origin: bool = False
    callback: Callable[[Any], object] | None = None

    @property
    def asks_for_a_token(self) -> bool:
        """Whether a token is asked for, and not the origin alone."""
        return bool(self.token or self.header)


#: Where nothing was set: the origin alone, which needs no session and nothing in forms.
_ORIGIN_ALONE: Final = DefaultCSRFOptions(token=None, header=None)
_ASKED_FOR: Final = DefaultCSRFOptions()


def csrf_options_of(
    registry: Any, require_csrf: bool | None, is_exception: bool
) -> DefaultCSRFOptions | None:
    """Return what a view with the option *require_csrf* is checked for, or None if for nothing.

    Views of exceptions are not checked unless they ask for it: they answer what was refused.
    """
    given = registry.find(DefaultCSRFOptions, "options")
    if require_csrf is None:
        if is_exception or (given is not None and not given.require_csrf):
            return None
        return given or _ORIGIN_ALONE
    return (given or _ASKED_FOR) if require_csrf else None


def check_csrf_origin(
    request: Any,
    *,
    trusted_origins: Iterable[str] | None = None,
    allow_no_origin: bool = False,
    raises: bool = True,
) -> bool:
    """Return True if the request may be believed; raise `BadCSRFOrigin` or return False if not.

    *trusted_origins* are those of the setting ``corefw.trusted_origins`` unless they are given.
    *allow_no_origin* believes a request that says nothing of its origin.  Whatever the method
    is, it is judged, so that a handshake of a websocket can be.
    """
    environ = request.environ
    if trusted_origins is None:
        registry = request.registry
        trusted_origins = () if registry is None else registry.settings.get("corefw.trusted_origins", ())
    reason = cross_site_reason(environ, TrustedOrigins(trusted_origins))
    if allow_no_origin and says_nothing(environ):
        reason = None
    if reason is not None and raises:
        raise BadCSRFOrigin()
    return reason is None


def get_csrf_token(request: Any) -> str:
    """Return the client's token, masked: other text each time, all of it accepted."""
    return _mask(storage_policy_of(request).get_csrf_token(request))


def new_csrf_token(request: Any) -> str:
    """Make a new token for the client and return it masked; the old one is refused from now."""
    return _mask(storage_policy_of(request).new_csrf_token(request))


def check_csrf_token(
    request: Any,
    token: str | None = "csrf_token",
    header: str | None = "X-CSRF-Token",
    raises: bool = True,
) -> bool:
    """Return True if the header or the form has the client's token, masked or not.

    Raises `BadCSRFToken`, or returns False, if not.  A token in the query does not count: it
    would be in logs and in the Referer.
    """
    given = request.headers.get(header) if header else None
    if not given and token:
        given = request.POST.get(token)
    good = isinstance(given, str) and _is_accepted(request, given)
    if not good and raises:
        raise BadCSRFToken()
    return good


def storage_policy_of(request: Any) -> Any:
    """Return the storage policy of the application; the session's own if it set none."""
    registry = request.registry
    found = None if registry is None else registry.queryUtility(ICSRFStoragePolicy)
    return _WITHOUT_POLICY if found is None else found


def _is_accepted(request: Any, given: str) -> bool:
    if not 0 < len(given) <= _LONGEST_TOKEN or not given.isascii():
        return False
    check = storage_policy_of(request).check_csrf_token
    unmasked = _unmask(given)
    return bool((unmasked and check(request, unmasked)) or check(request, given))


def _mask(token: str) -> str:
    plain = token.encode("ascii")
    pad = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(pad + _mixed(plain, pad)).decode().rstrip("=")


def _unmask(given: str) -> str:
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4))
        pad, rest = raw[: len(raw) // 2], raw[len(raw) // 2 :]
        return _mixed(pad, rest).decode("ascii") if len(pad) == len(rest) else ""
    except ValueError:
        return ""


def _mixed(one: bytes, other: bytes) -> bytes:
    """Return the exclusive or of two texts of the same length."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")
