"""Paths of resources: from a resource to its path, and from a path to its segments.

A path is text, percent-encoded as it stands in a URL, or a tuple of decoded segments.  As
Pyramid documents its ``traversal`` module.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from corefw.web.exceptions import URLDecodeError
from corefw.web.traversal.lineage import lineage

__all__ = [
    "PATH_SEGMENT_SAFE",
    "decoded",
    "joined",
    "quote_path_segment",
    "resource_path",
    "resource_path_tuple",
    "split_path_info",
    "traversal_path",
    "traversal_path_info",
    "without_dots",
]

#: What may stand in a path segment as it is (RFC 3986, section 3.3).
PATH_SEGMENT_SAFE = "~!$&'()*+,;=:@"


def quote_path_segment(segment: Any, safe: str = PATH_SEGMENT_SAFE) -> str:
    """Return *segment* (text, UTF-8 bytes, or what ``str`` makes text of) as one percent-encoded segment.

    "." and ".." are encoded too, since a browser would resolve them.  Raises ValueError for NUL,
    which no path can hold.
    """
    text = segment.decode("utf-8") if isinstance(segment, bytes) else str(segment)
    if "\0" in text:
        raise ValueError("a path cannot hold NUL")
    if text in (".", ".."):
        return text.replace(".", "%2E")
    return quote(text, safe=safe)


def split_path_info(path: str) -> tuple[str, ...]:
    """Return the segments of a decoded path, without empty ones, "." and what ".." goes back over."""
    return tuple(without_dots(path.strip("/").split("/")))


def without_dots(segments: Iterable[str]) -> list[str]:
    """Leave out empty segments and ".", and for each ".." the one before it."""
    kept: list[str] = []
    for one in segments:
        if one in ("", "."):
            continue
        if one == "..":
            if kept:
                kept.pop()
        else:
            kept.append(one)
    return kept


def traversal_path_info(path: str) -> tuple[str, ...]:
    """Return the segments of a path as WSGI has it in ``PATH_INFO``: UTF-8 shown as Latin-1 (PEP 3333).

    Raises `URLDecodeError` (answered with 400) for bytes that are not UTF-8.
    """
    try:
        encoded = path.encode("latin-1")
    except UnicodeEncodeError as error:
        known = path.encode("utf-8", "surrogatepass")
        raise URLDecodeError(error.encoding, known, error.start, error.end, error.reason) from None
    return split_path_info(decoded(encoded))


def traversal_path(path: str | bytes) -> tuple[str, ...]:
    """Return the segments of a percent-encoded path.

    Raises UnicodeEncodeError for a path that is not ASCII, and so not encoded, and
    `URLDecodeError` for one that is not UTF-8.
    """
    encoded = path if isinstance(path, bytes) else path.encode("ascii")
    return split_path_info(decoded(unquote_to_bytes(encoded)))


def decoded(path: bytes) -> str:
    """Return UTF-8 as text; raises `URLDecodeError`."""
    try:
        return path.decode("utf-8")
    except UnicodeDecodeError as error:
        raise URLDecodeError(error.encoding, error.object, error.start, error.end, error.reason) from None


def resource_path_tuple(resource: Any, *elements: Any) -> tuple[Any, ...]:
    """Return the names from the root to *resource*, then *elements*; the first is the root's, as a rule "".

    A resource tells its name with ``__name__``, and what it lies in with ``__parent__``.
    """
    names = [one.__name__ or "" for one in lineage(resource)]
    return (*reversed(names), *elements)


def resource_path(resource: Any, *elements: Any) -> str:
    """Return the percent-encoded path of *resource*, with *elements* below it; the root's is "/".

    `find_resource` finds the resource by it again.  Raises ValueError for a name with NUL.
    """
    return joined(resource_path_tuple(resource, *elements))


def joined(names: tuple[Any, ...]) -> str:
    """Return names as one percent-encoded path."""
    return "/".join(quote_path_segment(one) for one in names) or "/"
