"""The names under which Pyramid documents the loading of an application; see `corefw.scripting`."""

from __future__ import annotations

from corefw.app.bootstrap import get_app, get_appsettings
from corefw.app.logs import setup_logging
from corefw.app.scripting import bootstrap

__all__ = [
    "bootstrap",
    "get_app",
    "get_appsettings",
    "setup_logging",
]
