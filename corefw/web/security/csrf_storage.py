"""Where the token against requests of other sites is kept: in the session, or in a cookie.

A storage policy knows the plain token only; masking it is the business of ``csrf``.  Floor 4.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any, Final

from zope.interface import implementer

from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.web.security.rotation import Secrets, secrets_of
from corefw.web.sessions.flags import CookieFlags, depend_on_the_cookie
from corefw.web.sessions.serializers import signer_of

__all__ = ["CookieCSRFStoragePolicy", "LegacySessionCSRFStoragePolicy", "SessionCSRFStoragePolicy"]

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32,128}")


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _only_for_this_client(request: Any, response: Any) -> None:
    depend_on_the_cookie(response)


@implementer(ICSRFStoragePolicy)
class LegacySessionCSRFStoragePolicy:
    """Leaves the token to the session itself, which has ``get_csrf_token`` and ``new_csrf_token``.

    The policy of an application that sets none.
    """

    def new_csrf_token(self, request: Any) -> str:
        """Make a new token, and return it."""
        return str(request.session.new_csrf_token())

    def get_csrf_token(self, request: Any) -> str:
        """Return the token; made if there is none."""
        return str(request.session.get_csrf_token())

    def renew_csrf_token(self, request: Any) -> None:
        """Do nothing: a session that is renewed has no token any more."""

    def check_csrf_token(self, request: Any, supplied_token: str) -> bool:
        """Say whether it is the token; compared in constant time."""
        return _is_same(supplied_token, self.get_csrf_token(request))


@implementer(ICSRFStoragePolicy)
class SessionCSRFStoragePolicy:
    """Keeps the token in the session under *key*; any session factory will do."""

    def __init__(self, key: str = "_csrft_") -> None:
        self.key = key

    def new_csrf_token(self, request: Any) -> str:
        """Make a new token, and return it."""
        token = _new_token()
        request.session[self.key] = token
        return token

    def get_csrf_token(self, request: Any) -> str:
        """Return the token; made if there is none."""
        token = request.session.get(self.key)
        return token if isinstance(token, str) and token else self.new_csrf_token(request)

    def renew_csrf_token(self, request: Any) -> None:
        """Forget the token, if there is one: another one is made when it is asked for."""
        if self.key in request.session:
            del request.session[self.key]

    def check_csrf_token(self, request: Any, supplied_token: str) -> bool:
        """Say whether it is the token; False if there is none."""
        token = request.session.get(self.key)
        return isinstance(token, str) and bool(token) and _is_same(supplied_token, token)


@implementer(ICSRFStoragePolicy)
class CookieCSRFStoragePolicy:
    """Keeps the token in a cookie of its own, so that no session is needed (double submit).

    Arguments as Pyramid documents them, with safer defaults: *httponly* is on, since the token
    is read from the page, and ``secure=None`` means "on https".  With a *secret* (or a list of
    them: the first signs, the others are still believed) the cookie is signed for whoever is
    logged in: one that was planted from a neighbouring domain, or before the login, is refused.
    Raises `ConfigurationError` for flags that browsers refuse (CFW-572) and an empty secret
    (CFW-527).
    """

    def __init__(
        self,
        cookie_name: str = "csrf_token",
        secure: bool | None = None,
        httponly: bool = True,
        domain: str | None = None,
        max_age: int | None = None,
        path: str = "/",
        samesite: str | None = "Lax",
        secret: Secrets | None = None,
    ) -> None:
        self.flags = CookieFlags(cookie_name, max_age, path, domain, secure, httponly, samesite)
        self.cookie_name = cookie_name
        known = () if secret is None else secrets_of(secret, "CSRF cookie")
        self._key = f"corefw.csrf.{cookie_name}"
        self._signers = [signer_of(one, f"corefw.csrf.\0{cookie_name}", "sha256") for one in known]

    def new_csrf_token(self, request: Any) -> str:
        """Make a new token, which the response will set, and return it."""
        token = _new_token()
        is_first = self._key not in request.environ
        request.environ[self._key] = token
        if is_first:
            request.add_response_callback(self._write)
        return token

    def get_csrf_token(self, request: Any) -> str:
        """Return the token; made if the client brought none."""
        token = self._known(request)
        if token is None:
            return self.new_csrf_token(request)
        if self._key not in request.environ:
            # A page with the token in it is for this client only (CVE-2014-0473).
            request.add_response_callback(_only_for_this_client)
        return token

    def renew_csrf_token(self, request: Any) -> None:
        """Make a new token if the client brought one."""
        if self.cookie_name in request.cookies:
            self.new_csrf_token(request)

    def check_csrf_token(self, request: Any, supplied_token: str) -> bool:
        """Say whether it is the token; False if the client brought none."""
        token = self._known(request)
        return token is not None and _is_same(supplied_token, token)

    def _known(self, request: Any) -> str | None:
        made: str | None = request.environ.get(self._key)
        if made is not None:
            return made
        value = request.cookies.get(self.cookie_name)
        if value is None:
            return None
        token, _, signature = value.partition(".")
        if not _TOKEN.fullmatch(token):
            return None
        if self._signers:
            text = self._signed_text(request, token)
            good = signature.isascii() and any(one.verify_signature(text, signature) for one in self._signers)
            return token if good else None
        return token if not signature else None

    def _write(self, request: Any, response: Any) -> None:
        token = request.environ[self._key]
        value = token
        if self._signers:
            signature = self._signers[0].get_signature(self._signed_text(request, token)).decode()
            value = f"{token}.{signature}"
        self.flags.put(request, response, value)
        depend_on_the_cookie(response)

    @staticmethod
    def _signed_text(request: Any, token: str) -> bytes:
        return f"{token}\0{request.authenticated_userid!r}".encode()
