"""A change starts the child anew, and nothing that is written can stop the parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest

from corefw.operate.reloader import EXIT_NO_ADDRESS, report_folders
from tests.processes import PATIENCE, Running, running

# A shell that starts something in the background has it ignore Ctrl-C; a terminal does not.
PARENT = """
import signal
import sys
from pathlib import Path
from corefw.operate.reloader import run_with_reload
signal.signal(signal.SIGINT, signal.default_int_handler)
folder = Path(sys.argv[1])
code = run_with_reload(
    [sys.executable, str(folder / "child.py")], [folder], folder.parent / "report",
    lambda text: print("SAID", text, flush=True),
)
sys.exit(code)
"""
LIVES = "import time\nprint('CHILD {}', flush=True)\ntime.sleep(60)\n"
Start = Callable[[str], "Parent"]


class Parent:
    """A running parent, and the sources of its child."""

    def __init__(self, folder: Path, running: Running) -> None:
        self.folder = folder
        self.process = running.process
        self.says = running.says

    def write(self, text: str) -> None:
        (self.folder / "child.py").write_text(text)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(text: str) -> Parent:
            folder = tmp_path / "work"
            folder.mkdir()
            (folder / "child.py").write_text(text)
            process = subprocess.Popen(
                [sys.executable, "-c", PARENT, str(folder)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                start_new_session=True,
            )
            return Parent(folder, stack.enter_context(running(process)))

        yield begin


def test_a_change_starts_the_child_anew_and_a_syntax_error_is_survived(start: Start) -> None:
    """The parent waits for the next change when a child cannot start."""
    parent = start(LIVES.format("one"))
    parent.says("CHILD one")

    parent.write("this is no Python (")
    parent.says("SAID.*child.py changed")
    parent.says("does not start.*Waiting for a change")
    parent.write(LIVES.format("two"))

    parent.says("CHILD two")


def test_what_was_written_before_its_folder_was_watched_is_seen(start: Start, tmp_path: Path) -> None:
    """The parent is told of a module's folder by the child; somebody may be quicker."""
    quick = tmp_path / "elsewhere" / "module.py"
    quick.parent.mkdir()
    report = tmp_path / "report"

    parent = start(
        "import pathlib\n"
        f"module = pathlib.Path({str(quick)!r})\n"
        "again = module.exists()\n"
        "module.touch()\n"
        f"pathlib.Path({str(report)!r}).write_text(str(module.parent))\n"
        + LIVES.replace("'CHILD {}'", "'CHILD', again")
    )

    parent.says("CHILD False")
    parent.says("SAID.*module.py changed")
    parent.says("CHILD True")


@pytest.mark.parametrize("code", [0, EXIT_NO_ADDRESS])
def test_the_parent_ends_with_a_child_that_no_change_will_mend(start: Start, code: int) -> None:
    """A child that ended in peace, or that cannot have its address, is not started again."""
    parent = start(f"raise SystemExit({code})")

    assert code == parent.process.wait(PATIENCE)


def test_ctrl_c_ends_parent_and_child(start: Start) -> None:
    """The child is not left behind."""
    parent = start("import os\n" + LIVES.replace("'CHILD {}'", "'CHILD', os.getpid()"))
    child = int(parent.says(r"CHILD (\d+)")[1])

    parent.process.send_signal(signal.SIGINT)

    assert 0 == parent.process.wait(PATIENCE)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_folders_of_other_modules_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The top of each package is told; the standard library and installed packages are not."""
    package = tmp_path / "shop"
    for name, file in {
        "shop": package / "__init__.py",
        "shop.parts.views": package / "parts" / "views.py",
        "single": tmp_path / "alone" / "single.py",
    }.items():
        module = ModuleType(name)
        module.__file__ = str(file)
        monkeypatch.setitem(sys.modules, name, module)

    report_folders(tmp_path / "report")

    folders = (tmp_path / "report").read_text().splitlines()
    assert {str(package), str(tmp_path / "alone")} <= set(folders)
    assert not [folder for folder in folders if "site-packages" in folder or folder.endswith("click")]
