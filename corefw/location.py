"""Where a resource lies: what it is in, and what that is in."""

from __future__ import annotations

from corefw.web.traversal.lineage import inside, lineage

__all__ = [
    "inside",
    "lineage",
]
