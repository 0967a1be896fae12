"""Weaknesses: places in a template where escaping for HTML does not protect.

Escaping makes a value safe between tags and inside a quoted attribute.  It does not help in an
attribute without quotes, in a script, a style or an event handler, nor against ``javascript:`` at
the beginning of an address; and ``|n`` switches it off.  A line ``## safe: why`` just before says
that somebody looked at it.  This reads the text as a person would skim it; it is no HTML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mako import parsetree
from mako.lexer import Lexer

__all__ = ["Weakness", "weaknesses"]

_RAW_OPEN = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAW_CLOSE = re.compile(r"</(script|style)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_IN_QUOTES = re.compile(r"([\w:@.-]+)\s*=\s*[\"']([^\"']*)$")
_WITHOUT_QUOTES = re.compile(r"=\s*[^\s\"'>]*$")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href"})
_MADE_ADDRESS = re.compile(r"\b\w*(?:_url|_path)\s*\(")
_SAFE = re.compile(r"\s*safe:\s*\S")
# Enough for a tag with many attributes; what is longer is no tag.
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Weakness:
    """One expression that escaping does not protect."""

    line: int
    what: str
    hint: str


def weaknesses(source: str) -> list[Weakness]:
    """Return the weak expressions of the template *source*, in their order.

    Raises what Mako raises for a template that cannot be parsed.
    """
    return list(_Reader().read(Lexer(source).parse()))


class _Reader:
    """Walks through the nodes and remembers the tag or element that it is in."""

    def __init__(self) -> None:
        self.tail = ""
        self.raw = ""
        self.safe_line = 0

    def read(self, node: Any) -> Iterator[Weakness]:
        for child in node.get_children():
            if isinstance(child, parsetree.Text):
                self._text(child.content)
            elif isinstance(child, parsetree.Comment):
                if _SAFE.match(child.text):
                    self.safe_line = child.lineno + 1
            elif isinstance(child, parsetree.Expression):
                if child.lineno != self.safe_line:
                    yield from self._expression(child)
                self._text("x")
            elif not isinstance(child, parsetree.ControlLine):
                # What stands under a control line comes again, as its neighbour.
                yield from self.read(child)

    def _text(self, text: str) -> None:
        for opened in _RAW_OPEN.finditer(text):
            self.raw = opened[1].lower()
        closings = list(_RAW_CLOSE.finditer(text))
        if closings and not _RAW_OPEN.search(text, closings[-1].end()):
            self.raw = ""
        whole = self.tail + text
        start, end = whole.rfind("<"), whole.rfind(">")
        self.tail = whole[start:][-_TAIL:] if start > end else ""

    def _expression(self, node: Any) -> Iterator[Weakness]:
        if "n" in node.escapes_code.args:
            yield Weakness(
                node.lineno,
                f"${{{node.text.strip()} | n}} is not escaped",
                "pass a value with __html__ (markupsafe.Markup) that was made safe where it was made",
            )
            return
        if self.raw and not self.tail:
            yield Weakness(
                node.lineno,
                f"${{{node.text.strip()}}} stands in a <{self.raw}> element",
                "put the value in a data- attribute and read it from there",
            )
        elif self.tail:
            yield from self._in_tag(node)

    def _in_tag(self, node: Any) -> Iterator[Weakness]:
        shown = f"${{{node.text.strip()}}}"
        rest = _QUOTED.sub('""', self.tail)
        quoted = _IN_QUOTES.search(rest)
        if quoted is None:
            if _WITHOUT_QUOTES.search(rest):
                yield Weakness(
                    node.lineno, f"{shown} is an attribute without quotes", "write quotes around it"
                )
            return
        name, before = quoted[1].lower(), quoted[2]
        if name.startswith("on") or name == "style":
            yield Weakness(
                node.lineno,
                f"{shown} stands in the attribute {name}",
                "put the value in a data- attribute and read it from there",
            )
        elif name in _ADDRESSES and not before.strip() and not _MADE_ADDRESS.search(node.text):
            yield Weakness(
                node.lineno,
                f'{shown} begins the address in {name}, where "javascript:" would run',
                "make the address with request.route_path(), or check its scheme where it is made",
            )
