"""The headers, the cookies and the query of a request, as dictionaries.

Each is WebOb's, changes are written back to the environment as WebOb does, and what a client
writes raises nothing but a 400.  They are made on first use, so they are made to be quick.
Floor 4.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from webob.cookies import RequestCookies
from webob.headers import EnvironHeaders
from webob.multidict import GetDict, MultiDict

from corefw.web.httpexceptions import HTTPBadRequest

__all__ = ["FormFields", "QueryFields", "RequestHeaders", "SafeCookies"]

_KEPT: Final = "webob._parsed_cookies"
#: What nearly every browser sends: it can be parted at its separators, with the same outcome as WebOb's.
_USUAL = re.compile(r"[\w.-]+=[\w.:/+|=%@!~*()-]*(?:; [\w.-]+=[\w.:/+|=%@!~*()-]*)*", re.ASCII)
#: Names that are those of a cookie's attributes, which WebOb does not take for cookies.
_ATTRIBUTES: Final = frozenset(
    ("comment", "domain", "expires", "httponly", "max-age", "path", "samesite", "secure", "version")
)


class SafeCookies(RequestCookies):
    """WebOb's cookies; 400 where they are not UTF-8 or longer than *most*."""

    def __init__(self, environ: dict[str, Any], most: int = 0) -> None:
        self._environ = environ
        self._most = most

    @property
    def _cache(self) -> Any:
        header = self._environ.get("HTTP_COOKIE", "")
        kept, kept_header = self._environ.get(_KEPT, ({}, None))
        if header == kept_header:
            return kept
        if self._most and len(header) > self._most:
            raise HTTPBadRequest("The cookies are too long.")
        if _USUAL.fullmatch(header):
            found = {}
            for pair in header.split("; "):
                name, _, value = pair.partition("=")
                if name.lower() in _ATTRIBUTES:
                    break
                found[name] = value
            else:
                self._environ[_KEPT] = found, header
                return found
        try:
            return super()._cache
        except UnicodeError:
            raise HTTPBadRequest("A cookie is not valid UTF-8.") from None


class FormFields(MultiDict):
    """WebOb's dictionary of fields, with less work to make it and to ask for a name that may be missing."""

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> FormFields:
        """Return the fields of a list that is theirs, with nothing to be asked about it."""
        made = cls.__new__(cls)
        made._items = pairs
        return made

    def get(self, key: str, default: Any = None) -> Any:
        """Return the last value of *key*, or *default*."""
        for name, value in reversed(self._items):
            if name == key:
                return value
        return default


class QueryFields(FormFields, GetDict):
    """WebOb's fields of a query, written back when changed, but not kept in the environment.

    WebOb keeps them there, and they the environment: a reference cycle in every request.
    """

    def __init__(self, pairs: list[tuple[str, str]], environ: dict[str, Any]) -> None:
        self.env = environ
        self._items = pairs

    def on_change(self) -> None:
        """Write the fields back to the query string."""
        super().on_change()
        self.env.pop("webob._parsed_query_vars", None)


@lru_cache(maxsize=512)
def _key_of(name: str) -> str:
    """Return where the environment holds the header *name*."""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key


class RequestHeaders(EnvironHeaders):
    """WebOb's headers of a request, with the keys of names remembered."""

    def __getitem__(self, name: str) -> Any:
        return self.environ[_key_of(name)]

    def __contains__(self, name: object) -> bool:
        return _key_of(name) in self.environ
