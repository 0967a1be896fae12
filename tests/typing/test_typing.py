"""What a type checker says to the users of corefw: good code passes, and each mistake is found.

The files in ``accepted`` hold documented usage.  In ``refused``, every line that is wrong says so
with ``# refused: code``, the codes being mypy's; nothing else may be refused there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
MARK = re.compile(r"# refused: ([\w, -]+)")
ERROR = re.compile(r"^(?P<file>.*?):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$", re.MULTILINE)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed: make venv-dev"),
]


def mypy(path: Path) -> str:
    """Return what mypy prints for *path* with the project's own strict settings."""
    command = [sys.executable, "-m", "mypy", "--strict", "--hide-error-context", str(path.relative_to(ROOT))]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def marked(path: Path) -> set[tuple[str, int, str]]:
    """Return file, line and code of every mistake that the files say they hold."""
    return {
        (file.name, number, code.strip())
        for file in path.glob("*.py")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for found in MARK.finditer(line)
        for code in found[1].split(",")
    }


def test_documented_usage_passes_the_strict_type_checker() -> None:
    """Decorators keep the types of what they decorate; requests, settings and components are typed."""
    said = mypy(FOLDER / "accepted")

    assert [] == ERROR.findall(said), said
    assert "Success: no issues found" in said


def test_every_mistake_is_refused_where_it_is_made() -> None:
    """A wrong argument, event, setting, component or attribute is an error of the type checker."""
    said = mypy(FOLDER / "refused")

    found = {(Path(row["file"]).name, int(row["line"]), row["code"]) for row in ERROR.finditer(said)}
    assert sorted(marked(FOLDER / "refused")) == sorted(found), said
