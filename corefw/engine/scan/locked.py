"""Scanning by a lock: only what declared something, what is new and what changed is imported.

What a module declares is known from the lock as long as its source is the one of then; a
module that declares nothing need not be imported to know that.  The lock itself is read and
compared elsewhere.  Floor 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["KnownModules", "known_modules", "scanning_by"]


@dataclass(frozen=True, slots=True)
class KnownModules:
    """What a lock knows of modules: a digest of each source, and which declared nothing."""

    digests: Mapping[str, str]
    quiet: Set[str]


_KNOWN: ContextVar[KnownModules | None] = ContextVar("corefw_scanning_by", default=None)


@contextmanager
def scanning_by(known: KnownModules | None) -> Iterator[None]:
    """Let configurators in this context scan by a lock, where their settings say so."""
    token = _KNOWN.set(known)
    try:
        yield
    finally:
        _KNOWN.reset(token)


def known_modules() -> KnownModules | None:
    """Return what `scanning_by` said in this context."""
    return _KNOWN.get()
