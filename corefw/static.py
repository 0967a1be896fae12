"""Static files: the view that serves them, and what changes their URLs when they change."""

from __future__ import annotations

from corefw.web.static.busters import (
    ManifestCacheBuster,
    QueryStringCacheBuster,
    QueryStringConstantCacheBuster,
)
from corefw.web.static.view import StaticView as static_view

__all__ = [
    "ManifestCacheBuster",
    "QueryStringCacheBuster",
    "QueryStringConstantCacheBuster",
    "static_view",
]
