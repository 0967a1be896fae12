"""JSON bodies: strict, shallow enough, and without what JSON does not have.  Floor 4.

RFC 8259 knows no NaN and leaves duplicate names and lone surrogates open; all three are
refused here, since two parsers that read one text differently are a way round a check.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from corefw.web.body.limits import BodyLimits
from corefw.web.httpexceptions import HTTPBadRequest

__all__ = ["parse_json"]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRINGS = re.compile(rb'"[^"]*"')
_BRACKETS = b"[]{}"
_OTHERS = bytes(byte for byte in range(256) if byte not in _BRACKETS)


def parse_json(body: bytes, limits: BodyLimits) -> Any:
    """Return what the JSON text *body* says.  Raises HTTPBadRequest for what is not JSON."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPBadRequest("The JSON is not valid UTF-8.") from None
    if not text.strip():
        raise HTTPBadRequest("There is no JSON in the body.")
    if limits.json_depth and _is_deeper(body, limits.json_depth):
        raise HTTPBadRequest("The JSON is nested too deeply.")

    def parse_int(digits: str) -> int:
        if limits.json_digits and len(digits) > limits.json_digits:
            raise HTTPBadRequest("The JSON holds a number that is too long.")
        return int(digits)

    try:
        found = json.loads(
            text,
            parse_int=parse_int,
            parse_float=_finite,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as error:
        raise HTTPBadRequest(f"The body is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise HTTPBadRequest("The JSON is nested too deeply.") from None
    except ValueError:
        raise HTTPBadRequest("The JSON holds a number that is too long.") from None
    if b"\\u" in body and _has_surrogate(found):
        raise HTTPBadRequest("The JSON holds half a character.")
    return found


def _is_deeper(body: bytes, most: int) -> bool:
    """Count brackets outside of strings, before a parser walks down them."""
    if body.count(b"[") + body.count(b"{") <= most:
        return False
    depth = 0
    # Without escaped backslashes, and then escaped quotes, a string ends at the next quote.
    plain = body.replace(rb"\\", b"").replace(rb"\"", b"")
    for bracket in _STRINGS.sub(b"", plain).translate(None, _OTHERS):
        if bracket in b"[{":
            depth += 1
            if depth > most:
                return True
        else:
            depth -= 1
    return False


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise HTTPBadRequest("The JSON holds a number that is too large.")
    return number


def _no_constant(name: str) -> Any:
    raise HTTPBadRequest(f"{name} is not JSON.")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise HTTPBadRequest("The JSON holds one name twice in an object.")
    return made


def _has_surrogate(found: Any) -> bool:
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if _SURROGATE.search(one):
                return True
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
    return False
