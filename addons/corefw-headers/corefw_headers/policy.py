"""A content security policy: read, checked, and written with and without a nonce.

Browsers skip what they do not understand in a policy without a word, which leaves a site open
that looks protected.  So it is read here as they read it (CSP Level 3), and what they would skip
is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

__all__ = ["NONCE", "ContentPolicy"]

#: What stands for the nonce in a policy.
NONCE: Final = "{nonce}"
_WITH_NONCE: Final = frozenset(
    ("default-src", "script-src", "script-src-elem", "style-src", "style-src-elem")  # an attribute has none
)
#: The directives that have sources.
_FETCH: Final = _WITH_NONCE | frozenset(
    (
        *("script-src-attr", "style-src-attr", "child-src", "connect-src", "fenced-frame-src", "font-src"),
        *("frame-src", "img-src", "manifest-src", "media-src", "object-src", "prefetch-src", "worker-src"),
        *("base-uri", "form-action", "frame-ancestors"),
    )
)
#: The others, with the values that they know; None where they know any.
_OTHERS: Final[Mapping[str, frozenset[str] | None]] = {
    "block-all-mixed-content": frozenset(),
    "report-to": None,
    "report-uri": None,
    "require-trusted-types-for": frozenset(("'script'",)),
    "sandbox": frozenset(
        (
            *("allow-downloads", "allow-forms", "allow-modals", "allow-orientation-lock"),
            *("allow-pointer-lock", "allow-popups", "allow-popups-to-escape-sandbox", "allow-presentation"),
            *("allow-same-origin", "allow-scripts", "allow-storage-access-by-user-activation"),
            *("allow-top-navigation", "allow-top-navigation-by-user-activation"),
            "allow-top-navigation-to-custom-protocols",
        )
    ),
    "trusted-types": None,
    "upgrade-insecure-requests": frozenset(),
    "webrtc": frozenset(("'allow'", "'block'")),
}
_KEYWORDS: Final = frozenset(
    (
        *("'none'", "'self'", "'inline-speculation-rules'", "'report-sample'", "'report-sha256'"),
        *("'report-sha384'", "'report-sha512'", "'strict-dynamic'", "'trusted-types-eval'"),
        *("'unsafe-allow-redirects'", "'unsafe-eval'", "'unsafe-hashes'", "'unsafe-inline'"),
        *("'unsafe-webtransport-hashes'", "'wasm-unsafe-eval'"),
    )
)
_OF_ANCESTORS: Final = frozenset(("'none'", "'self'"))
_NONE: Final = "'none'"
_INLINE: Final = "'unsafe-inline'"
_HASH: Final = re.compile(r"'sha(256|384|512)-[A-Za-z0-9+/_-]+={0,2}'", re.IGNORECASE)
_CONSTANT: Final = re.compile(r"'nonce-[A-Za-z0-9+/_-]+={0,2}'", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST: Final = re.compile(
    r"([a-z][a-z0-9+.-]*://)?(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(:(\d+|\*))?(/[^?#]*)?",
    re.IGNORECASE,
)
#: Sources from which anybody can serve a script.
_ANYBODY: Final = frozenset(("*", "http:", "https:", "data:", "blob:", "http://*", "https://*"))


class ContentPolicy:
    """The policy *text*, whose `faults` say what browsers would not understand; no faults, no surprise."""

    def __init__(self, text: str) -> None:
        parts = [part.split() for part in text.split(";")]
        #: Each directive with its values, in their order.
        self.directives: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
            (part[0].lower(), tuple(map(_usual, part[1:]))) for part in parts if part
        )
        self.takes_nonce = any(NONCE in values for _, values in self.directives)
        self.faults = tuple(self._faults(text))
        self._whole = "; ".join(" ".join((name, *values)) for name, values in self.directives)
        #: For answers without a nonce.
        self.plain = "; ".join(_written(name, values) for name, values in self.directives)

    def __str__(self) -> str:
        return self._whole

    def with_nonce(self, nonce: str) -> str:
        """Return the policy for a page with that *nonce*."""
        return self._whole.replace(NONCE, f"'nonce-{nonce}'")

    def open_to(self) -> tuple[str, ...]:
        """Return what of the policy lets scripts run that somebody else wrote."""
        rules = dict(reversed(self.directives))
        usual = rules.get("script-src", rules.get("default-src"))
        if usual is None:
            return ("no script-src and no default-src",)
        found: dict[str, None] = {value: None for value in usual if value == "'unsafe-eval'"}
        for name in ("script-src-elem", "script-src-attr"):
            values = rules.get(name, usual)
            is_bound = NONCE in values or any(map(_HASH.fullmatch, values))
            found |= {value: None for value in values if _CONSTANT.fullmatch(value)}
            if _INLINE in values and not is_bound:
                found[_INLINE] = None
            if name == "script-src-elem" and "'strict-dynamic'" not in values:
                found |= {value: None for value in values if value.lower() in _ANYBODY}
        return tuple(found)

    def keeps_out_frames(self) -> bool:
        """Say whether the policy says who may show a page in a frame."""
        values = dict(reversed(self.directives)).get("frame-ancestors")
        return values is not None and _ANYBODY.isdisjoint(value.lower() for value in values)

    def _faults(self, text: str) -> Iterator[str]:
        if not all(" " <= sign <= "~" or sign in "\t\n\r\f" for sign in text):
            yield "it holds a control character, or one that is not ASCII"
        if "," in text:
            yield "it holds a comma, at which browsers end one policy and begin another"
        names = [name for name, _ in self.directives]
        if not names:
            yield "it is empty"
        for name in dict.fromkeys(names):
            if name not in _FETCH and name not in _OTHERS:
                yield f'there is no directive "{name}"{_near(name, (*_FETCH, *_OTHERS))}'
            elif names.count(name) > 1:
                yield f'"{name}" stands there {names.count(name)} times, and only the first counts'
        for name, values in self.directives:
            for value in values:
                fault = _fault_of(name, value)
                if fault:
                    yield fault
            if name in _FETCH and len(values) > 1 and _NONE in values:
                yield f"{_NONE} of {name} counts for nothing beside other sources"


def _usual(value: str) -> str:
    """Return a value as it is usually written: browsers read keywords and schemes in any case."""
    return value.lower() if value.lower() in _KEYWORDS or _SCHEME.fullmatch(value) else value


def _fault_of(name: str, value: str) -> str:
    """Return why browsers would skip a value, "" if they understand it."""
    if value == NONCE:
        has_no_use = name not in _WITH_NONCE and (name in _FETCH or name in _OTHERS)
        return f'"{name}" has no use for a nonce' if has_no_use else ""
    if "{" in value:
        return f'"{value}" is no placeholder; there is {NONCE}, which stands alone and without quotes'
    if name not in _FETCH:
        known = _OTHERS.get(name)
        if known is None or value.lower() in known:
            return ""
        return f"{name} knows no {value}{_near(value, known)}"
    quoted = "'" + value.strip("'\"") + "'"
    if value in _KEYWORDS:
        is_good = name != "frame-ancestors" or value in _OF_ANCESTORS
        return "" if is_good else f"frame-ancestors knows no {value}"
    if _HASH.fullmatch(value) or _CONSTANT.fullmatch(value):
        return ""
    if quoted.lower() in _KEYWORDS or _HASH.fullmatch(quoted) or _CONSTANT.fullmatch(quoted):
        return f"{value} of {name} is no keyword as it stands; that is written {quoted}"
    if value.lower().startswith(("'nonce-", "'sha")):
        return f"{value} is neither a nonce nor a hash"
    if value.startswith("'") or value.endswith("'"):
        return f"{value} is no keyword{_near(value, _KEYWORDS)}"
    return "" if _SCHEME.fullmatch(value) or _HOST.fullmatch(value) else f"{value} of {name} is no source"


def _near(value: str, known: Iterable[str]) -> str:
    near = get_close_matches(value, sorted(known), n=1)
    return f". Did you mean {near[0]}?" if near else ""


def _written(name: str, values: tuple[str, ...]) -> str:
    """Return a directive as it is where there is no nonce: nothing is allowed in its place.

    With a nonce browsers do not count 'unsafe-inline', so it does not come to count without.
    """
    if NONCE not in values:
        return " ".join((name, *values))
    kept = [value for value in values if value not in (NONCE, _INLINE)]
    return " ".join((name, *(kept or [_NONE])))
