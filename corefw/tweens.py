"""The names of the fixed places among the tweens."""

from __future__ import annotations

from corefw.web.pipeline.tweens import EXCVIEW, INGRESS, MAIN

__all__ = [
    "EXCVIEW",
    "INGRESS",
    "MAIN",
]
