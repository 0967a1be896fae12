"""Decorators for attributes."""

from __future__ import annotations

from corefw.web.reify import reify

__all__ = [
    "reify",
]
