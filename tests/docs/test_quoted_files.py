"""What a page quotes of the examples and the addons is what the files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks, pages

ADDON_PAGE = ROOT / "docs" / "how-to" / "write-an-addon.md"


def quotation(block: Block) -> tuple[Path, str] | None:
    """Return the file of this project that a block quotes and what it quotes; None if it quotes none."""
    path = block.path
    if path is None or not path.startswith(("examples/", "addons/", "corefw/", "tools/")):
        return None
    return ROOT / path, block.text.split("\n", 1)[1].strip("\n")


def differing(block: Block) -> str:
    """Return "" if the quotation is in its file, else the file's name."""
    quoted = quotation(block)
    if quoted is None:
        return ""
    file, text = quoted
    # A whole number of lines, so that no half line can pass for what the file says.
    found = file.is_file() and f"\n{text}\n" in f"\n{file.read_text(encoding='utf-8')}\n"
    return "" if found else f"line {block.line}: {file.relative_to(ROOT)}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_quotes_is_in_the_file(page: Path) -> None:
    """A block whose first line names a file of this project holds whole lines of that file, in one piece."""
    assert [] == [wrong for block in blocks(page) if (wrong := differing(block))]


def test_the_page_on_addons_quotes_the_digest() -> None:
    """Its manifest, its hooks, its storage and its tests are shown as they are."""
    quoted = {block.path for block in blocks(ADDON_PAGE) if quotation(block)}

    assert {
        "examples/board-digest/board_digest/corefw-addon.toml",
        "examples/board-digest/board_digest/addon.py",
        "examples/board-digest/tests/test_digest.py",
    } <= quoted


def test_a_changed_quotation_is_found() -> None:
    """A word that differs, half a line or a file that is gone."""
    name = "examples/board-digest/board_digest/contract.py"

    assert "" == differing(Block("python", f"# {name}\nclass Tallies(ABC):\n", 1))
    assert f"line 1: {name}" == differing(Block("python", f"# {name}\nclass Tallies(object):\n", 1))
    assert f"line 1: {name}" == differing(Block("python", f"# {name}\nclass Tal\n", 1))
    assert "line 1: examples/gone.py" == differing(Block("python", "# examples/gone.py\nx = 1\n", 1))
