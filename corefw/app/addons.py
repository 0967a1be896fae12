"""Loading the addons of an application: settings, ownership, policy, start and stop.

Finding, choosing and importing them is floor 3's; here each is configured by a configurator
that declares on its behalf, below the application's include path, so that the application
can override it.  Floor 5.
"""

from __future__ import annotations

import dataclasses
import importlib
import logging
from typing import Any, Literal

from corefw.addon.discovery import find_addons
from corefw.addon.health import LoadedAddon, LoadReport
from corefw.addon.hookcaller import HookCaller
from corefw.addon.loading import load
from corefw.addon.selection import choose
from corefw.app.hooks import Configure, Hooks, Started, Stopping
from corefw.app.settings import CoreSettings
from corefw.app.version import VERSION
from corefw.base.dotted import resolve
from corefw.base.errors import Problem
from corefw.engine.declaration import State
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry

__all__ = ["hooks_of", "known_sections", "load_addons", "put_hook_caller", "start", "stop"]

log = logging.getLogger("corefw.addons")


def put_hook_caller(registry: Registry) -> None:
    """Give the application a hook caller of its own, with the hooks of corefw."""
    registry.put(HookCaller, "hooks", HookCaller(Hooks))
    registry.put(LoadReport, "addons", LoadReport())


def hooks_of(registry: Any) -> HookCaller:
    """Return the hook caller of an application."""
    found: HookCaller = registry.find(HookCaller, "hooks")
    return found


def load_addons(config: Any) -> None:
    """Find, choose, import and configure the addons that ``[corefw]`` enables.

    Raises `AddonError` with every problem, unless the policy is to go on without an addon; then
    it is wholly absent, and the report says why.
    """
    settings = config.settings.typed("corefw", CoreSettings)
    place = config.settings.origin("corefw.addons").place
    enabled = settings.addons
    found = find_addons()
    if enabled == "all":
        enabled = sorted({row.name for row in found})
    enabled = [name for name in enabled if name not in settings.disable]
    selection = choose(found, enabled, VERSION, place)
    loader = _Loader(config, settings)
    report = load(selection, hooks_of(config.registry), loader.configure, loader.policy, loader.withdraw)
    config.registry.put(LoadReport, "addons", report)
    config.ledger.may_disable, config.ledger.leave_out = loader.may_disable, loader.leave_out


class _Loader:
    """Configures addons one by one, and takes back what one of them declared."""

    def __init__(self, config: Any, settings: CoreSettings) -> None:
        self.config = config
        self.settings = settings
        self.owners: dict[str, Owner] = {}

    def policy(self, name: str) -> Literal["abort", "disable"]:
        """Return what is to happen if the addon *name* fails."""
        return "disable" if name in self.settings.optional_addons else self.settings.addon_policy

    def configure(self, loaded: LoadedAddon) -> None:
        """Fire the addon's own ``configure`` with a configurator that declares on its behalf."""
        owner = Owner(loaded.name, loaded.version, "addon")
        self.owners[loaded.name] = owner
        config = self.config
        section = loaded.manifest.section or loaded.name
        settings = None
        if loaded.manifest.settings:
            schema = resolve(loaded.manifest.settings)
            settings = config.settings.typed(section, schema)
        else:
            config.settings.claim(section)
        child = config.child(
            owner=owner,
            package=importlib.import_module(type(loaded.addon).__module__.partition(".")[0]),
            include_path=(*config.include_path, f"the addon {loaded.name}"),
        )
        with config.registry.attempt():
            hooks_of(config.registry).call_one(loaded.name, "configure", Configure(child, settings))

    def withdraw(self, loaded: LoadedAddon) -> None:
        """Take back what the addon declared: its declarations end as disabled."""
        owner = self.owners.get(loaded.name)
        ledger = self.config.ledger
        for row in [row for row in ledger.pending if row.owner == owner]:
            row.settle(State.DISABLED, f"the addon {loaded.name} failed and is not used")
        ledger.pending[:] = [row for row in ledger.pending if row.owner != owner]
        for name in [name for name, added in ledger.directives.items() if added.owner == owner]:
            del ledger.directives[name]
        for key in [key for key, row in ledger.included.items() if row.owner == owner]:
            del ledger.included[key]

    def may_disable(self, owner: Owner) -> bool:
        """Say whether the application goes on without *owner*, whose declaration failed."""
        return owner.kind == "addon" and self.policy(owner.name) == "disable"

    def leave_out(self, owner: Owner, problem: Problem) -> list[Owner]:
        """Take the addon out of use with all that need it; return whose declarations go."""
        registry = self.config.registry
        report: LoadReport = registry.find(LoadReport, "addons")
        gone = {owner.name: problem.what}
        for loaded in report.loaded:  # in load order, so that chains of needs are followed
            needed = next((need.name for need in loaded.manifest.needed if need.name in gone), None)
            if needed is not None:
                gone[loaded.name] = f'It needs the addon "{needed}", which failed.'
        for name in gone:
            hooks_of(registry).unregister(name)
        statuses = tuple(
            dataclasses.replace(
                row,
                state="failed" if row.name == owner.name else "disabled",
                reason=gone[row.name],
                problems=(problem,),
            )
            if row.name in gone
            else row
            for row in report.statuses
        )
        left = tuple(row for row in report.loaded if row.name not in gone)
        registry.put(LoadReport, "addons", LoadReport(statuses, left))
        return [self.owners[name] for name in gone]


def known_sections(registry: Registry) -> list[str]:
    """Return the settings tables of addons that are installed, enabled or not."""
    report = registry.find(LoadReport, "addons") or LoadReport()
    return [
        row.manifest.section or row.name
        for row in report.statuses
        if row.manifest is not None and row.state != "off"
    ]


def start(application: Any) -> None:
    """Run the ``started`` hooks; the ``stopping`` hooks run if one of them fails."""
    hooks = hooks_of(application.registry)
    try:
        hooks.call("started", Started(application, application.registry))
    except BaseException:
        application.close()
        raise


def stop(registry: Registry) -> None:
    """Run every ``stopping`` hook, even if an earlier one fails; failures are logged together."""
    try:
        hooks_of(registry).call_each("stopping", Stopping(registry))
    except Exception:
        log.exception("addons failed while stopping")
