"""A cache for the length of one request.  As Pyramid documents it.  Floor 4."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

__all__ = ["RequestLocalCache"]

#: The attribute of a request that holds the values of every cache, by cache.
_VALUES = "_local_cache_values"


class _NoValue:
    """Nothing is cached; false, so that it can be told from most values in an ``if``."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<NO_VALUE>"


class RequestLocalCache:
    """Keeps what *creator* makes of a request until the request is over.

    As a decorator, ``@RequestLocalCache()`` makes a function of the request cached; the cache is
    then the attribute ``cache`` of the function.  The values lie with the request, so they are
    gone with it, and a cache may be kept in a module.
    """

    NO_VALUE: Final = _NoValue()

    def __init__(self, creator: Callable[[Any], Any] | None = None) -> None:
        self._creator = creator

    def __call__(self, fn: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return *fn* cached."""

        @wraps(fn)
        def cached(request: Any) -> Any:
            return self.get_or_create(request, fn)

        cached.cache = self  # type: ignore[attr-defined]
        self._creator = fn
        return cached

    def get_or_create(self, request: Any, creator: Callable[[Any], Any] | None = None) -> Any:
        """Return the cached value, after making it with *creator* (or the cache's own) if there is none.

        Raises ValueError if there is no creator.
        """
        value = self.get(request)
        if value is not self.NO_VALUE:
            return value
        make = creator or self._creator
        if make is None:
            raise ValueError("nothing is cached, and the cache was given no creator")
        made = make(request)
        self.set(request, made)
        return made

    def get(self, request: Any, default: Any = NO_VALUE) -> Any:
        """Return the cached value, or *default*."""
        return request.__dict__.get(_VALUES, {}).get(self, default)

    def set(self, request: Any, value: Any) -> None:
        """Cache *value*."""
        values: dict[Any, Any] | None = request.__dict__.get(_VALUES)
        if values is None:
            values = request.__dict__[_VALUES] = {}
            # What was cached may lead back to the request.
            request.add_finished_callback(_forget)
        values[self] = value

    def clear(self, request: Any) -> Any:
        """Forget the cached value and return it, or NO_VALUE."""
        return request.__dict__.get(_VALUES, {}).pop(self, self.NO_VALUE)


def _forget(request: Any) -> None:
    request.__dict__.pop(_VALUES, None)
