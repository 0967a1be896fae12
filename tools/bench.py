"""Run the benchmarks in environments of their own, `build/bench-venv` and `build/bench-pair`.

Run as `python tools/bench.py [subject ...] [--rounds 5]`: the arguments are those of
`python -m benchmarks`.  The peers are in `benchmarks/requirements.txt`; they are no part of corefw.
The second environment holds corefw and Pyramid and nothing else, for the subject `startup`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = {"bench-venv": "requirements.txt", "bench-pair": "pair-requirements.txt"}


def prepare(name: str) -> Path:
    """Install corefw and its peers, unless what decides about them is as it was; return the interpreter."""
    folder, requirements = ROOT / "build" / name, ROOT / "benchmarks" / ENVIRONMENTS[name]
    python, stamp = folder / "bin" / "python", folder / "installed"
    state = hashlib.sha256(sys.version.encode())
    for file in (requirements, ROOT / "constraints.txt", ROOT / "setup.cfg"):
        state.update(file.read_bytes())
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return python
    print(f"Installing corefw and its peers into build/{name} ...", flush=True)
    venv.create(folder, with_pip=True, clear=True, symlinks=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    pip += ["-c", str(ROOT / "constraints.txt")]
    # The pinned setuptools is used for the build, too, so that nothing unpinned takes part.
    subprocess.run([*pip, "setuptools", "wheel"], cwd=ROOT, check=True)
    subprocess.run(
        [*pip, "--no-build-isolation", "-e", str(ROOT), "-r", str(requirements)], cwd=ROOT, check=True
    )
    stamp.write_text(state.hexdigest())
    return python


def main(arguments: list[str]) -> int:
    """Prepare, then hand over."""
    try:
        prepare("bench-pair")
        python = prepare("bench-venv")
    except subprocess.CalledProcessError as error:
        print(f"The peers cannot be installed: {error}.  Is this machine connected?", file=sys.stderr)
        return 1
    return subprocess.run([python, "-m", "benchmarks", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
