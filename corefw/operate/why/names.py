"""Why for a name: it is looked for among all kinds of things at once, and every find is an answer.

Routes, views, components, hooks, templates, settings and addons have a search each; whatever
else was declared under a name (tweens, predicates, derivers, renderers, ports ...) is found in
the plan.  Floor 6.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from itertools import chain

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.engine.registry import Registry
from corefw.operate.why import declared, hooks_and_addons, settings, templates, views_and_routes
from corefw.operate.why.answers import Answer

__all__ = ["answers_for_name"]

Search = Callable[[Registry, str], Iterator[Answer]]
Names = Callable[[Registry], Iterator[str]]

_SEARCHES: tuple[Search, ...] = (
    views_and_routes.routes,
    views_and_routes.views,
    declared.components_named,
    hooks_and_addons.hooks,
    templates.templates,
    settings.settings_named,
    hooks_and_addons.addons,
    declared.other_declarations,
)
_NAMES: tuple[Names, ...] = (
    views_and_routes.route_names,
    views_and_routes.view_names,
    declared.component_names,
    hooks_and_addons.hook_names,
    templates.template_names,
    settings.setting_names,
    hooks_and_addons.addon_names,
    declared.declared_names,
)


def answers_for_name(registry: Registry, name: str) -> list[Answer]:
    """Return everything that has the name, each with its reason.

    Raises `ConfigurationError` (CFW-705), which says what was probably meant.
    """
    found = list(chain.from_iterable(search(registry, name) for search in _SEARCHES))
    if not found:
        known = list(chain.from_iterable(names(registry) for names in _NAMES))
        raise ConfigurationError(
            Problem(
                "CFW-705",
                f'Nothing is called "{name}".{did_you_mean(name, known)}',
                why="Looked for among routes, views, components, hooks, templates, settings, addons and\n"
                "all that was declared by name.  A request is asked for as  why GET /path .",
                fixes=(
                    *near_fixes(name, known, lambda near: f"corefw why {shlex.quote(near)}"),
                    Fix("it has another name", "corefw plan --full   lists all that was declared"),
                ),
            )
        )
    return found
