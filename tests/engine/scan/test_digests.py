"""A digest is that of the source, wherever it lies, and the same on every machine."""

from __future__ import annotations

import importlib
import os
import py_compile
import zipfile
from importlib.machinery import ModuleSpec

import pytest

from corefw.engine.scan.digests import digest_of
from tests.modules import Folder


def digest(name: str) -> str:
    """Import a module and return its digest."""
    return digest_of(importlib.import_module(name).__spec__)


def test_the_same_source_has_the_same_digest(folder: Folder) -> None:
    """Whatever its name; another source has another one."""
    for name, text in (("aa", "x = 1\n"), ("bb", "x = 1\n"), ("cc", "x = 2\n")):
        folder.write(f"{name}.py", text)

    assert digest("aa") == digest("bb") != digest("cc")
    assert 16 == len(digest("aa"))


def test_line_ends_do_not_matter(folder: Folder) -> None:
    """A checkout on Windows may have others."""
    (folder.path / "unix.py").write_bytes(b"x = 1\ny = 2\n")
    (folder.path / "windows.py").write_bytes(b"x = 1\r\ny = 2\r\n")

    assert digest("unix") == digest("windows")


def test_a_zipped_module_has_the_digest_of_its_source(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read through its loader."""
    folder.write("plain.py", "x = 1\n")
    with zipfile.ZipFile(folder.path / "packed.zip", "w") as archive:
        archive.writestr("packed_one.py", "x = 1\n")
    monkeypatch.syspath_prepend(str(folder.path / "packed.zip"))

    assert digest("plain") == digest("packed_one")


def test_a_compiled_module_has_one_without_the_time_of_its_source(folder: Folder) -> None:
    """Compiled again from a file that was only touched, it is the same."""
    source = folder.write("compiled.py", "x = 1\n")
    found = []
    for moment in (1_000_000_000, 1_100_000_000):
        os.utime(source, (moment, moment))
        py_compile.compile(str(source), cfile=str(folder.path / "only.pyc"), dfile="only.py")
        importlib.invalidate_caches()
        found.append(digest("only"))

    assert found[0] == found[1] != ""


def test_what_has_no_source_has_none(folder: Folder) -> None:
    """A namespace package, a module of C, one that code made, one whose file is gone."""
    (folder.path / "space").mkdir()
    importlib.invalidate_caches()
    gone = folder.module("gone", "x = 1\n").__spec__
    (folder.path / "gone.py").unlink()

    assert ["", "", "", "", ""] == [
        digest("space"),
        digest("sys"),
        digest_of(None),
        digest_of(ModuleSpec("made", None)),
        digest_of(gone),
    ]
