"""HTTP basic authentication: what a client sends, and how it is asked for it (RFC 7617).  Floor 4."""

from __future__ import annotations

import base64
import hmac
from typing import Any, Final, NamedTuple

from corefw.web.httpexceptions import HTTPUnauthorized

__all__ = ["HTTPBasicCredentials", "basic_challenge", "extract_http_basic_credentials"]

_LONGEST: Final = 8192


class HTTPBasicCredentials(NamedTuple):
    """The name and the password that a client sent."""

    username: str
    password: str

    def match(self, username: str, password: str) -> bool:
        """Say whether both are the same; how long it takes tells nothing of where they differ."""
        pairs = ((self.username, username), (self.password, password))
        same = [hmac.compare_digest(given.encode(), wanted.encode()) for given, wanted in pairs]
        return all(same)

    def __repr__(self) -> str:
        return f"HTTPBasicCredentials(username={self.username!r}, password='***')"


def extract_http_basic_credentials(request: Any) -> HTTPBasicCredentials | None:
    """Return the name and the password of the header Authorization, or None if it has none.

    They are read as UTF-8, and as ISO-8859-1 where they are not UTF-8, as old browsers send
    them.  What cannot be read is None, whatever it is.
    """
    value: str = request.environ.get("HTTP_AUTHORIZATION", "")
    if len(value) > _LONGEST or not value.isascii():
        return None
    scheme, _, text = value.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        plain = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        return None
    try:
        pair = plain.decode("utf-8")
    except UnicodeDecodeError:
        pair = plain.decode("latin-1")
    username, colon, password = pair.partition(":")
    return HTTPBasicCredentials(username, password) if colon else None


def basic_challenge(realm: str, detail: str | None = None, **kw: Any) -> HTTPUnauthorized:
    """Return the answer 401 that makes a client ask for a name and a password.

    Raise it or return it.  *realm* says for what; *detail* and *kw* are those of the answer.
    Raises ValueError for a realm that no header can hold.
    """
    quoted = realm.replace("\\", "\\\\").replace('"', '\\"')
    answer = HTTPUnauthorized(detail, **kw)
    answer.headers["WWW-Authenticate"] = f'Basic realm="{quoted}", charset="UTF-8"'
    return answer
