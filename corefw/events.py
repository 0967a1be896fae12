"""The events of an application and of a request, and their subscribers."""

from __future__ import annotations

from corefw.app.decorators import subscriber
from corefw.web.events import (
    ApplicationCreated,
    BeforeTraversal,
    ContextFound,
    NewRequest,
    NewResponse,
)
from corefw.web.rendering.before_render import BeforeRender

__all__ = [
    "ApplicationCreated",
    "BeforeRender",
    "BeforeTraversal",
    "ContextFound",
    "NewRequest",
    "NewResponse",
    "subscriber",
]
