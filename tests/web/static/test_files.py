"""Opening files below a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corefw.web.static import files
from corefw.web.static.files import is_folder, open_below


def test_the_facts_are_those_of_the_file_that_was_opened(tmp_path: Path) -> None:
    """Also when another takes its name right afterwards."""
    (tmp_path / "a").write_bytes(b"12345")
    found = open_below(str(tmp_path.resolve()), ["a"])
    assert found is not None
    (tmp_path / "b").write_bytes(b"1")
    os.replace(tmp_path / "b", tmp_path / "a")

    with found[0] as file:
        assert (5, b"12345") == (found[1].st_size, file.read())


def test_a_folder_swapped_for_a_link_after_the_check_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk meets the link itself and stops (CWE-367)."""
    root = tmp_path / "root"
    (root / "d").mkdir(parents=True)
    (root / "d" / "a").write_text("inside")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("secret")
    checked = files._inside

    def swap(*args: object) -> str | None:
        relative = checked(*args)  # type: ignore[arg-type]
        os.rename(root / "d", root / "gone")
        (root / "d").symlink_to(tmp_path / "out")
        return relative

    monkeypatch.setattr(files, "_inside", swap)

    assert open_below(str(root.resolve()), ["d", "a"]) is None


def test_the_root_itself_is_a_folder(tmp_path: Path) -> None:
    """And what lies above it is not."""
    root = str(tmp_path.resolve())

    assert is_folder(root, [])
    assert not is_folder(root, [".."])
    assert open_below(root, []) is None
