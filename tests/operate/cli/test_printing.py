"""Tables are for people, JSON for programs, and neither is cut."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import pytest

from corefw.operate.cli.printing import print_json, print_table


def test_a_table_in_a_pipe_is_aligned_text_without_trailing_space(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns in which nothing stands are left out; long cells are not cut."""
    print_table(["Name", "Empty", "Path"], [["a[b]", None, "/" + "x" * 200], ["longer", "", "/"]], empty="-")

    assert ["Name    Path", "a[b]    /" + "x" * 200, "longer  /"] == capsys.readouterr().out.splitlines()


def test_no_rows_are_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty table would look like a fault."""
    print_table(["Name"], [], empty="There are no routes.")

    assert "There are no routes.\n" == capsys.readouterr().out


def test_json_takes_what_json_does_not_know_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A path is its text, and letters stay readable."""
    print_json({"é": Path("/a")})

    out = capsys.readouterr().out
    assert {"é": "/a"} == json.loads(out)
    assert "é" in out


def test_on_a_narrow_terminal_each_cell_has_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns of five letters could not be read; where the columns fit it is a table."""
    titles = ["Name", "Pattern", "Place"]
    rows = [["home", "/" + "x" * 30, "shop/views.py:1"], ["about", "", "shop/views.py:2"]]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    for columns in ("30", "60"):
        monkeypatch.setenv("COLUMNS", columns)
        print_table(titles, rows, empty="-")

    lines = [line.rstrip() for line in click.unstyle(capsys.readouterr().out).splitlines()]
    assert [
        "Name     home",
        "Pattern  /xxxxxxxxxxxxxxxxxxxx",
        "         xxxxxxxxxx",
        "Place    shop/views.py:1",
        "",
        "Name     about",
        "Place    shop/views.py:2",
    ] == lines[:7]
    assert ["Name", "Pattern", "Place"] == lines[7].split()
