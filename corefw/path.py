"""Names of assets and objects, and what finds them."""

from __future__ import annotations

from corefw.web.resolvers import CALLER_PACKAGE, AssetResolver, DottedNameResolver

__all__ = [
    "CALLER_PACKAGE",
    "AssetResolver",
    "DottedNameResolver",
]
