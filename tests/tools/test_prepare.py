"""What stands in the way of a first run is told in one line that says what to do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD_PYTHON = """#!/bin/sh
case "$2" in *version.split*) echo 3.9.2; exit 0;; esac
exit 1
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the tools and the least of everything else."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "setup.cfg").write_text("[metadata]\nname = nothing\nversion = 1\n")
    (folder / "constraints.txt").write_text("setuptools==81.0.0\n")
    return folder


def run(*command: str, cwd: Path, **environ: str) -> tuple[int, list[str]]:
    """Run a command; return its status and the lines of its standard error."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stderr.splitlines()


def path_with(folder: Path, **programs: str) -> str:
    """Return a PATH with these programs and the few that a shell script needs."""
    folder.mkdir()
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    for name in ("sh", "printf", "make"):
        found = shutil.which(name)
        if found is not None and not (folder / name).exists():
            (folder / name).symlink_to(found)
    return str(folder)


def test_an_old_python_is_named_with_its_version(clone: Path, tmp_path: Path) -> None:
    """The line says what is needed, what there is, and how to name another."""
    path = path_with(tmp_path / "bin", python3=OLD_PYTHON)

    status, lines = run("sh", "tools/find-python", cwd=clone, PATH=path)

    assert 1 == status
    assert [
        "corefw needs Python 3.11 or later, and this machine has 3.9.2: install a newer one, "
        "or name it with PYTHON=/path/to/python3."
    ] == lines


def test_no_python_at_all_is_told(clone: Path, tmp_path: Path) -> None:
    """The line says what to install."""
    status, lines = run("sh", "tools/find-python", cwd=clone, PATH=path_with(tmp_path / "bin"))

    assert 1 == status
    assert [
        "corefw needs Python 3.11 or later, and none was found: install it "
        "(apt install python3 python3-venv), or name it with PYTHON=/path/to/python3."
    ] == lines


def test_a_newer_python_is_found_behind_an_old_one(clone: Path, tmp_path: Path) -> None:
    """An old `python3` is passed over when the machine has a newer one by its full name."""
    newer = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    path = path_with(tmp_path / "bin", **{"python3": OLD_PYTHON, "python3.12": newer})
    done = subprocess.run(
        ["sh", "tools/find-python"], cwd=clone, env={"PATH": path}, capture_output=True, text=True
    )

    assert (0, f"{path}/python3.12\n") == (done.returncode, done.stdout)


def test_a_python_without_venv_is_told(clone: Path, tmp_path: Path) -> None:
    """Debian's python3 comes without ensurepip; the line names the package."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ensurepip.py").write_text("raise ImportError('taken out')\n")

    status, lines = run(
        sys.executable, "tools/prepare.py", "demo", cwd=clone, PYTHONPATH=str(tmp_path / "broken")
    )

    version = sys.version.split()[0]
    assert 1 == status
    assert [
        f"This Python ({version}) cannot make virtual environments: "
        "run `apt install python3-venv`, then try again."
    ] == lines


def test_a_taken_port_is_told_before_anything_is_installed(clone: Path) -> None:
    """The line names the port and shows how to choose another."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        status, lines = run("make", "-s", "demo", f"PORT={port}", cwd=clone)

    assert 2 == status
    assert (
        f"Port {port} cannot be used (Address already in use): stop what listens there, "
        f"or choose another: make demo PORT={port + 1}"
    ) == lines[0]
    assert not (clone / ".venv").exists()


def test_a_port_that_is_no_number_is_told(clone: Path) -> None:
    """The value is named with the accepted ones."""
    _, lines = run("make", "-s", "demo", "PORT=http", cwd=clone)

    assert 'PORT must be a number from 1 to 65535, and is "http".' == lines[0]


@pytest.mark.slow
def test_a_machine_without_a_network_is_told(clone: Path) -> None:
    """The line says that packages cannot be downloaded, what to do, and where the details are."""
    status, lines = run(
        sys.executable,
        "tools/prepare.py",
        "demo",
        cwd=clone,
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_NO_CACHE_DIR="1",
    )

    assert 1 == status
    assert [
        "The packages cannot be downloaded: connect this machine to the network (or set PIP_INDEX_URL "
        "to a package index it reaches), then try again. Details: build/prepare.log"
    ] == lines
