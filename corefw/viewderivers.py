"""The names of the fixed places among the view derivers."""

from __future__ import annotations

from corefw.web.views.derivers import INGRESS, VIEW

__all__ = [
    "INGRESS",
    "VIEW",
]
