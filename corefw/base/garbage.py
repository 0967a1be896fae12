"""Garbage collection, paused while an application is put together.

Declaring and performing makes many objects that all stay, and hardly one that is garbage.  The
collector looks at them again and again meanwhile: half the time of a large start, for nothing.
Floor 0.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_paused"]


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let no automatic collection begin inside the block; explicit ones work as ever.

    Pauses nest.  A threshold of 0 means "never" (`gc.set_threshold`), so that whoever calls
    ``gc.disable()``, ``gc.freeze()`` or ``gc.set_threshold()`` inside the block, such as a module
    that is scanned, is not overruled at its end.
    """
    before = gc.get_threshold()
    if not before[0]:
        yield
        return
    gc.set_threshold(0, *before[1:])
    try:
        yield
    finally:
        if not gc.get_threshold()[0]:
            gc.set_threshold(*before)
