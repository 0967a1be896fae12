"""Progress is shown on a terminal, and only for what takes its time."""

from __future__ import annotations

import io
import time

from corefw.operate.cli.progress import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_what_takes_long_is_shown_and_taken_away() -> None:
    """The line is cleared at the end."""
    out = Terminal()

    with progress("Reading", out, patience=0.01):
        time.sleep(0.1)

    assert "Reading: 0 modules imported, 0 s" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_what_is_done_at_once_shows_nothing() -> None:
    """Nobody had to wait."""
    out = Terminal()

    with progress("Reading", out, patience=60):
        pass

    assert "" == out.getvalue()


def test_a_pipe_never_holds_progress() -> None:
    """However long it takes."""
    out = io.StringIO()

    with progress("Reading", out, patience=0):
        time.sleep(0.05)

    assert "" == out.getvalue()
