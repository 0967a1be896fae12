"""Static files."""

from __future__ import annotations

from corefw.web.static.view import StaticView as static_view

__all__ = [
    "static_view",
]
