"""What an addon is written with: the hooks and what each is told."""

from __future__ import annotations

from corefw.addon.marks import hookimpl, hookspecs
from corefw.app.hooks import (
    Check,
    Commands,
    Configure,
    Finding,
    Hooks,
    ShellNames,
    Started,
    Stopping,
)
from corefw.web.hook_events import RequestBegin, RequestEnd, RequestError

__all__ = [
    "Check",
    "Commands",
    "Configure",
    "Finding",
    "Hooks",
    "RequestBegin",
    "RequestEnd",
    "RequestError",
    "ShellNames",
    "Started",
    "Stopping",
    "hookimpl",
    "hookspecs",
]
