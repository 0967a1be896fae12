"""Every row of the catalogue is held by the battery, or the page about it says where else, or why not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.battery.test_cases import CASES

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_PAGE = _ROOT / "docs" / "explanation" / "security-battery.md"
_LAST = 222
_ROW = re.compile(r"^\| ([0-9, -]+) \| (.+) \|$", re.MULTILINE)


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for piece in re.findall(r"\d+(?:-\d+)?", text):
        first, _, last = piece.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def _named_elsewhere() -> dict[int, str]:
    table = _PAGE.read_text("utf-8").partition("## What it does not show")[2]
    return {number: words for rows, words in _ROW.findall(table) for number in _numbers(rows)}


def _held() -> set[int]:
    held = {case.row for case in CASES}
    for path in _HERE.glob("test_*.py"):
        text = path.read_text("utf-8")
        for said in re.findall(r"\b[Rr]ows? (\d[\d, and]*)", text):
            held |= _numbers(said)
        held |= {int(row) for row in re.findall(r"^ {4,8}\((\d+), ", text, re.MULTILINE)}
    return held - {0}


def test_every_row_is_held_or_told() -> None:
    """Up to where the catalogue leaves requests for databases, addons and servers."""
    assert [] == sorted(set(range(1, _LAST + 1)) - _held() - set(_named_elsewhere()))


def test_no_row_that_is_held_is_told_to_be_elsewhere() -> None:
    """The page says no more than is so."""
    assert [] == sorted(_held() & set(_named_elsewhere()))


def test_what_the_page_names_is_there() -> None:
    """Each file of tests."""
    named = {path for words in _named_elsewhere().values() for path in re.findall(r"`([\w./-]+\.py)`", words)}

    assert named
    assert [] == sorted(path for path in named if not (_ROOT / path).is_file())
