"""A log whose failures cost nobody the answer: the disk is full, or a handler of the application raises.

Python's own handlers keep to that themselves; others need not.  Floor 4.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

__all__ = ["quiet_logger"]


class _QuietLogger(logging.LoggerAdapter[logging.Logger]):
    """A logger that drops the line which a handler cannot write."""

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        with suppress(Exception):
            # The place that a line names is that of the caller and not this one.
            super().log(level, msg, *args, stacklevel=2, **kwargs)


def quiet_logger(name: str) -> logging.LoggerAdapter[logging.Logger]:
    """Return the logger *name*, of which no call raises."""
    return _QuietLogger(logging.getLogger(name), None)
