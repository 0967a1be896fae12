"""Progress: what is under way, shown once it takes longer than a second.  Floor 6.

On standard error and on a terminal only, so that nothing that is piped ever holds it; the line
is taken away at the end.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

__all__ = ["progress"]

_PATIENCE = 1.0
_STEP = 0.2
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(what: str, stream: TextIO | None = None, patience: float = _PATIENCE) -> Iterator[None]:
    """Show *what* with the modules imported and the seconds gone, while the block runs."""
    out = sys.stderr if stream is None else stream
    if not out.isatty():
        yield
        return
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(what, out, patience, done), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()


def _tick(what: str, out: TextIO, patience: float, done: threading.Event) -> None:
    start, known = time.monotonic(), len(sys.modules)
    if done.wait(patience):
        return
    while True:
        gone = time.monotonic() - start
        out.write(f"{_CLEAR}{what}: {len(sys.modules) - known} modules imported, {gone:.0f} s")
        out.flush()
        if done.wait(_STEP):
            break
    out.write(_CLEAR)
    out.flush()
