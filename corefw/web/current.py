"""The current request of a context: for code that is not handed one.

A context variable and never a thread-local, so that it holds in greenlets, tasks and threads
alike.  Prefer the request you are given.  Floor 4.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

__all__ = ["CURRENT_REQUEST", "get_current_registry", "get_current_request"]

CURRENT_REQUEST: ContextVar[Any] = ContextVar("corefw_current_request", default=None)


def get_current_request() -> Any:
    """Return the request that is being answered in this context, or None."""
    return CURRENT_REQUEST.get()


def get_current_registry() -> Any:
    """Return the registry of the current request, or None."""
    request = CURRENT_REQUEST.get()
    return None if request is None else request.registry
