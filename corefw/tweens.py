"""The names of the fixed places among the tweens, and the tween of the exception views."""

from __future__ import annotations

from corefw.web.pipeline.exceptions import excview_tween_factory
from corefw.web.pipeline.tweens import EXCVIEW, INGRESS, MAIN

__all__ = [
    "EXCVIEW",
    "INGRESS",
    "MAIN",
    "excview_tween_factory",
]
