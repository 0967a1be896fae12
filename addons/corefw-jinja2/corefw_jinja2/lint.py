"""Weaknesses: places in a template where escaping for HTML does not protect.

Escaping makes a value safe between tags and inside a quoted attribute.  It does not help in an
attribute without quotes, in a script, a style or an event handler, nor against ``javascript:`` at
the beginning of an address; and ``safe`` or ``autoescape false`` switches it off.  A line
``{# safe: why #}`` just before says that somebody looked at it.  This reads the text as a person would
skim it; it is no HTML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment

__all__ = ["Weakness", "weaknesses"]

_RAW_OPEN = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAW_CLOSE = re.compile(r"</(script|style)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_IN_QUOTES = re.compile(r"([\w:@.-]+)\s*=\s*[\"']([^\"']*)$")
_WITHOUT_QUOTES = re.compile(r"=\s*[^\s\"'>]*$")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href"})
_MADE_ADDRESS = re.compile(r"\b\w*(?:_url|_path)\s*\(")
_SAFE = re.compile(r"\s*safe:\s*\S")
_UNESCAPED = re.compile(r"\|\s*safe\s*$")
_SWITCHED_OFF = re.compile(r"\s*autoescape\s+(?:false|False)\b")
# Enough for a tag with many attributes; what is longer is no tag.
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Weakness:
    """One expression that escaping does not protect."""

    line: int
    what: str
    hint: str


def weaknesses(environment: Environment, source: str) -> list[Weakness]:
    """Return the weak expressions of the template *source*, in their order.

    Raises what Jinja2 raises for a template that has no tokens.
    """
    return list(_Reader().read(environment, source))


class _Reader:
    """Walks through the tokens and remembers the tag or element that it is in."""

    def __init__(self) -> None:
        self.tail = ""
        self.raw = ""
        self.safe_line = 0

    def read(self, environment: Environment, source: str) -> Iterator[Weakness]:
        inside, start = "", 0
        parts: list[str] = []
        for line, token, text in environment.lex(source):
            if token in ("variable_begin", "block_begin"):
                inside, start, parts = token, line, []
            elif token == "variable_end":
                if start != self.safe_line:
                    yield from self._expression(start, "".join(parts).strip())
                self._text("x")
                inside = ""
            elif token == "block_end":
                if _SWITCHED_OFF.match("".join(parts)) and start != self.safe_line:
                    yield Weakness(
                        start, "escaping is switched off", "leave it on, and pass markupsafe.Markup"
                    )
                inside = ""
            elif inside:
                parts.append(text)
            elif token == "comment":
                if _SAFE.match(text):
                    self.safe_line = line + text.count("\n") + 1
            elif token == "data":
                self._text(text)

    def _text(self, text: str) -> None:
        for opened in _RAW_OPEN.finditer(text):
            self.raw = opened[1].lower()
        closings = list(_RAW_CLOSE.finditer(text))
        if closings and not _RAW_OPEN.search(text, closings[-1].end()):
            self.raw = ""
        whole = self.tail + text
        start, end = whole.rfind("<"), whole.rfind(">")
        self.tail = whole[start:][-_TAIL:] if start > end else ""

    def _expression(self, line: int, text: str) -> Iterator[Weakness]:
        shown = f"{{{{ {text} }}}}"
        if _UNESCAPED.search(text):
            yield Weakness(
                line,
                f"{shown} is not escaped",
                "pass a value with __html__ (markupsafe.Markup) that was made safe where it was made",
            )
        elif self.raw and not self.tail:
            yield Weakness(
                line,
                f"{shown} stands in a <{self.raw}> element",
                "put the value in a data- attribute and read it from there",
            )
        elif self.tail:
            yield from self._in_tag(line, text, shown)

    def _in_tag(self, line: int, text: str, shown: str) -> Iterator[Weakness]:
        rest = _QUOTED.sub("", self.tail)
        quoted = _IN_QUOTES.search(rest)
        if quoted is None:
            if _WITHOUT_QUOTES.search(rest):
                yield Weakness(line, f"{shown} is an attribute without quotes", "write quotes around it")
            return
        name, before = quoted[1].lower(), quoted[2]
        if name.startswith("on") or name == "style":
            yield Weakness(
                line,
                f"{shown} stands in the attribute {name}",
                "put the value in a data- attribute and read it from there",
            )
        elif name in _ADDRESSES and not before.strip() and not _MADE_ADDRESS.search(text):
            yield Weakness(
                line,
                f'{shown} begins the address in {name}, where "javascript:" would run',
                "make the address with request.route_path(), or check its scheme where it is made",
            )
