"""The log of a request: a line is written or dropped, and never raises."""

from __future__ import annotations

import logging

import pytest

from corefw.web.quiet_log import quiet_logger


def test_a_line_names_its_caller(caplog: pytest.LogCaptureFixture) -> None:
    """With its level, its arguments and what was raised, as of any logger."""
    log = quiet_logger("corefw.tests")
    try:
        raise ValueError("it")
    except ValueError:
        log.exception("failed: %s", "this")

    (row,) = caplog.records
    assert ("corefw.tests", "ERROR", "failed: this") == (row.name, row.levelname, row.getMessage())
    assert ("test_quiet_log.py", "test_a_line_names_its_caller") == (row.filename, row.funcName)
    assert row.exc_info is not None


def test_a_handler_that_raises_is_nobodys_failure() -> None:
    """As one whose disk is full."""

    class Full(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError(28, "No space left on device")

    plain, handler = logging.getLogger("corefw.tests"), Full()
    plain.addHandler(handler)
    try:
        quiet_logger("corefw.tests").error("lost")
        with pytest.raises(OSError, match="No space"):
            plain.error("raised")
    finally:
        plain.removeHandler(handler)
