"""Every code block of the README and the documentation runs, in the order of its page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, Command, PageFailure, Session, blocks, commands, missing_line, pages

SLOW = (
    "docs/explanation/scan.md",
    "docs/how-to/deploy.md",
    "docs/how-to/fill-a-port.md",
    "docs/how-to/lock-a-deployment.md",
    "docs/how-to/sessions.md",
    "docs/how-to/write-an-addon.md",
    "docs/reference/testing.md",
    "docs/tutorial/index.md",
)


def name_of(page: Path) -> str:
    """Return the page as it is called in the repository."""
    return str(page.relative_to(ROOT))


def run(found: list[Block], folder: Path) -> str:
    """Do what the blocks say, one after the other; return "" or what the first bad one did."""
    if not found:
        return ""
    with Session(folder) as session:
        try:
            for block in found:
                session.do(block)
        except PageFailure as failure:
            return f"{failure}{session.server_log()}"
    return ""


def all_pages() -> list[object]:
    """Return every page; those that install an addon, or begin with an empty environment, are slow."""
    return [
        pytest.param(page, id=name_of(page), marks=[pytest.mark.slow] if name_of(page) in SLOW else [])
        for page in pages()
    ]


@pytest.mark.parametrize("page", all_pages())
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """A reader who does what the page says, in its order, sees what the page says."""
    found = blocks(page)
    if any("curl " in block.text for block in found if block.language == "console") and not shutil.which(
        "curl"
    ):
        pytest.skip("curl is not installed (apt install curl)")

    failure = run(found, tmp_path)

    if failure:
        pytest.fail(f"{name_of(page)}, {failure}", pytrace=False)


def test_a_page_without_a_language_is_refused(tmp_path: Path) -> None:
    """A block that says nothing of its language would escape the tests."""
    with Session(tmp_path) as session, pytest.raises(PageFailure, match="no language"):
        session.do(Block("", "x = 1\n", 3))


def test_files_python_and_console_share_one_folder(tmp_path: Path) -> None:
    """A file that is shown can be imported by the next block and run by a command."""
    with Session(tmp_path) as session:
        session.do(Block("python", "# greet/words.py\nWORD = 'hello'\n", 1))
        session.do(Block("python", "from greet.words import WORD\n", 5))
        session.do(Block("python", ">>> WORD.upper()\n'HELLO'\n", 9))
        session.do(Block("console", "$ python -c 'from greet.words import WORD; print(WORD)'\nhello\n", 13))


def test_a_python_block_that_raises_fails_with_its_line(tmp_path: Path) -> None:
    """The traceback counts the lines of the page."""
    with Session(tmp_path) as session, pytest.raises(PageFailure, match='"<page>", line 8') as caught:
        session.do(Block("python", "\n1 / 0\n", 7))

    assert "ZeroDivisionError" in str(caught.value)


def test_a_session_whose_answer_differs_fails(tmp_path: Path) -> None:
    """Answers in a session are compared."""
    with Session(tmp_path) as session, pytest.raises(PageFailure, match="Expected"):
        session.do(Block("python", ">>> 1 + 1\n3\n", 1))


def test_a_command_that_fails_or_prints_something_else_fails(tmp_path: Path) -> None:
    """The status counts, and so does each line of the output."""
    with Session(tmp_path) as session:
        with pytest.raises(PageFailure, match="status 3"):
            session.do(Block("console", "$ exit 3\n", 1))
        with pytest.raises(PageFailure, match="did not print"):
            session.do(Block("console", "$ echo one\ntwo\n", 1))


def test_a_server_is_stopped_when_the_next_one_starts(tmp_path: Path) -> None:
    """The port that the page writes is replaced by a free one, and is free again for the next server."""
    with Session(tmp_path) as session:
        for word in ("first", "second"):
            session.do(Block("html", f"<!-- {word}.html -->\n{word}\n", 1))
            session.do(Block("console", "$ python -m http.server --bind 127.0.0.1 6543 &\n", 4))
            fetch = (
                f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:6543/{word}.html').read())"
            )
            session.do(Block("console", f'$ python -c "{fetch}"\n{word}\n', 7))


def test_a_broken_toml_block_is_refused(tmp_path: Path) -> None:
    """Settings in the documentation can be read."""
    with Session(tmp_path) as session, pytest.raises(ValueError, match="Expected"):
        session.do(Block("toml", "[corefw\n", 1))


def test_a_continued_command_is_one_command() -> None:
    """A line that ends in a backslash goes on in the next."""
    block = Block("console", "$ corefw -c a.toml \\\n> routes\nname ... path\n", 10)

    assert [Command("corefw -c a.toml routes", ("name ... path",), 10)] == commands(block)


@pytest.mark.parametrize(
    ("expected", "missing"),
    [
        (("one", "three"), None),
        (("t...e",), None),
        (("three", "one"), "one"),
        (("...", "four"), "four"),
        (("",), None),
    ],
)
def test_expected_lines_are_found_in_order(expected: tuple[str, ...], missing: str | None) -> None:
    """Three dots stand for anything."""
    assert missing == missing_line(expected, "one\ntwo\nthree\n")
