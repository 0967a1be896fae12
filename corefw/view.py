"""The decorators of views."""

from __future__ import annotations

from corefw.app.decorators import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
    view_config,
    view_defaults,
)

__all__ = [
    "exception_view_config",
    "forbidden_view_config",
    "notfound_view_config",
    "view_config",
    "view_defaults",
]
