"""Reloading: a child process that serves, and a parent that starts it anew after a change.

The parent never imports the application, so nothing that is written into it can stop the
parent: a child that ends with an error is shown, and the next change starts another.
Floor 6.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corefw.base.errors import ConfigurationError, Problem

if TYPE_CHECKING:
    from watchfiles import PythonFilter

__all__ = ["EXIT_NO_ADDRESS", "report_folders", "run_with_reload"]

#: How a child ends that cannot have its address: no change of a source will mend that.
EXIT_NO_ADDRESS = 3

_NO_WATCHFILES = Problem(
    "CFW-710", '--reload needs watchfiles, which is not installed: pip install "corefw[serve]"'
)
_SUFFIXES = (".toml",)
_PATIENCE = 5.0
_SETTLED = 400  # milliseconds in which the changes of one save are taken together
_STEP = 300  # milliseconds between looks at the child
_GRAIN = 20_000_000  # nanoseconds by which the time of a file may lie behind the clock


def run_with_reload(
    command: Sequence[str],
    folders: Iterable[Path],
    report: Path,
    say: Callable[[str], None],
    files: Sequence[Path] = (),
) -> int:
    """Run *command*, again after each change of a ``.py`` or ``.toml`` file; return its exit code.

    Or of one of the *files*, whatever their names end with.  Watched are *folders* and those
    that the child writes into *report* (see `report_folders`).  Ends when the child ends in
    peace, cannot have its address, or by Ctrl+C.  Raises `ConfigurationError` (CFW-710) if
    watchfiles is not installed.
    """
    try:
        # An extra, as waitress is: nobody reloads in production.
        import watchfiles
    except ImportError:
        raise ConfigurationError(_NO_WATCHFILES) from None
    wanted = watchfiles.PythonFilter(extra_extensions=(*_SUFFIXES, *map(os.path.realpath, files)))
    always = _outermost(folders)
    started, child = time.time_ns(), _start(command)
    waiting = False
    written: set[str] = set()
    try:
        while True:
            watched = _outermost([*always, *_reported(report)])
            unseen = True
            for changes in watchfiles.watch(
                *watched,
                watch_filter=wanted,
                yield_on_timeout=True,
                rust_timeout=_STEP,
                step=50,
                debounce=_SETTLED,
            ):
                changed = {path for _, path in changes}
                if unseen:
                    # Nobody watched these folders between the start of the child and now.  A file that
                    # the child itself writes at each start is taken for a change once.
                    changed.update({*_written_since(started, watched, wanted)} - written)
                    written |= changed
                    unseen = False
                if changed:
                    say(f"{_named(changed)} changed: starting anew.")
                    _stop(child)
                    started, child, waiting = time.time_ns(), _start(command), False
                code = child.poll()
                if code in (0, EXIT_NO_ADDRESS):
                    return code
                if code is not None and not waiting:
                    waiting = True
                    say("The application does not start. Waiting for a change ...")
                if _outermost([*always, *_reported(report)]) != watched:
                    break  # the child told of further folders
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(child)


def report_folders(report: Path) -> None:
    """Write down the folders of all imported modules that somebody may be working on.

    The standard library and installed packages are left out.
    """
    installed = tuple(str(Path(path).resolve()) + os.sep for path in {*_installed_folders()})
    found: set[str] = set()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is None or name == "__main__" or not os.path.isabs(file):
            continue
        real = str(Path(file).resolve())
        if not real.startswith(installed):
            # The top of the package, so that a new module in it is noticed.
            depth = name.count(".") + (1 if Path(file).stem == "__init__" else 0)
            found.add(str(Path(real).parents[max(0, depth - 1)] if depth else Path(real).parent))
    draft = report.with_suffix(".new")
    draft.write_text("\n".join(sorted(found)), "utf-8")
    draft.replace(report)


def _installed_folders() -> Iterable[str]:
    paths = sysconfig.get_paths()
    yield from (paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))


def _reported(report: Path) -> list[Path]:
    try:
        return [Path(line) for line in report.read_text("utf-8").splitlines() if line]
    except OSError:
        return []


def _written_since(moment: int, folders: Iterable[Path], wanted: PythonFilter) -> Iterator[str]:
    """Yield the files in *folders* that are *wanted* and were written between *moment* (ns) and now."""
    from watchfiles import Change

    now = time.time_ns()
    for folder in folders:
        for place, names, files in os.walk(folder):
            names[:] = [name for name in names if name not in wanted.ignore_dirs]
            for path in (os.path.join(place, file) for file in files):
                # What kind of change it was is no matter to this filter.
                if wanted(Change.modified, path) and moment - _GRAIN <= _time_of(path) <= now:
                    yield path


def _time_of(path: str) -> int:
    """Return when a file was written, or was put there as it had been written before, in nanoseconds."""
    try:
        found = os.stat(path)
        return max(found.st_mtime_ns, found.st_ctime_ns)
    except OSError:
        return 0  # gone meanwhile


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Return the folders that exist and lie in no other of them, sorted."""
    real = sorted({folder.resolve() for folder in folders if folder.is_dir()})
    return [folder for folder in real if not any(other in folder.parents for other in real)]


def _named(paths: Iterable[str]) -> str:
    """Return some of *paths*, as they are called from here."""
    here = os.getcwd() + os.sep
    names = sorted(path.removeprefix(here) for path in paths)
    return ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
    child.wait()
