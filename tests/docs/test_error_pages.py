"""Every error code has a page of one form, whose example is a text that corefw still prints."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from corefw.base.codes import CODES
from corefw.base.errors import Problem
from tests.architecture.sources import core, outside
from tests.docs.pages import ROOT

FOLDER = ROOT / "docs/reference/errors"
FORM = re.compile(
    r"# (?P<code>CFW-\d{3})\n\n\*\*(?P<title>[^\n]+)\*\*\n\n(?P<what>.+?)\n\n"
    r"```text\n(?P<example>.+?)\n```\n\n"
    r"(?P<more>.*?)## Usual causes\n\n(?P<causes>- .+?)\n\n## What to do\n\n(?P<do>- .+)\n",
    re.DOTALL,
)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
#: The message is that of whoever raised it.
SAID_BY_OTHERS = {"CFW-200"}


def pages() -> dict[str, Path]:
    """Return the page of each code."""
    return {page.stem: page for page in sorted(FOLDER.glob("*.md"))}


@functools.cache
def said() -> dict[str, list[str]]:
    """Return the texts that stand in the sources which use a code, as far as they are long enough to tell."""
    found: dict[str, list[str]] = {}
    for source in [*core(), *outside()]:
        codes = set(re.findall(r"CFW-\d{3}", source.text))
        if codes and source.module != "corefw.base.codes" and "tests" not in Path(source.shown).parts:
            texts = [
                node.value
                for node in ast.walk(source.tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            for code in codes:
                found.setdefault(code, []).extend(text for text in texts if " " in text and len(text) > 7)
    return found


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """How to write one stands in CONTRIBUTING.md."""
    assert sorted(CODES) == sorted(pages())


@pytest.mark.parametrize("code", pages())
def test_a_page_has_its_form(code: str) -> None:
    """Code, title, what happened, an example, usual causes, what to do; its links lead somewhere."""
    page = pages()[code]
    text = page.read_text("utf-8")
    match = FORM.fullmatch(text)

    assert match is not None, f"{page.name} has not the form that CONTRIBUTING.md tells"
    assert (code, CODES[code]) == (match["code"], match["title"])
    assert len(match["what"]) > 40
    assert [] == [link for link in LINK.findall(text) if not (FOLDER / link).is_file()]


@pytest.mark.parametrize("code", sorted(set(pages()) - SAID_BY_OTHERS))
def test_the_example_of_a_page_is_said_in_the_code(code: str) -> None:
    """Its first line has words of a text in a module that uses the code: who rewords it mends the page."""
    match = FORM.fullmatch(pages()[code].read_text("utf-8"))
    assert match is not None
    first = match["example"].partition("\n")[0]

    assert first.startswith(f"{code}  ")
    assert [text for text in said().get(code, ()) if text in first], f"nobody says: {first}"


def test_an_error_tells_the_address_of_its_page() -> None:
    """Below the top of the documentation, as a page there and a file in the repository."""
    address = Problem("CFW-201", "x").docs

    assert address == Problem("CFW-201", "x").as_dict()["docs"]
    assert (ROOT / "docs" / f"{address}.md").is_file()
