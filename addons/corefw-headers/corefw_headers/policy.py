"""A content security policy: read, checked, and written with and without a nonce.

Browsers skip what they do not understand in a policy without a word, which leaves a site open
that looks protected.  So it is read here as they read it (CSP Level 3), and what they would skip
is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

__all__ = ["NONCE", "ContentPolicy"]

#: What stands for the nonce in a policy.
NONCE: Final = "{nonce}"
_SCRIPTS: Final = ("script-src", "script-src-elem", "script-src-attr")
_STYLES: Final = ("style-src", "style-src-elem", "style-src-attr")
#: The directives that have sources.
_FETCH: Final = frozenset(
    (
        *("default-src", *_SCRIPTS, *_STYLES, "child-src", "connect-src", "font-src", "frame-src", "img-src"),
        *("manifest-src", "media-src", "object-src", "prefetch-src", "worker-src"),
        *("base-uri", "form-action", "frame-ancestors"),
    )
)
_OTHERS: Final = frozenset(
    (
        *("block-all-mixed-content", "report-to", "report-uri", "require-trusted-types-for", "sandbox"),
        *("trusted-types", "upgrade-insecure-requests"),
    )
)
_KEYWORDS: Final = frozenset(
    (
        *("none", "self", "inline-speculation-rules", "report-sample", "strict-dynamic"),
        *("unsafe-eval", "unsafe-hashes", "unsafe-inline", "wasm-unsafe-eval"),
    )
)
_PREFIXES: Final = ("nonce-", "sha256-", "sha384-", "sha512-")
_NONE: Final = "'none'"
_INLINE: Final = "'unsafe-inline'"


class ContentPolicy:
    """The policy *text*, whose `faults` say what browsers would not understand; no faults, no surprise."""

    def __init__(self, text: str) -> None:
        parts = [part.split() for part in text.split(";")]
        #: Each directive with its values, in their order.
        self.directives: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
            (part[0].lower(), tuple(part[1:])) for part in parts if part
        )
        self.takes_nonce = any(NONCE in values for _, values in self.directives)
        self.faults = tuple(self._faults(text))
        #: For answers without a nonce.
        self.plain = "; ".join(_written(name, values) for name, values in self.directives)

    def with_nonce(self, nonce: str) -> str:
        """Return the policy for a page with that *nonce*."""
        whole = "; ".join(" ".join((name, *values)) for name, values in self.directives)
        return whole.replace(NONCE, f"'nonce-{nonce}'")

    def runs_inline(self) -> tuple[str, ...]:
        """Return what of the policy lets scripts run that somebody wrote into a page."""
        rules = dict(self.directives)
        values = rules.get("script-src", rules.get("default-src"))
        if values is None:
            return ("no script-src and no default-src",)
        is_bound = NONCE in values or any(value.startswith(("'nonce-", "'sha")) for value in values)
        found = [value for value in ("'unsafe-inline'", "'unsafe-eval'", "*", "data:") if value in values]
        return tuple(value for value in found if value != _INLINE or not is_bound)

    def _faults(self, text: str) -> Iterator[str]:
        if not text.isascii() or not text.replace("\t", " ").replace("\n", " ").isprintable():
            yield "it holds a sign that is not ASCII"
        if "," in text:
            yield "it holds a comma, at which browsers end one policy and begin another"
        names = [name for name, _ in self.directives]
        if not names:
            yield "it is empty"
        for name in dict.fromkeys(names):
            if name not in _FETCH | _OTHERS:
                near = get_close_matches(name, sorted(_FETCH | _OTHERS), n=1)
                hint = f'. Did you mean "{near[0]}"?' if near else ""
                yield f'there is no directive "{name}"{hint}'
            elif names.count(name) > 1:
                yield f'"{name}" stands there {names.count(name)} times, and only the first counts'
        for name, values in self.directives:
            yield from _faults_of(name, values)


def _faults_of(name: str, values: tuple[str, ...]) -> Iterator[str]:
    for value in values:
        bare = value.strip("'")
        if "{" in value and value != NONCE:
            yield f'"{value}" is no placeholder; there is {NONCE}, which stands alone and without quotes'
        elif value == NONCE and name not in ("default-src", *_SCRIPTS, *_STYLES):
            yield f'"{name}" has no use for a nonce'
        elif name not in _FETCH:
            continue
        elif value.startswith("'") and value.endswith("'") and len(value) > 1:
            if bare.lower() not in _KEYWORDS and not bare.lower().startswith(_PREFIXES):
                near = get_close_matches(bare, sorted(_KEYWORDS), n=1)
                yield f"{value} is no keyword" + (f". Did you mean '{near[0]}'?" if near else "")
        elif bare.lower() in _KEYWORDS or bare.lower().startswith(_PREFIXES):
            yield f"\"{value}\" of {name} is a host as it stands; the keyword is written '{bare}'"
    if name in _FETCH and len(values) > 1 and _NONE in [value.lower() for value in values]:
        yield f"{_NONE} of {name} counts for nothing beside other sources"


def _written(name: str, values: tuple[str, ...]) -> str:
    """Return a directive as it is where there is no nonce: nothing is allowed in its place.

    With a nonce browsers do not count 'unsafe-inline', so it does not come to count without.
    """
    if NONCE not in values:
        return " ".join((name, *values))
    kept = [value for value in values if value not in (NONCE, _INLINE)]
    return " ".join((name, *(kept or [_NONE])))
