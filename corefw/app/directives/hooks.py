"""Directives for hooks: specs that an addon or an application adds for others to implement.  Floor 5."""

from __future__ import annotations

from corefw.addon.hookcaller import HookCaller
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Replaces

__all__ = ["add_hookspecs"]


def add_hookspecs(config: Configuration, /, spec_class: type, *, replaces: Replaces = ()) -> None:
    """Let addons implement the hooks that are the public methods of *spec_class*.

    At once, since the addons that are loaded next are checked against it.  Call them as
    ``request.hooks.name(event)`` or ``registry.find(HookCaller, "hooks").name(event)``.
    """
    hooks = config.registry.find(HookCaller, "hooks")
    assert hooks is not None, "every configurator puts a hook caller into its registry"
    hooks.add_hookspecs(spec_class, config.owner.name if config.owner.kind == "addon" else "")
    config.action(
        ("hook specs", f"{spec_class.__module__}.{spec_class.__qualname__}"),
        kind="hook specs",
        title=f"hook specs {spec_class.__qualname__}",
        replaces=replaces,
    )
