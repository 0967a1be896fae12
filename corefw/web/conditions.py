"""Conditions and ranges of a request (``If-...``, ``Range``): the broken ones are not there.

RFC 9110 (sections 13.1 and 14.2) has a server ignore what it cannot parse.  WebOb raises for
a date of the year 99999 or a range of five thousand digits.  Floor 4.
"""

from __future__ import annotations

import re
from typing import Any

from webob.datetime_utils import parse_date

__all__ = ["good_date", "good_range", "without_broken_conditions"]

_RANGE = re.compile(r"bytes *= *(?:[0-9]{1,18} *- *[0-9]{0,18}|- *(?=0*[1-9])[0-9]{1,18}) *", re.IGNORECASE)
_DATES = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_DATE")
_TAGS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_RANGE")
_LONGEST_DATE = 60
_LONGEST_TAGS = 8192


def good_range(value: str) -> bool:
    """Say whether *value* is one range of bytes; several are answered with the whole."""
    return _RANGE.fullmatch(value) is not None


def good_date(value: str) -> bool:
    """Say whether *value* is a date that this machine can hold."""
    if len(value) > _LONGEST_DATE:
        return False
    try:
        return parse_date(value) is not None
    except (ValueError, OverflowError, OSError, TypeError):
        return False


def without_broken_conditions(environ: dict[str, Any]) -> dict[str, Any]:
    """Return *environ*, or a copy of it without the conditions that cannot be parsed."""
    broken = [key for key in _DATES if key in environ and not good_date(environ[key])]
    broken += [key for key in _TAGS if len(environ.get(key, "")) > _LONGEST_TAGS]
    since = environ.get("HTTP_IF_RANGE", "")
    if since.endswith(" GMT") and not good_date(since):
        broken.append("HTTP_RANGE")
    if "HTTP_RANGE" in environ and not good_range(environ["HTTP_RANGE"]):
        broken.append("HTTP_RANGE")
    if not broken:
        return environ
    return {key: value for key, value in environ.items() if key not in broken}
