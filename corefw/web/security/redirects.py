"""Where a client may be sent: only to this site, whatever it asked for.

Browsers strip tabs, line ends and leading spaces, read ``\\`` as ``/`` and complete
``https:evil``; WebOb needed three releases for one such bug (CVE-2024-42353).  Floor 4.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from corefw.web.httpexceptions import HTTPRedirection, HTTPSeeOther

__all__ = ["is_safe_redirect", "safe_redirect", "safe_redirect_target"]

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_LONGEST = 4096


def is_safe_redirect(target: str, host_url: str) -> bool:
    """Say whether *target* stays on the site *host_url* (``request.host_url``).

    True for a path from the root (``/boards?page=2``) and for a full URL of the same scheme,
    host and port; false for everything else.
    """
    if not target or len(target) > _LONGEST or _FORBIDDEN.search(target):
        return False
    if target.startswith("/"):
        return not target.startswith("//")
    try:
        there, here = urlsplit(target), urlsplit(host_url)
        same_port = _port(there.scheme, there.port) == _port(here.scheme, here.port)
    except ValueError:
        return False
    return (
        there.scheme in ("http", "https")
        and target[len(there.scheme) :].startswith("://")
        and there.scheme == here.scheme
        and "@" not in there.netloc
        and bool(there.hostname)
        and there.hostname == here.hostname
        and same_port
    )


def safe_redirect_target(target: str | None, host_url: str, fallback: str = "/") -> str:
    """Return *target* if it stays on the site, else *fallback*; for ``?next=`` and its kin."""
    return target if target is not None and is_safe_redirect(target, host_url) else fallback


def safe_redirect(
    request: Any,
    target: str | None,
    fallback: str = "/",
    redirect: type[HTTPRedirection] = HTTPSeeOther,
) -> HTTPRedirection:
    """Return a redirect to *target* if it stays on the site of the request, else to *fallback*.

    Raise it or return it.  *redirect* is its class: 303 unless another is given.
    """
    return redirect(location=safe_redirect_target(target, request.host_url, fallback))


def _port(scheme: str, port: int | None) -> int | None:
    return port or {"http": 80, "https": 443}.get(scheme)
