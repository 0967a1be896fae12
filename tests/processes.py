"""Processes that a test starts: what they say is waited for only so long, and they end with the test."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

__all__ = ["PATIENCE", "Ended", "Running", "running"]

#: So many seconds a test waits for a line, or for the end.
PATIENCE = 30.0

Ended = tuple[int, str, str]


class _Voice:
    """The lines of one stream, read by a thread of its own; a read in the test could wait for ever."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._said: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._stream as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def until(self, pattern: str) -> re.Match[str]:
        end = time.monotonic() + PATIENCE
        with suppress(queue.Empty):
            while (line := self._lines.get(timeout=max(0.1, end - time.monotonic()))) is not None:
                self._said.append(line)
                if match := re.search(pattern, line):
                    return match
        raise AssertionError(f"No line says {pattern}, but:\n{self.said()}")

    def said(self) -> str:
        return "".join(self._said)

    def rest(self) -> str:
        """Return what was not waited for; the process has ended."""
        self._thread.join(PATIENCE)
        lines = [self._lines.get_nowait() for _ in range(self._lines.qsize())]
        return "".join(line for line in lines if line is not None)


class Running:
    """A process whose output is read while it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._out = _Voice(process.stdout) if process.stdout else None
        self._err = _Voice(process.stderr) if process.stderr else None

    def says(self, pattern: str) -> re.Match[str]:
        """Return the match of the next line of standard output in which *pattern* is found."""
        assert self._out is not None
        return self._out.until(pattern)

    def complains(self, pattern: str) -> str:
        """Wait for a line of standard error in which *pattern* is found; return all until then."""
        assert self._err is not None
        self._err.until(pattern)
        return self._err.said()

    def ended(self) -> Ended:
        """Wait for the end; return the exit code and what else was said on standard output and error."""
        code = self.process.wait(PATIENCE)
        return code, self._out.rest() if self._out else "", self._err.rest() if self._err else ""


@contextmanager
def running(process: subprocess.Popen[str]) -> Iterator[Running]:
    """Listen to *process*, which has a session of its own; at the end nothing of the session lives on."""
    try:
        yield Running(process)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
