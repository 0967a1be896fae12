"""For scripts: building an application and making a request current."""

from __future__ import annotations

from corefw.app.bootstrap import Environment, bootstrap, load_application
from corefw.web.pipeline.application import Application

__all__ = [
    "Application",
    "Environment",
    "bootstrap",
    "load_application",
]
