"""Rehearsing: building a configuration only to look at it.

Inside `rehearsal` an application is configured and compiled but not started: no ``started``
hook runs, so that reading a plan changes nothing outside a registry that is thrown away.
A context variable, never a global flag: two threads may do different things.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["is_rehearsing", "rehearsal"]

_REHEARSING: ContextVar[bool] = ContextVar("corefw_rehearsing", default=False)


@contextmanager
def rehearsal() -> Iterator[None]:
    """Configure without starting, in this context."""
    token = _REHEARSING.set(True)
    try:
        yield
    finally:
        _REHEARSING.reset(token)


def is_rehearsing() -> bool:
    """Whether the configuration being built is only looked at."""
    return _REHEARSING.get()
