"""A copy of this repository as somebody else would have it, and programs that run in it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "data", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
)


def clone(folder: Path) -> Path:
    """Copy what is in the repository, and nothing that was built or installed."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    return folder


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a user who knows nothing of this checkout."""
    dropped = ("PYTHONPATH", "VIRTUAL_ENV", "COREFW", "PYTEST", "MAKE", "MFLAGS")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def run(command: Sequence[str | Path], cwd: Path, **environ: str) -> str:
    """Run a command to its end; fail with all it printed if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(**environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        pytest.fail(
            f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}", pytrace=False
        )
    return done.stdout


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str | Path], cwd: Path, url: str, patience: float, environ: Mapping[str, str]
) -> Iterator[Path]:
    """Run a server until the end of the block, which begins when the url answers; yield its log."""
    log = cwd / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment(**environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, url, patience, log)
        yield log
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=15)


def _wait(process: subprocess.Popen[bytes], url: str, patience: float, log: Path) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"{url} does not answer:\n{log.read_text()}", pytrace=False)
        time.sleep(0.1)
