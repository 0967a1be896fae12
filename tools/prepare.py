"""Make `.venv` ready: create it, install corefw, its addons and examples, and note what was done.

Run as `python tools/prepare.py demo|test|dev`, each a larger set than the one before.  When
nothing that decides about the packages has changed since the last run, nothing is done.
Whatever stands in the way is told in one line that says what to do.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

__all__ = ["Trouble", "prepare"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "prepared.json"
LOG = ROOT / "build" / "prepare.log"
#: From the smallest to the largest: a larger set serves where a smaller one is asked for.
EXTRAS = {"demo": "serve", "test": "serve,async,test", "dev": "dev"}
NETWORK_WORDS = (
    "Connection refused",
    "Failed to establish a new connection",
    "Max retries exceeded",
    "Name or service not known",
    "Network is unreachable",
    "No route to host",
    "ProxyError",
    "Temporary failure in name resolution",
    "timed out",
)


class Trouble(Exception):
    """Something that only the person at the keyboard can mend; its text is one line."""


def prepare(kind: str) -> bool:
    """Bring `.venv` up to date for *kind*; return whether there was anything to do.

    Raises `Trouble` if it cannot be done.
    """
    digest = _digest()
    done = _stamp()
    kinds = list(EXTRAS)
    if any(done.get(larger) == digest for larger in kinds[kinds.index(kind) :]):
        return False
    _create_venv()
    print(
        "Installing corefw, its addons and examples into .venv (a minute or two the first time) ...",
        flush=True,
    )
    _install(kind)
    STAMP.write_text(json.dumps({**done, kind: digest}, indent=1) + "\n")
    return True


def projects() -> list[Path]:
    """Return the folder of every addon and example that is a distribution of its own."""
    return sorted(
        setup.parent for folder in ("addons", "examples") for setup in ROOT.glob(f"{folder}/*/setup.cfg")
    )


def _digest() -> str:
    """Return what identifies the wanted contents of `.venv`."""
    state = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for folder in (ROOT, *projects()):
        for name in ("setup.cfg", "pyproject.toml"):
            file = folder / name
            state.update(f"{file}\n".encode() + (file.read_bytes() if file.exists() else b""))
    state.update((ROOT / "constraints.txt").read_bytes())
    return state.hexdigest()


def _stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and _python_runs() else {}


def _python_runs() -> bool:
    try:
        found = subprocess.run([VENV / "bin" / "python", "-c", "import pip"], capture_output=True)
    except OSError:
        return False
    return not found.returncode


def _create_venv() -> None:
    if _python_runs():
        return
    try:
        import ensurepip  # noqa: F401  (Debian takes it out of python3 and puts it into python3-venv)
        import venv
    except ImportError:
        raise Trouble(
            f"This Python ({sys.version.split()[0]}) cannot make virtual environments: "
            "run `apt install python3-venv`, then try again."
        ) from None
    shutil.rmtree(VENV, ignore_errors=True)
    print("Creating .venv ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(f"The virtual environment {VENV} could not be created: {error}") from error


def _install(kind: str) -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    pip += ["--progress-bar", "off", "--retries", "2", "-c", str(ROOT / "constraints.txt")]
    wanted = "" if kind == "demo" else "[test]"  # what the tests of an addon need is said by the addon
    editable = [part for project in projects() for part in ("-e", f"{project}{wanted}")]
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log:
        # The pinned setuptools is used for the build, too, so that nothing unpinned takes part.
        _run([*pip, "setuptools", "wheel"], log)
        _run([*pip, "--no-build-isolation", "-e", f"{ROOT}[{EXTRAS[kind]}]", *editable], log)


def _run(command: list[str], log: TextIO) -> None:
    log.write(f"$ {' '.join(command)}\n")
    log.flush()
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    if not done.returncode:
        return
    log.flush()
    text = LOG.read_text(errors="replace")
    if any(word in text for word in NETWORK_WORDS):
        raise Trouble(
            "The packages cannot be downloaded: connect this machine to the network (or set "
            f"PIP_INDEX_URL to a package index it reaches), then try again. Details: {LOG.relative_to(ROOT)}"
        )
    errors = [line.strip() for line in text.splitlines() if line.lstrip().startswith("ERROR:")]
    reason = errors[-1].removeprefix("ERROR: ") if errors else "pip failed"
    raise Trouble(f"The packages cannot be installed: {reason}. Details: {LOG.relative_to(ROOT)}")


def main(arguments: list[str]) -> int:
    """Prepare the kind that is named on the command line."""
    if len(arguments) != 1 or arguments[0] not in EXTRAS:
        print(f"usage: python tools/prepare.py {'|'.join(EXTRAS)}", file=sys.stderr)
        return 2
    try:
        prepare(arguments[0])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
