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
        "CFW-201": "Declarations about the same thing stand side by side.",
        "CFW-202": "A declaration needs something that nobody declares.",
        "CFW-203": "Performing a declaration raised an exception.",
        "CFW-204": "A directive or decorator was called with wrong arguments.",
        "CFW-205": "The application was built already, and its registry is frozen.",
        "CFW-206": "What a declaration is about cannot be decided.",
        "CFW-207": "A declaration belongs to a phase that is over.",
        "CFW-208": "A directive has the name of another.",
        "CFW-209": "What is no callable and no module with includeme cannot be included.",
        "CFW-210": "The configurator has no directive of that name.",
        "CFW-220": "A lock cannot be read.",
        "CFW-221": "A lock has a line that says nothing.",
        "CFW-222": "The configuration is not the one that the lock holds.",
        # 3xx: scan
        "CFW-301": "A module that is scanned cannot be imported.",
        "CFW-302": "A decorator is lost: the scan cannot reach what it decorates.",
        "CFW-303": "Declaring what a decorator says raised an exception.",
        "CFW-304": "A decorator stands on something that takes no attributes.",
        "CFW-305": "What should be scanned is no module.",
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
        "CFW-501": "A route, view or subscriber has an argument that nobody knows.",
        "CFW-502": "The value or the weight of a predicate cannot be used.",
        "CFW-503": "A view asks for a permission, and there is no security policy.",
        "CFW-504": "The value of http_cache cannot be used.",
        "CFW-505": "What was declared as a view is none.",
        "CFW-506": "A directive decides an argument itself and does not take it.",
        "CFW-507": "A view deriver stands where none can stand, or derivers contradict each other.",
        "CFW-508": "A request method has no name.",
        "CFW-509": "view_defaults decorates something that is no class.",
        "CFW-510": "A route pattern cannot be used.",
        "CFW-511": "A route has no pattern.",
        "CFW-512": "A placeholder type cannot be used.",
        "CFW-513": "The traversal of a route needs a value that its pattern does not give.",
        "CFW-514": "Routes of one scan match the same paths under the same conditions.",
        "CFW-520": "The order of the tweens contradicts itself.",
        "CFW-521": "A tween stands where none can stand.",
        "CFW-522": "A tween is to stand under or over one that is not there.",
        "CFW-523": "A tween factory returned what cannot be called.",
        "CFW-541": "Nothing renders what a renderer's name says.",
        "CFW-542": "A template does not exist or cannot be compiled.",
        "CFW-543": "Several templating providers could render a neutral name.",
        "CFW-561": "The folder of static files does not exist.",
        "CFW-562": "An asset cannot be overridden in this way.",
        "CFW-571": "A session was asked for, and no session factory is set.",
        "CFW-572": "A session factory was given arguments that cannot be used.",
        # 6xx: components, ports and persistence
        "CFW-601": "No component is registered for what was asked.",
        "CFW-602": "Nothing provides a port that is needed.",
        "CFW-603": "An adapter does not say what it adapts.",
        "CFW-604": "It is not clear what a component provides.",
        "CFW-605": "A capability is named that its port does not know.",
        "CFW-606": "A capability that is required is not offered.",
        "CFW-607": "The settings choose a provider of a port that is not there.",
        "CFW-608": "A provider offers no scratch area to be tried in.",
        # 7xx: the command line and loading an application
        "CFW-701": "It is not said which application is meant.",
        "CFW-702": "A settings file does not say what the application is made of.",
        "CFW-703": "What was named as the application is none.",
        "CFW-704": "An addon's command would hide another, or an option of corefw.",
        "CFW-705": "Nothing has the name that was asked for.",
        "CFW-706": "Two names of the shell are the same.",
        "CFW-710": "A package that a command needs is not installed.",
        "CFW-711": "The address to serve on cannot be had.",
        "CFW-712": "The picture of the configuration cannot be drawn.",
    }
)
