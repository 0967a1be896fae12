"""Counting operations instead of seconds: the same on every machine, and never flaky."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["growth", "operations"]


def operations(call: Callable[[], object]) -> int:
    """Return how many instructions of Python *call* takes, those of comprehensions included."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def growth(prepare: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how many times as much four times the size takes, without what none of it takes.

    *prepare* makes the call for a size; making it is not counted.  4 is linear, 16 quadratic.
    """
    prepare(2)()  # what is done once in a process is not to be counted
    none, once, four = (operations(prepare(number)) for number in (0, size, 4 * size))
    return (four - none) / (once - none)
