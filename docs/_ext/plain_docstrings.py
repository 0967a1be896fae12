"""Docstrings of corefw are plain text: paragraphs, `names` in backticks, indented examples.

They are read in the source and by `help()` first.  What reStructuredText would take for markup by
accident (`*args`, `name_`, a table drawn with bars) is escaped here, and an indented part becomes
a literal block, so that a docstring cannot break the documentation.  Directives (`.. versionadded::`)
and fields (`:param x:`) pass as they are.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["as_rst", "setup"]

#: What is markup on purpose: code in backticks, and *arguments*.
CODE = re.compile(r"(``.+?``|`[^`]+`|(?<![\w*])\*\w+\*(?![\w*]))")
MARKUP = re.compile(r"(\*|\||(?<=\w)_(?=\W|$))")
BULLET = re.compile(r"([-*]|\d+\.) +")
RAW = re.compile(r"(\.\. |:\w[^:]*:|>>> )")


def as_rst(lines: list[str]) -> list[str]:
    """Return reStructuredText that shows these lines as they were meant."""
    found: list[str] = []
    for block in _blocks(lines):
        found += [*_block(block), ""]
    return found


def _blocks(lines: list[str]) -> list[list[str]]:
    """Split into blocks at blank lines; an indented block holds the blank lines inside it."""
    blocks: list[list[str]] = []
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
            continue
        deeper = line.startswith(" ")
        if fresh and blocks and deeper and (blocks[-1][0].startswith((" ", ".. ", ":"))):
            blocks[-1] += ["", line]
        elif fresh or (blocks and deeper != blocks[-1][-1].startswith(" ") and not _hangs(blocks[-1])):
            blocks.append([line])
        else:
            blocks[-1].append(line)
        fresh = False
    return blocks


def _hangs(block: list[str]) -> bool:
    """Tell whether indented lines after this block's first belong to it (a list item, a directive)."""
    return bool(BULLET.match(block[0]) or RAW.match(block[0])) or block[0].startswith(" ")


def _block(block: list[str]) -> list[str]:
    first = block[0]
    if RAW.match(first):
        return block
    if first.startswith(" "):
        return ["::", "", *(f"    {line}" if line else "" for line in block)]
    if BULLET.match(first):
        return _items(block)
    text = [_escaped(line) for line in _joined(block)]
    if text[-1].endswith("::"):  # the literal block is made from the indentation alone
        text[-1] = text[-1][:-1]
    return text


def _items(block: list[str]) -> list[str]:
    """Return list items, each with its own blank line, its later lines under its text."""
    found: list[str] = []
    for line in block:
        bullet = BULLET.match(line)
        if bullet:
            found += ["", "- " + _escaped(line[bullet.end() :])]
        else:
            found.append("  " + _escaped(line.strip()))
    return found


def _joined(block: list[str]) -> list[str]:
    """Join the lines of a paragraph, so that code in backticks may run over a line's end."""
    return [" ".join(line.strip() for line in block)]


def _escaped(text: str) -> str:
    parts = CODE.split(text)
    return "".join(
        part if number % 2 else MARKUP.sub(r"\\\1", part.replace("\\", "\\\\").replace("`", "\\`"))
        for number, part in enumerate(parts)
    )


def _process(app: Any, what: str, name: str, thing: object, options: Any, lines: list[str]) -> None:
    lines[:] = as_rst(lines)


def setup(app: Any) -> dict[str, bool]:
    """Connect to autodoc."""
    app.connect("autodoc-process-docstring", _process)
    return {"parallel_read_safe": True}
