"""For scripts: building an application, making a request current, and logging."""

from __future__ import annotations

from corefw.app.bootstrap import load_application
from corefw.app.logs import setup_logging
from corefw.app.scripting import Environment, bootstrap, get_root, prepare
from corefw.web.pipeline.application import Application

__all__ = [
    "Application",
    "Environment",
    "bootstrap",
    "get_root",
    "load_application",
    "prepare",
    "setup_logging",
]
