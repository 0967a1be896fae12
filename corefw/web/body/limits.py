"""Limits: how much of everything a request may hold.  Floor 4.

The numbers are those of Django, Werkzeug and multipart, of which each was set after an
advisory (CVE-2023-25577, CVE-2023-24580, CVE-2025-62727).  0 switches a limit off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["DEFAULT_LIMITS", "BodyLimits", "limits_of"]

_MIB: Final = 1024 * 1024
_KIB: Final = 1024


def _limit(default: int, help_text: str) -> int:
    value: int = field(default=default, metadata={"help": help_text})
    return value


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """The limits of one application, or of one request that needs others.

    An application puts its own in the registry (``registry.put(BodyLimits, "limits", ...)``);
    a view that takes uploads sets ``request.body_limits`` before it reads.
    """

    body: int = _limit(5 * _MIB // 2, "bytes of a body")
    fields: int = _limit(1000, "fields of a form")
    files: int = _limit(100, "files of a form")
    parts: int = _limit(1000, "parts of a multipart body")
    field_size: int = _limit(500_000, "bytes of one field that is not a file")
    part_headers: int = _limit(8, "headers of one part")
    part_header_size: int = _limit(4 * _KIB, "bytes of one header of a part")
    boundary: int = _limit(256, "characters of a boundary")
    spool: int = _limit(64 * _KIB, "bytes kept in memory before a temporary file is used")
    disk: int = _limit(100 * _MIB, "bytes of all files of a form")
    json_depth: int = _limit(64, "arrays and objects inside each other")
    json_digits: int = _limit(4300, "digits of one number")
    url: int = _limit(8 * _KIB, "bytes of a path, and of a query string")
    query_fields: int = _limit(1000, "fields of a query string")
    cookies: int = _limit(16 * _KIB, "bytes of the header Cookie")


#: What holds where nothing else was put in the registry.
DEFAULT_LIMITS: Final = BodyLimits()


def limits_of(registry: Any) -> BodyLimits:
    """Return the limits of an application; the defaults without a registry."""
    find = getattr(registry, "find", None)
    return (find(BodyLimits, "limits") if find is not None else None) or DEFAULT_LIMITS
