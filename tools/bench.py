"""Run the benchmarks in an environment of their own, `build/bench-venv`, made when it is missing.

Run as `python tools/bench.py [subject ...] [--rounds 5]`: the arguments are those of
`python -m benchmarks`.  The peers are in `benchmarks/requirements.txt`; they are no part of corefw.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "build" / "bench-venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"


def prepare() -> None:
    """Install corefw and its peers, unless what decides about them is as it was."""
    state = hashlib.sha256(sys.version.encode())
    for file in (REQUIREMENTS, ROOT / "constraints.txt", ROOT / "setup.cfg"):
        state.update(file.read_bytes())
    if STAMP.exists() and STAMP.read_text() == state.hexdigest():
        return
    print("Installing corefw and its peers into build/bench-venv ...", flush=True)
    venv.create(VENV, with_pip=True, clear=True, symlinks=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    pip += ["-c", str(ROOT / "constraints.txt")]
    # The pinned setuptools is used for the build, too, so that nothing unpinned takes part.
    subprocess.run([*pip, "setuptools", "wheel"], cwd=ROOT, check=True)
    subprocess.run(
        [*pip, "--no-build-isolation", "-e", str(ROOT), "-r", str(REQUIREMENTS)], cwd=ROOT, check=True
    )
    STAMP.write_text(state.hexdigest())


def main(arguments: list[str]) -> int:
    """Prepare, then hand over."""
    try:
        prepare()
    except subprocess.CalledProcessError as error:
        print(f"The peers cannot be installed: {error}.  Is this machine connected?", file=sys.stderr)
        return 1
    return subprocess.run([PYTHON, "-m", "benchmarks", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
