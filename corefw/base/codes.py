"""The error codes of corefw, each with a one-line title; the reference lists them.

The area is the first digit: 1 names and settings, 2 declarations and conflicts, 3 scan,
4 addons and hooks, 5 routes, views, rendering and static files, 6 components, ports and
persistence, 7 the command line and loading an application.  What is wrong in a given case
is said by the `Problem` that carries the code.  Floor 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CODES"]

CODES: Mapping[str, str] = MappingProxyType(
    {
        # 1xx: names and settings
        "CFW-101": "A dotted name names nothing.",
        "CFW-102": "A module that a dotted name needs cannot be imported.",
        "CFW-110": "A settings file cannot be read.",
        "CFW-111": "A section of the settings has no such key.",
        "CFW-112": "A setting has a value of the wrong type.",
        "CFW-113": "A setting that must be set is missing.",
        "CFW-114": "A section of the settings is used by nothing.",
        "CFW-115": "A COREFW_ environment variable names no setting.",
        "CFW-116": "A settings schema cannot be used.",
        "CFW-117": "Settings are refused by a rule of their schema.",
        # 2xx: declarations and conflicts
        "CFW-200": "A configuration error that was raised with a plain message.",
        # 3xx: scan
        # 4xx: addons and hooks
        "CFW-401": "An addon is enabled and not installed.",
        "CFW-402": "An addon manifest is missing, cannot be read or is not TOML.",
        "CFW-403": "An addon manifest has an unknown key.",
        "CFW-404": "A value in an addon manifest is missing or wrong.",
        "CFW-405": "Several addons have one name.",
        "CFW-406": "An addon's entry point cannot be imported or made.",
        "CFW-407": "An addon is made for another version of corefw.",
        "CFW-408": "An addon needs another addon that is not there.",
        "CFW-409": "Addons stand on a circle of needs, before and after.",
        "CFW-410": "There is no hook of that name.",
        "CFW-411": "A hook implementation does not fit its spec.",
        "CFW-412": "An addon's hook raised an exception.",
        "CFW-413": "A hook spec is wrong, or its name is taken.",
        "CFW-414": "Hook implementations stand on a circle of before and after.",
        "CFW-415": "An addon needs a package that is not installed.",
        # 5xx: routes, views, rendering, static files
        "CFW-541": "Nothing renders what a renderer's name says.",
        "CFW-542": "A template does not exist or cannot be compiled.",
        "CFW-543": "Several templating providers could render a neutral name.",
        "CFW-561": "The folder of static files does not exist.",
        "CFW-571": "A session was asked for, and no session factory is set.",
        "CFW-572": "A session factory was given arguments that cannot be used.",
        # 6xx: components, ports and persistence
        "CFW-601": "No component is registered for what was asked.",
        # 7xx: the command line and loading an application
    }
)
