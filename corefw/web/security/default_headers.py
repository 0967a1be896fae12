"""Default headers: what every answer has that says nothing else.

Answers of views, errors, redirects, files and guests are alike here, and so are refusals that no
tween sees: they are completed where the server is handed the headers.  Where no default is
declared nothing of this is on the way of a request.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corefw.web.quiet_log import quiet_logger
from corefw.web.response import check_header

__all__ = ["DefaultHeader", "HeaderValue", "completing"]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Pairs = tuple[tuple[str, str], ...]
#: A text, or what makes it of the environment of the request; "" for no header.
HeaderValue = str | Callable[[Environ], str]

log = quiet_logger(__name__)


@dataclass(frozen=True, slots=True)
class DefaultHeader:
    """One header; with *https_only* of answers to requests that came by https."""

    name: str
    value: HeaderValue
    https_only: bool = False


def completing(
    defaults: Collection[DefaultHeader],
) -> Callable[[Environ, StartResponse], StartResponse] | None:
    """Return what makes a ``start_response`` that adds the *defaults*; None if there are none.

    A header that an answer has itself stays as it is; an answer that sets it empty has none of it.
    """
    if not defaults:
        return None
    declared = {row.name.lower(): row for row in defaults}

    @lru_cache(maxsize=256)  # answers have few sets of names, and views write them
    def missing(names: tuple[str, ...], is_https: bool) -> tuple[bool, Pairs, tuple[DefaultHeader, ...]]:
        """Return whether one of *names* is declared, the texts that are missing, and what is to be made."""
        said = {name.lower() for name in names}
        rows = [row for key, row in declared.items() if key not in said and (is_https or not row.https_only)]
        texts = tuple((row.name, row.value) for row in rows if isinstance(row.value, str) and row.value)
        return not said.isdisjoint(declared), texts, tuple(row for row in rows if callable(row.value))

    def complete(environ: Environ, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            # Asked for now, since a trusted proxy is believed after this was made.
            is_https = environ.get("wsgi.url_scheme") == "https"
            says_any, texts, to_make = missing(tuple(dict(headers)), is_https)
            if says_any:
                headers = [pair for pair in headers if pair[1] or pair[0].lower() not in declared]
            whole = [*headers, *texts]
            if to_make:
                whole += _made(to_make, environ)
            return start_response(status, whole, exc_info) if exc_info else start_response(status, whole)

        return start

    return complete


def _made(rows: Iterable[DefaultHeader], environ: Environ) -> Iterator[tuple[str, str]]:
    for row in rows:
        assert callable(row.value)
        # An error would meet the answer to itself here again: the answer goes without this header.
        try:
            value = row.value(environ)
            check_header(row.name, value)
        except Exception:
            log.exception("the default header %s could not be made", row.name)
            continue
        if value:
            yield row.name, value
