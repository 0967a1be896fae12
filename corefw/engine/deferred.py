"""Deferred discriminators: what a declaration is about, known only when the vocabulary stands.

Floor 2.  They are resolved while deciding, in ``decide``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

__all__ = ["Deferred", "undefer"]


class Deferred:
    """A discriminator that can be known only when the vocabulary stands.

    Pyramid's class of that name; as there, the callable is asked once for all who need it.
    """

    __slots__ = ("_found", "_resolve")

    def __init__(self, resolve: Callable[[], Hashable]) -> None:
        self._resolve: Callable[[], Hashable] | None = resolve
        self._found: Hashable = None

    def resolve(self) -> Hashable:
        """Return the discriminator; raises whatever the callable raises, and asks again then."""
        if self._resolve is not None:
            self._found = self._resolve()
            self._resolve = None
        return self._found


def undefer(value: Hashable) -> Hashable:
    """Return what a `Deferred` stands for, and anything else as it is."""
    return value.resolve() if isinstance(value, Deferred) else value
