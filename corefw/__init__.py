"""corefw: a web framework whose users take it apart.

The names used most are here and are loaded on first use (PEP 562), so that importing one part
does not import the rest.  The other documented names are in the modules beside this one;
what they do not name is private.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corefw.config import ConfigurationError, Configurator
    from corefw.request import Request
    from corefw.response import Response
    from corefw.view import view_config, view_defaults
    from corefw.waiting import wait

__all__ = [
    "ConfigurationError",
    "Configurator",
    "Request",
    "Response",
    "view_config",
    "view_defaults",
    "wait",
]


def __getattr__(name: str) -> Any:
    homes = {
        "ConfigurationError": "corefw.config",
        "Configurator": "corefw.config",
        "Request": "corefw.request",
        "Response": "corefw.response",
        "view_config": "corefw.view",
        "view_defaults": "corefw.view",
        "wait": "corefw.waiting",
    }
    if name not in homes:
        raise AttributeError(f"module 'corefw' has no attribute {name!r}")
    return getattr(importlib.import_module(homes[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
