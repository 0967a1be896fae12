"""Renderers, for application code and for those who write one."""

from __future__ import annotations

from corefw.web.rendering.calls import get_renderer, render, render_to_response
from corefw.web.rendering.csv import CSV
from corefw.web.rendering.info import RendererInfo
from corefw.web.rendering.json import JSON, JSONP
from corefw.web.rendering.renderer import null_renderer
from corefw.web.rendering.xml import XML

__all__ = [
    "CSV",
    "JSON",
    "JSONP",
    "XML",
    "RendererInfo",
    "get_renderer",
    "null_renderer",
    "render",
    "render_to_response",
]
