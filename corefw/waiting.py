"""Waiting for something asynchronous from plain code."""

from __future__ import annotations

from corefw.web.waiting import run_waiting, wait

__all__ = [
    "run_waiting",
    "wait",
]
