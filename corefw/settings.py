"""Settings that are text, as what they mean."""

from __future__ import annotations

from corefw.engine.settings.words import asbool, aslist

__all__ = [
    "asbool",
    "aslist",
]
