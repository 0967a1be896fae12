"""The decorators of views, and calling a view by its name."""

from __future__ import annotations

from corefw.app.decorators import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
    view_config,
    view_defaults,
)
from corefw.web.views.calling import render_view, render_view_to_iterable, render_view_to_response

__all__ = [
    "exception_view_config",
    "forbidden_view_config",
    "notfound_view_config",
    "render_view",
    "render_view_to_iterable",
    "render_view_to_response",
    "view_config",
    "view_defaults",
]
