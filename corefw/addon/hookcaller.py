"""The hook caller: the hooks of one application, who implements them, and calling them.

It owns one pluggy PluginManager.  pluggy knows no before and after and calls the last
registered first, so each hook's implementations are registered, one plugin each, in the
reverse of the order that is computed here.  Whether an implementation fits its spec is
judged in `specs`; importing addons belongs to `loading`.  Floor 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pluggy

from corefw.addon import hook_problems
from corefw.addon.attribution import announced, attributed
from corefw.addon.call_order import arranged
from corefw.addon.errors import AddonError
from corefw.addon.marks import is_hookspecs
from corefw.addon.specs import HookImplementation, HookSpec, implementations_in, read_specs
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.base.places import place_of
from corefw.contracts.manifest import Manifest

__all__ = ["HookCaller"]

_PROJECT = "corefw"
_mark_spec = pluggy.HookspecMarker(_PROJECT)
_mark_impl = pluggy.HookimplMarker(_PROJECT)


class HookCaller:
    """The hooks of one application.

    ``hooks.name(event)`` calls the hook *name* and lets exceptions through, each with a note
    that says whose it is; `call` turns them into an `AddonError`.
    """

    def __init__(self, spec_class: type) -> None:
        self.spec_class = spec_class
        #: pluggy's manager, for its monitoring and tracing; register nothing there.
        self.manager = pluggy.PluginManager(_PROJECT)
        self._spec_classes: dict[type, str] = {}
        self._specs: dict[str, HookSpec] = {}
        self._addons: dict[str, tuple[HookImplementation, ...]] = {}
        self._callables: dict[HookImplementation, Callable[[Any], Any]] = {}
        self._registered: dict[str, list[str]] = {}
        self._unsettled: set[str] = set()
        self.add_hookspecs(spec_class)

    # Specs and implementations

    def add_hookspecs(self, cls: type, owner: str = "") -> None:
        """Add the hooks that the public methods of *cls* specify; twice the same class is once.

        *owner* is the addon whose they are; they go when it is unregistered.  Raises
        `AddonError`: CFW-413 for a method that is no spec or a name that is taken, CFW-411
        for an implementation, registered before, that does not fit.
        """
        if cls in self._spec_classes:
            return
        specs = {spec.name: spec for spec in read_specs(cls, self._spec_bases(), owner)}
        problems = [
            hook_problems.taken(self._specs[name], spec)
            for name, spec in specs.items()
            if name in self._specs
        ]
        own = {*dir(type(self)), *vars(self)}
        problems += [hook_problems.reserved(spec) for name, spec in specs.items() if name in own]
        known = self._specs | specs
        for addon in self._addons.values():
            problems += hook_problems.misfits([each for each in addon if each.hook in specs], known)
        if problems:
            raise AddonError(*problems)
        self._spec_classes[cls] = owner
        self._specs = known
        self._addons = {  # an addon may have inherited the stubs of these specs
            name: tuple(each for each in addon if not _is_defined_by(cls, each))
            for name, addon in self._addons.items()
        }
        self._unsettled.update(specs)

    def register(self, addon: object, manifest: Manifest) -> None:
        """Register every public method of *addon* as an implementation of the hook of its name.

        A hook that nobody has specified yet may be specified later; see `verify`.  Raises
        `AddonError` with everything that does not fit (CFW-411), for a name that is
        registered (CFW-405), and CFW-414 if before and after contradict each other.
        """
        found = self._found_in(addon, manifest)
        problems = self.misfits(addon, manifest)
        if manifest.name in self._addons:
            problems += (
                Problem(
                    "CFW-405",
                    f'An addon "{manifest.name}" is registered already.',
                    (Witness(place_of(type(addon))),),
                    fixes=(Fix("", "give one of them another name, in its manifest and its entry point"),),
                ),
            )
        if problems:
            raise AddonError(*problems)
        addons = {**self._addons, manifest.name: found}
        for hook in {each.hook for each in found}:
            arranged(hook, addons)
        self._addons = addons
        self._unsettled.update(each.hook for each in found)

    def misfits(self, addon: object, manifest: Manifest) -> tuple[Problem, ...]:
        """Return what does not fit the specs that are known now; registers nothing."""
        return tuple(hook_problems.misfits(self._found_in(addon, manifest), self._specs))

    def unregister(self, name: str) -> None:
        """Take away what the addon *name* implements and the hooks that it specified."""
        implemented = {each.hook for each in self._addons.pop(name, ())}
        specified = {hook for hook, spec in self._specs.items() if spec.owner == name != ""}
        for cls in [cls for cls, owner in self._spec_classes.items() if owner == name != ""]:
            del self._spec_classes[cls]
        gone = implemented | specified
        for hook in gone:
            self._clear(hook)
        for hook in specified:
            del self._specs[hook]
            if hook in vars(self.manager.hook):
                delattr(self.manager.hook, hook)
        kept = {each for addon in self._addons.values() for each in addon}
        self._callables = {each: call for each, call in self._callables.items() if each in kept}
        self._unsettled.update(gone & self._specs.keys())

    # Checking

    def unknown(self) -> Mapping[str, tuple[Problem, ...]]:
        """Return, by addon, its public methods that no spec knows (CFW-410); optional ones are fine.

        So are those that a class of specs defines which the addon inherits: they are no misspelling,
        though whoever calls them may register those specs later (an application, when it is included)
        or never.
        """
        found: dict[str, tuple[Problem, ...]] = {}
        for name, addon in self._addons.items():
            problems = tuple(
                hook_problems.unknown(each, self._specs)
                for each in addon
                if each.hook not in self._specs and not each.mark.optional and not _is_inherited(each)
            )
            if problems:
                found[name] = problems
        return found

    def verify(self) -> None:
        """Check, after the last addon, that every implementation has a spec; settle all orders.

        Raises `AddonError` (CFW-410) with every method that is no hook.
        """
        problems = [problem for some in self.unknown().values() for problem in some]
        if problems:
            raise AddonError(*problems)
        self.settle()
        self.manager.check_pending()

    def settle(self) -> None:
        """Settle all orders.  Raises `AddonError` (CFW-414) for a circle."""
        for hook in self._specs:
            self._settle(hook)

    # Calling

    def call(self, name: str, event: Any) -> list[Any]:
        """Call the hook through pluggy, wrappers included; return the results that are not None.

        Raises `AddonError`: CFW-412, naming addon, version, hook and place, for whatever an
        implementation raises; CFW-410 for a hook that does not exist.
        """
        try:
            return self._through_pluggy(name, event)
        except AddonError:
            raise
        except Exception as error:
            guilty = self._guilty(name, error)
            if guilty is None:
                raise
            raise AddonError(hook_problems.raised(guilty, error)) from error

    def call_one(self, addon: str, name: str, event: Any) -> Any:
        """Call what one addon implements of the hook; return its result, None if it does not.

        Raises `AddonError` as `call` does.  A wrapper has nothing to wrap there, and runs
        around an empty list.
        """
        self._known(name)
        for each in self._addons.get(addon, ()):
            if each.hook == name:
                try:
                    call = self._callable(each)
                    return _drive(call(event)) if each.mark.wrapper else call(event)
                except AddonError:
                    raise
                except Exception as error:
                    raise AddonError(hook_problems.raised(each, error)) from error
        return None

    def call_each(self, name: str, event: Any) -> list[Any]:
        """Call every implementation even if an earlier one raises, as clean-up must.

        Returns as `call` does.  Raises one `AddonError` with all problems at the end.
        Wrappers are called in their place in the order and wrap nothing.
        """
        results: list[Any] = []
        problems: list[Problem] = []
        causes: list[Exception] = []
        for each in self.implementers(name):
            try:
                result = self.call_one(each.addon, name, event)
            except AddonError as error:
                problems += error.problems
                causes.append(error)
            else:
                results += [] if result is None else [result]
        if problems:
            raise AddonError(*problems) from causes[0]
        return results

    def implementations(self, name: str) -> tuple[Callable[[Any], Any], ...]:
        """Return what to call one after the other for the hook; empty if nobody implements it.

        Each is a plain callable of the event whose exceptions are signed.  A hook with
        wrappers is one callable that goes through pluggy.  The tuple does not change when
        addons are registered later.
        """
        self._settle(name)
        found = self.implementers(name)
        if any(each.mark.wrapper for each in found):
            return (lambda event: self._through_pluggy(name, event),)
        return tuple(self._callable(each) for each in found)

    def announcer(self, name: str) -> Callable[[Any], object] | None:
        """Return what calls all implementations of the hook in turn, or None if nobody implements it.

        For whoever calls the hook often and needs no results; as `implementations` otherwise.
        """
        self._settle(name)
        found = self.implementers(name)
        if any(each.mark.wrapper for each in found):
            return lambda event: self._through_pluggy(name, event)
        return announced(found) if found else None

    def __getattr__(self, name: str) -> Callable[[Any], list[Any]]:
        if name.startswith("_") or name not in self._specs:
            known = () if name.startswith("_") else self._specs
            raise AttributeError(f'There is no hook "{name}".' + did_you_mean(name, known))
        return lambda event: self._through_pluggy(name, event)

    # Showing

    def specs(self) -> Mapping[str, HookSpec]:
        """Return all hooks by name, in the order they were specified."""
        return dict(self._specs)

    def implementers(self, name: str) -> tuple[HookImplementation, ...]:
        """Return who implements the hook, in the order of calling; wrappers as they are ordered."""
        self._known(name)
        return arranged(name, self._addons)

    # How it is done

    def _found_in(self, addon: object, manifest: Manifest) -> tuple[HookImplementation, ...]:
        return implementations_in(addon, manifest.name, manifest.version, self._spec_bases(), self._specs)

    def _spec_bases(self) -> set[type]:
        return {object, *(base for cls in self._spec_classes for base in cls.__mro__)}

    def _known(self, name: str) -> HookSpec:
        try:
            return self._specs[name]
        except KeyError:
            raise AddonError(
                Problem(
                    "CFW-410",
                    f'There is no hook "{name}".' + did_you_mean(name, self._specs),
                    fixes=(
                        *near_fixes(name, self._specs, lambda near: f"call  hooks.{near}(event)"),
                        Fix("it is your own", f"config.add_hookspecs(Specs)   where Specs has  def {name}"),
                    ),
                )
            ) from None

    def _callable(self, implementation: HookImplementation) -> Callable[[Any], Any]:
        if implementation not in self._callables:
            self._callables[implementation] = attributed(implementation)
        return self._callables[implementation]

    def _through_pluggy(self, name: str, event: Any) -> list[Any]:
        self._settle(name)
        results: list[Any] = getattr(self.manager.hook, name)(event=event)
        return results

    def _clear(self, hook: str) -> None:
        for plugin in self._registered.pop(hook, ()):
            self.manager.unregister(name=plugin)

    def _settle(self, hook: str) -> None:
        """Bring pluggy's list of implementations into the computed order."""
        self._known(hook)
        if hook not in self._unsettled:
            return
        in_order = arranged(hook, self._addons)
        self._clear(hook)
        if not hasattr(self.manager.hook, hook):
            self.manager.add_hookspecs(_namespace(hook, hook, _mark_spec(_spec_function())))
        for each in reversed(in_order):
            plugin = f"{each.addon}.{hook}"
            call = _mark_impl(self._callable(each), wrapper=each.mark.wrapper)
            self.manager.register(_namespace(plugin, hook, call), name=plugin)
            self._registered.setdefault(hook, []).append(plugin)
        self._unsettled.discard(hook)

    def _guilty(self, name: str, error: Exception) -> HookImplementation | None:
        notes = getattr(error, "__notes__", ())
        return next((each for each in self.implementers(name) if each.note in notes), None)


def _spec_function() -> Callable[[Any], None]:
    def hook(event: Any) -> None:
        """All hooks look alike to pluggy; what they take is compared in `specs`."""

    return hook


def _namespace(name: str, hook: str, function: Callable[[Any], Any]) -> ModuleType:
    """Return a module with one function, which pluggy takes as it is and does not bind."""
    module = ModuleType(name)
    setattr(module, hook, function)
    return module


def _drive(generator: Any) -> Any:
    next(generator)
    try:
        generator.send([])
    except StopIteration as stop:
        return stop.value
    finally:
        generator.close()


def _is_inherited(implementation: HookImplementation) -> bool:
    """Say whether the addon inherits a class of specs that defines the hook."""
    addon = getattr(implementation.function, "__self__", None)
    return any(is_hookspecs(base) and implementation.hook in vars(base) for base in type(addon).__mro__)


def _is_defined_by(cls: type, implementation: HookImplementation) -> bool:
    inner = getattr(implementation.function, "__func__", implementation.function)
    return any(vars(base).get(implementation.hook) is inner for base in cls.__mro__)
