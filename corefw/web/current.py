"""The current request of a context: for code that is not handed one.

A context variable and never a thread-local, so that it holds in greenlets, tasks and threads
alike.  Prefer the request you are given.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any

__all__ = [
    "CURRENT_REGISTRY",
    "CURRENT_REQUEST",
    "RequestContext",
    "get_current_registry",
    "get_current_request",
]

CURRENT_REQUEST: ContextVar[Any] = ContextVar("corefw_current_request", default=None)
#: The registry of the configurator that has begun; a request's own counts more.
CURRENT_REGISTRY: ContextVar[Any] = ContextVar("corefw_current_registry", default=None)


def get_current_request() -> Any:
    """Return the request that is being answered in this context, or None."""
    return CURRENT_REQUEST.get()


def get_current_registry() -> Any:
    """Return the registry of the current request, else of a configurator between begin and end, or None."""
    request = CURRENT_REQUEST.get()
    found = None if request is None else request.registry
    return CURRENT_REGISTRY.get() if found is None else found


class RequestContext:
    """Makes a request the current one, for the length of a block or from `begin` to `end`.

    *finish* is called with the request at the end, while it is still current.
    """

    def __init__(self, request: Any, finish: Callable[[Any], None] | None = None) -> None:
        self.request = request
        self._finish = finish
        self._token: Token[Any] | None = None

    def begin(self) -> Any:
        """Make the request current and return it."""
        self._token = CURRENT_REQUEST.set(self.request)
        return self.request

    def end(self) -> None:
        """Undo `begin`."""
        token, self._token = self._token, None
        if token is None:
            return
        try:
            if self._finish is not None:
                self._finish(self.request)
        finally:
            CURRENT_REQUEST.reset(token)

    def __enter__(self) -> Any:
        return self.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()
