"""Tables are for people, JSON for programs, and neither is cut."""

from __future__ import annotations

import json
from pathlib import Path

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
