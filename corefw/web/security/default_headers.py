"""Default headers: what every answer has that says nothing else.

Answers of views, errors, redirects, files and guests are alike here, and so are refusals that no
tween sees: they are completed where the server is handed the headers.  Where no default is
declared nothing of this is on the way of a request.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

__all__ = ["DefaultHeader", "completing"]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class DefaultHeader:
    """One header; with *https_only* of answers to requests that came by https."""

    name: str
    value: str
    https_only: bool = False


def completing(
    defaults: Collection[DefaultHeader],
) -> Callable[[Environ, StartResponse], StartResponse] | None:
    """Return what makes a ``start_response`` that adds the *defaults*; None if there are none.

    A header that an answer has itself stays as it is; an answer that sets it empty has none of it.
    """
    if not defaults:
        return None
    for_all = {row.name.lower(): (row.name, row.value) for row in defaults if not row.https_only}
    for_https = {row.name.lower(): (row.name, row.value) for row in defaults}

    def complete(environ: Environ, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            # Asked for now, since a trusted proxy is believed after this was made.
            missing = dict(for_https if environ.get("wsgi.url_scheme") == "https" else for_all)
            own = [pair for pair in headers if missing.pop(pair[0].lower(), None) is None or pair[1]]
            whole = [*own, *missing.values()]
            return start_response(status, whole, exc_info) if exc_info else start_response(status, whole)

        return start

    return complete
