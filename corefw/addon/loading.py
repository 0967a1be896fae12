"""Loading: the chosen addons are imported, their hooks registered, and each is configured.

A failing addon is wholly absent.  With the policy "abort" everything is undone and an
`AddonError` raised; with "disable" the application goes on without it and without those that
need it.  What to configure an addon with is the caller's business, as is withdrawing what it
declared.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from corefw.addon.errors import AddonError, raised_problem
from corefw.addon.health import AddonState, AddonStatus, LoadedAddon, LoadReport
from corefw.addon.hookcaller import HookCaller
from corefw.addon.importing import make_addon
from corefw.addon.selection import Selection
from corefw.base.errors import ConfigurationError, Problem
from corefw.base.places import UNKNOWN, Place

__all__ = ["Policy", "load"]

#: What to do about the addon of that name if it fails.
Policy = Callable[[str], Literal["abort", "disable"]]


def load(
    selection: Selection,
    hooks: HookCaller,
    configure: Callable[[LoadedAddon], None],
    policy: Policy = lambda name: "abort",
    withdraw: Callable[[LoadedAddon], None] | None = None,
    *,
    more_specs: bool = False,
) -> LoadReport:
    """Load what was selected, in order, and return what became of every addon.

    All are imported first, so that everything that cannot be is reported together; then each
    is registered with *hooks* and given to *configure*.  *withdraw* is called for an addon
    that was given to *configure* and is not used after all, the last one first, to take back
    what it declared; without it, an addon that fails after the last was configured (a method
    that is no hook) aborts whatever its policy.  With *more_specs* others than addons specify hooks
    later, and the caller then judges what is no hook (`HookCaller.unknown`).  Raises `AddonError`
    with all problems that are known by then.
    """
    loading = _Loading(selection, hooks, configure, policy, withdraw)
    try:
        loading.refuse()
        made = loading.make()
        for loaded in made:
            loading.configure_one(loaded)
        if more_specs:
            hooks.settle()
        else:
            loading.verify()
    except BaseException:
        loading.undo([*loading.active])
        raise
    return loading.report()


class _Loading:
    """The state of one call of `load`: who is in use, and why the others are not."""

    def __init__(
        self,
        selection: Selection,
        hooks: HookCaller,
        configure: Callable[[LoadedAddon], None],
        policy: Policy,
        withdraw: Callable[[LoadedAddon], None] | None,
    ) -> None:
        self.selection = selection
        self.hooks = hooks
        self.configure = configure
        self.policy = policy
        self.withdraw = withdraw
        self.active: dict[str, LoadedAddon] = {}
        self.absent: dict[str, tuple[AddonState, str, Place, tuple[Problem, ...]]] = {}

    def refuse(self) -> None:
        """Do without what the selection refused, or abort with all that must not be missing."""
        self._fail_together({refusal.name: refusal.problems for refusal in self.selection.refused})

    def make(self) -> list[LoadedAddon]:
        """Import and make all that are not yet known to be absent."""
        made: list[LoadedAddon] = []
        failures: dict[str, tuple[Problem, ...]] = {}
        for found in self.selection.order:
            if found.name in self.absent or self._lacks(found.name):
                continue
            try:
                loaded = make_addon(found, self.hooks.spec_class)
            except AddonError as error:
                failures[found.name] = tuple(error.problems)
                continue
            misfits = self.hooks.misfits(loaded.addon, loaded.manifest)
            if misfits:
                failures[found.name] = misfits
            else:
                made.append(loaded)
        self._fail_together(failures)
        return made

    def configure_one(self, loaded: LoadedAddon) -> None:
        """Register and configure one addon, unless what it needs has become absent."""
        if self._lacks(loaded.name):
            return
        try:
            self.hooks.register(loaded.addon, loaded.manifest)
        except AddonError as error:
            self._fail_together({loaded.name: tuple(error.problems)})
            return
        self.active[loaded.name] = loaded
        try:
            self.configure(loaded)
        except (Exception, SystemExit) as error:
            problems = _problems(loaded, error)
            self.undo([loaded.name])
            self._fail_together({loaded.name: problems}, error)

    def verify(self) -> None:
        """Find the methods that are no hooks, now that all specs are known, and settle all orders."""
        while unknown := self.hooks.unknown():
            if self.withdraw is None:
                raise AddonError(*(problem for some in unknown.values() for problem in some))
            self._fail_together(unknown)
            self.undo([*unknown])
            for name in [*self.active]:
                if self._lacks(name):
                    self.undo([name])
        self.hooks.verify()

    def undo(self, names: Iterable[str]) -> None:
        """Take back, last first, what these addons registered and declared."""
        wanted = set(names)
        for name in [name for name in reversed(self.active) if name in wanted]:
            loaded = self.active.pop(name)
            self.hooks.unregister(name)
            if self.withdraw is not None:
                self.withdraw(loaded)

    def _lacks(self, name: str) -> bool:
        """Return whether the addon needs one that is absent, and record it as disabled if so."""
        found = next(each for each in self.selection.order if each.name == name)
        needed = found.manifest.needed if found.manifest else ()
        gone = next((need.name for need in needed if need.name in self.absent), None)
        if gone is not None:
            place = found.manifest.place_of("needs") if found.manifest else found.place
            became = "failed" if self.absent[gone][0] == "failed" else "is disabled"
            reason = f'It needs the addon "{gone}", which {became}.'
            self.absent[name] = ("disabled", reason, place, ())
        return gone is not None

    def _fail_together(
        self, failures: Mapping[str, tuple[Problem, ...]], cause: BaseException | None = None
    ) -> None:
        fatal: list[Problem] = []
        for name, problems in failures.items():
            if self.policy(name) == "abort":
                fatal += [problem for problem in problems if problem not in fatal]
            place = next((seen.place for each in problems for seen in each.witnesses), UNKNOWN)
            self.absent[name] = ("failed", problems[0].what, place, problems)
        if fatal:
            raise AddonError(*fatal) from cause

    def report(self) -> LoadReport:
        """Return what became of everybody: in use, then done without, then off."""
        found = {each.name: each for each in self.selection.order}
        found |= {each.name: each.found for each in self.selection.refused if each.found}
        statuses = [
            AddonStatus(each.name, each.version, "active", "", each.place, each.manifest)
            for each in self.active.values()
        ]
        for name, (state, reason, place, problems) in self.absent.items():
            addon = found.get(name)
            version, manifest = (addon.version, addon.manifest) if addon else ("", None)
            statuses.append(AddonStatus(name, version, state, reason, place, manifest, problems))
        statuses += [
            AddonStatus(
                each.name,
                each.version,
                "off",
                each.problems[0].what if each.problems else "",
                each.place,
                each.manifest,
                each.problems,
            )
            for each in self.selection.off
        ]
        return LoadReport(tuple(statuses), tuple(self.active.values()))


def _problems(loaded: LoadedAddon, error: BaseException) -> tuple[Problem, ...]:
    """Return what is wrong; a configuration error says for itself whose it is."""
    if isinstance(error, ConfigurationError):
        return tuple(error.problems)
    what = f'Configuring the addon "{loaded.name}" raised'
    return (raised_problem("CFW-412", what, error, loaded.owner, loaded.name, loaded.place),)
