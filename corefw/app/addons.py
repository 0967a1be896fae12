"""Loading the addons of an application: settings, ownership, policy, start and stop.

Finding, choosing and importing them is floor 3's; here each is configured by a configurator
that declares on its behalf, below the application's include path, so that the application
can override it.  Floor 5.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from corefw.addon.discovery import FoundAddon, find_addons
from corefw.addon.errors import AddonError
from corefw.addon.health import AddonStatus, LoadedAddon, LoadReport
from corefw.addon.hookcaller import HookCaller
from corefw.addon.loading import load
from corefw.addon.selection import choose, unknown_name
from corefw.app.directives.ports import require_capability
from corefw.app.hooks import Configure, Hooks, Started, Stopping
from corefw.app.settings import CoreSettings
from corefw.app.version import VERSION
from corefw.base.dotted import resolve
from corefw.base.errors import ConfigurationError, Problem, Witness
from corefw.engine.commit import leave_out
from corefw.engine.declaration import State
from corefw.engine.owner import Owner
from corefw.engine.registry import Registry
from corefw.engine.settings.values import Settings

__all__ = [
    "hooks_of",
    "installed_sections",
    "judge_hooks",
    "known_sections",
    "load_addons",
    "put_hook_caller",
    "start",
    "stop",
]

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
    config.ledger.found += _misnamed(config.settings, settings, found, enabled)
    enabled = [name for name in enabled if name not in settings.disable]
    selection = choose(found, enabled, VERSION, place)
    loader = _Loader(config, settings)
    hooks = hooks_of(config.registry)
    # The application may specify hooks that an addon implements; it has not been included yet.
    report = load(selection, hooks, loader.configure, loader.policy, loader.withdraw, more_specs=True)
    config.registry.put(LoadReport, "addons", report)
    config.registry.put(_Loader, "loader", loader)
    _tell(row for row in report.statuses if row.state in ("failed", "disabled"))
    config.ledger.may_disable, config.ledger.leave_out = loader.may_disable, loader.leave_out


def _misnamed(
    settings: Settings, core: CoreSettings, found: Iterable[FoundAddon], enabled: Iterable[str]
) -> list[Problem]:
    """Return a problem (CFW-416) for each name that ``[corefw]`` says of no addon there is."""
    known = {row.name for row in found} | {*enabled}
    return [
        unknown_name(key, name, known, settings.origin(f"corefw.{key}").witness(name))
        for key, names in (("disable", core.disable), ("optional_addons", core.optional_addons))
        for name in dict.fromkeys(names)
        if name not in known
    ]


def judge_hooks(config: Any) -> None:
    """Judge, once everything was included, which methods of addons are no hooks (CFW-410).

    Their problems stop the commit, unless the policy is to go on without the addon.  Raises
    `AddonError` if that takes away one which must not be missing.
    """
    loader = config.registry.find(_Loader, "loader")
    found = config.ledger.found
    while loader is not None and (unknown := hooks_of(config.registry).unknown()):
        optional = [name for name in unknown if loader.may_disable(loader.owners[name])]
        if not optional:
            found += [row for rows in unknown.values() for row in rows if row not in found]
            return
        leave_out(config.ledger, loader.owners[optional[0]], unknown[optional[0]][0])


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
        config, ledger = self.config, self.config.ledger
        settings = self._settings_of(loaded)
        child = config.child(
            owner=owner,
            package=importlib.import_module(type(loaded.addon).__module__.partition(".")[0]),
            include_path=(*config.include_path, f"the addon {loaded.name}"),
        )
        mark = ledger.mark()
        try:
            with config.registry.attempt():
                self._require(child, loaded)
                hooks_of(config.registry).call_one(loaded.name, "configure", Configure(child, settings))
                self._judge_scans(owner, mark.found)
        except BaseException:
            # An addon may commit, and with it what the application declared before: that waits again.
            ledger.go_back(mark)
            ledger.leftovers = []  # what the addon declared stays to be seen
            raise

    def _require(self, config: Any, loaded: LoadedAddon) -> None:
        """Require, in the name of the addon, the capabilities that its manifest needs."""
        with config.speaking_from(loaded.manifest.place_of("needs"), "needs"):
            for required in loaded.manifest.required:
                for capability in sorted(required.capabilities):
                    require_capability(config, required.port, capability)

    def _settings_of(self, loaded: LoadedAddon) -> Any:
        """Return the addon's section as the dataclass that its manifest names, None if it names none."""
        manifest = loaded.manifest
        section = manifest.section or loaded.name
        if not manifest.settings:
            self.config.settings.claim(section)
            return None
        try:
            schema = resolve(manifest.settings)
        except ConfigurationError as error:
            witness = Witness(manifest.place_of("settings"), loaded.owner)
            raise ConfigurationError(
                *(replace(row, witnesses=(witness, *row.witnesses)) for row in error.problems)
            ) from error
        return self.config.settings.typed(section, schema)

    def _judge_scans(self, owner: Owner, before: Sequence[Problem]) -> None:
        """Say whose the problems are that the addon's scans found; they may be a reason to do without it."""
        found = self.config.ledger.found
        own = [_of(problem, str(owner)) for problem in found if problem not in before]
        if own and self.policy(owner.name) == "disable":
            raise ConfigurationError(*own)
        found[:] = [*(problem for problem in found if problem in before), *own]

    def withdraw(self, loaded: LoadedAddon) -> None:
        """Take back what the addon declared: its declarations end as disabled."""
        owner = self.owners.get(loaded.name)
        if owner is None:
            return
        ledger = self.config.ledger
        self._forget(owner, f"the addon {loaded.name} failed and is not used")
        ledger.pending[:] = [row for row in ledger.pending if row.owner != owner]
        ledger.withdraw([owner])

    def _forget(self, owner: Owner, reason: str) -> None:
        """Settle everything that *owner* declared, what was included and lost among it, as disabled."""
        plan = self.config.plan
        self.config.settings.withdraw(str(owner))
        for row in plan.select(owner=owner.name):
            if row.owner == owner:
                row.settle(State.DISABLED, reason)

    def may_disable(self, owner: Owner) -> bool:
        """Say whether the application goes on without *owner*, whose declaration failed.

        Not if it has committed for itself: what was committed stays, and it would be half absent.
        """
        is_optional = owner.kind == "addon" and self.policy(owner.name) == "disable"
        return is_optional and all(row.owner != owner for row in self.config.ledger.winners.values())

    def leave_out(self, owner: Owner, problem: Problem) -> list[Owner]:
        """Take the addon out of use with all that need it; return whose declarations go.

        Raises `AddonError` if an addon that must not be missing implements a hook of one that goes.
        """
        registry = self.config.registry
        report: LoadReport = registry.find(LoadReport, "addons")
        failed: dict[str, Sequence[Problem]] = {owner.name: (problem,)}
        gone: dict[str, AddonStatus] = {}
        while failed:
            fatal = [one for name in failed if self.policy(name) == "abort" for one in failed[name]]
            if fatal:
                raise AddonError(*fatal)
            for row in report.statuses:  # in load order, so that chains of needs are followed
                needed = row.manifest.needed if row.manifest is not None and row.state == "active" else ()
                missing = next((need.name for need in needed if need.name in gone), None)
                if row.name in failed:
                    reasons = tuple(failed[row.name])
                    gone[row.name] = replace(row, state="failed", reason=reasons[0].what, problems=reasons)
                elif missing is not None and row.name not in gone:
                    reason = f'It needs the addon "{missing}", which failed.'
                    gone[row.name] = replace(row, state="disabled", reason=reason, problems=(problem,))
            for name in gone:
                hooks_of(registry).unregister(name)
                self._forget(self.owners[name], gone[name].reason)
            failed = dict(hooks_of(registry).unknown())
        statuses = tuple(gone.get(row.name, row) for row in report.statuses)
        left = tuple(row for row in report.loaded if row.name not in gone)
        registry.put(LoadReport, "addons", LoadReport(statuses, left))
        _tell(gone.values())
        return [self.owners[name] for name in gone]


def _tell(absent: Iterable[AddonStatus]) -> None:
    """Let the operator hear of the addons that are done without."""
    for row in absent:
        log.warning("going on without the addon %s: %s", row.name, row.reason)


def _of(problem: Problem, owner: str) -> Problem:
    """Return *problem* with *owner* at the places that have none."""
    return replace(
        problem,
        witnesses=tuple(row if row.owner else replace(row, owner=owner) for row in problem.witnesses),
    )


def known_sections(registry: Registry) -> list[str]:
    """Return the settings tables of addons that are enabled, in use or not, or were switched off."""
    report = registry.find(LoadReport, "addons") or LoadReport()
    switched_off = registry.settings.typed("corefw", CoreSettings).disable
    return [
        row.manifest.section or row.name
        for row in report.statuses
        if row.manifest is not None and (row.state != "off" or row.name in switched_off)
    ]


def installed_sections() -> list[str]:
    """Return the settings tables of all installed addons: swapping one for another keeps both."""
    found = [row.manifest for row in find_addons()]
    return [manifest.section or manifest.name for manifest in found if manifest is not None]


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
