"""Runs the probe under callgrind, reads the counts, and says what is held."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from benchmarks.instructions.probe import REQUESTS, SECTIONS
from benchmarks.machine import described
from benchmarks.report import Report, Table

__all__ = ["HELD", "TOLERANCE", "count", "measure", "missing", "ratios"]

_FOLDER = Path(__file__).resolve().parent
_ROOT = _FOLDER.parent.parent
_FIGURES = tomllib.loads((_FOLDER / "held.toml").read_text())
#: By how much a figure may be exceeded.
TOLERANCE: float = _FIGURES.pop("tolerance")
#: The ratio to raw WSGI by minor version of Python and case.
HELD: Mapping[str, Mapping[str, float]] = _FIGURES
_PYTHON = "{}.{}".format(*sys.version_info[:2])


def missing() -> str:
    """Return why the guard cannot be held here, "" if it can."""
    if _PYTHON not in HELD:
        return f"not claimed: there are no figures for Python {_PYTHON}, only for {', '.join(HELD)}"
    if platform.machine() != "x86_64" or sys.platform != "linux":
        return f"not claimed: the figures are for x86_64 on Linux, and this is {platform.machine()}"
    if shutil.which("valgrind") is None:
        return "there is no valgrind; install it: apt-get install valgrind"
    return ""


def count() -> dict[tuple[str, str], float]:
    """Return the instructions of one request, by contender and case.  Takes half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "counted"
        command = ["valgrind", "--tool=callgrind", "--dump-before=getppid", f"--callgrind-out-file={file}"]
        done = subprocess.run(
            [*command, sys.executable, "-W", "ignore", "-m", "benchmarks.instructions.probe"],
            cwd=_ROOT,
            # The order of sets, and with it the way through the code, hangs on the seed.
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(_ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the probe failed:\n{done.stderr}")
        # File .1 is the start; .2, .4 and so on are what lies between the two calls around each section.
        return {
            section: _total(Path(f"{file}.{2 * number + 2}")) / REQUESTS
            for number, section in enumerate(SECTIONS)
        }


def _total(file: Path) -> int:
    found = re.search(r"^totals: (\d+)", file.read_text(), re.MULTILINE)
    if not found:
        raise RuntimeError(f"callgrind wrote no total: {file}")
    return int(found[1])


def ratios(counts: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return how many times raw WSGI's instructions corefw needs, by case."""
    cases = [case for name, case in counts if name == "corefw"]
    return {case: counts["corefw", case] / counts["raw", case] for case in cases}


def measure(rounds: int, scale: float) -> Report:
    """Count once: it is the same each time, whatever *rounds* and *scale* say."""
    counts = count()
    found = ratios(counts)
    table = Table(
        ("instructions a request", "raw WSGI", "corefw", "corefw / raw", "held, at most"),
        [
            (
                case,
                *(f"{counts[name, case]:,.0f}" for name in ("raw", "corefw")),
                f"{ratio:.2f}",
                f"{HELD[_PYTHON][case] * (1 + TOLERANCE):.2f}" if _PYTHON in HELD else "",
            )
            for case, ratio in found.items()
        ],
    )
    done = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=False)
    return Report("instructions", f"{described(('corefw',))}, {done.stdout.strip()}", (table,))
