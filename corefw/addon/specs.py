"""Hook specs and implementations as records, and whether one fits the other.

pluggy compares the names of arguments and nothing more; here the number of arguments, the
annotation of the event, and plain, async and generator functions are compared, when an
addon is registered and never when a hook is called.  Floor 3.  Calling is `hookcaller`'s.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from corefw.addon.errors import AddonError
from corefw.addon.marks import HookMark, is_hookspecs, mark_of
from corefw.base.errors import Fix, Problem, Witness
from corefw.base.places import Place, place_of

__all__ = ["HookImplementation", "HookSpec", "implementations_in", "misfit", "read_specs"]


@dataclass(frozen=True, slots=True)
class HookSpec:
    """One hook: its name, the class of its event, and who asked for it ("" for the core)."""

    name: str
    event: type
    owner: str
    place: Place
    summary: str
    is_async: bool
    returns_nothing: bool


@dataclass(frozen=True, slots=True, eq=False)
class HookImplementation:
    """One addon's implementation of one hook."""

    hook: str
    addon: str
    version: str
    function: Callable[[Any], Any]
    mark: HookMark
    place: Place

    @property
    def owner(self) -> str:
        """The addon with its version: ``mako 0.1``."""
        return f"{self.addon} {self.version}".rstrip()

    @property
    def note(self) -> str:
        """What is added to an exception that the implementation raises."""
        return f"addon {self.owner}, hook {self.hook}, {self.place}"


def read_specs(cls: type, known: Collection[type], owner: str = "") -> tuple[HookSpec, ...]:
    """Return the hooks that the public methods of *cls* specify, in the order they are written.

    Bases that are *known* already are left out.  Raises `AddonError` (CFW-413) for each
    method that does not take one annotated event.
    """
    specs: list[HookSpec] = []
    problems: list[Problem] = []
    for name, function in _public_functions(cls, lambda base: base in known):
        parameters = list(inspect.signature(function).parameters.values())[1:]
        event = _resolve(function, parameters[0].name) if len(parameters) == 1 else None
        event = get_origin(event) or event
        if not isinstance(event, type) or event is inspect.Parameter.empty:
            problems.append(
                Problem(
                    "CFW-413",
                    f'The hook spec "{name}" must take one event, annotated with its class.',
                    (Witness(place_of(function), owner),),
                    fixes=(Fix("", f"def {name}(self, event: SomethingHappened) -> None: ..."),),
                )
            )
            continue
        returned = inspect.signature(function).return_annotation
        specs.append(
            HookSpec(
                name,
                event,
                owner,
                place_of(function),
                (inspect.getdoc(function) or "").partition("\n")[0],
                inspect.iscoroutinefunction(function),
                returned in (None, "None"),
            )
        )
    if not specs and not problems:
        problems.append(
            Problem(
                "CFW-413",
                f"The class {cls.__qualname__} has no public method, so it specifies no hook.",
                (Witness(place_of(cls), owner),),
                fixes=(Fix("", "def happened(self, event: SomethingHappened) -> None: ..."),),
            )
        )
    if problems:
        raise AddonError(*problems)
    return tuple(specs)


def implementations_in(
    addon: object, name: str, version: str, spec_classes: Collection[type], hooks: Collection[str]
) -> tuple[HookImplementation, ...]:
    """Return every public method that the class of *addon* defines; each of them is a hook.

    What a class of specs defines is none, whether it is one of *spec_classes* or marked.
    Something that is no method counts if it has the name of one of the *hooks*.
    """
    found = _public_functions(type(addon), lambda cls: cls in spec_classes or is_hookspecs(cls), hooks)
    return tuple(
        HookImplementation(
            hook,
            name,
            version,
            getattr(addon, hook) if callable(function) else function,
            mark_of(function),
            place_of(function if callable(function) else type(addon)),
        )
        for hook, function in found
    )


def misfit(
    spec: HookSpec, implementation: HookImplementation, events: Collection[str] = ()
) -> Problem | None:
    """Return why *implementation* cannot be called as *spec* says, or None (CFW-411).

    *events* are the names of all event classes, to judge an annotation that only the type
    checker can import.
    """
    function = implementation.function
    wrapper = implementation.mark.wrapper
    is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    is_generator = inspect.isgeneratorfunction(function)
    complaint = do = ""
    if not callable(function):
        complaint = "is no method"
        do = f"define it as  def {spec.name}(self, event)"
    elif is_async and not spec.is_async:
        complaint = "is async, and the hook is called without await, so it would never run"
        do = f"write  def {spec.name}  without async"
    elif spec.is_async and not (is_async or wrapper):
        complaint = "is a plain function, and the hook is awaited"
        do = f"write  async def {spec.name}"
    elif wrapper and not is_generator:
        complaint = "is marked as a wrapper and does not yield"
        do = "let it yield once, and return the result; or take wrapper=True away"
    elif not wrapper and is_generator and spec.returns_nothing:
        complaint = "is a generator, and the hook returns nothing, so it would never run"
        do = "mark it  @hookimpl(wrapper=True)  or take the yield out"
    elif not _takes_one(function):
        complaint = "must take the event and nothing else"
        do = f"write  def {spec.name}(self, event: {spec.event.__name__})"
    elif not _accepts(annotation := _event_annotation(function), spec.event, events):
        shown = annotation.__name__ if isinstance(annotation, type) else annotation
        complaint = f"takes {shown}, and the event of that hook is {spec.event.__name__}"
        do = f"write  def {spec.name}(self, event: {spec.event.__name__})"
    if not complaint:
        return None
    return Problem(
        "CFW-411",
        f'The hook "{spec.name}" of the addon "{implementation.addon}" {complaint}.',
        (
            Witness(implementation.place, implementation.owner),
            Witness(spec.place, spec.owner or "corefw", "the hook's spec"),
        ),
        fixes=(Fix("", do),),
    )


def _public_functions(
    cls: type, skipped: Callable[[type], bool], wanted: Collection[str] = ()
) -> Iterator[tuple[str, Any]]:
    """Yield what the classes of the MRO define under public names and is a method or *wanted*."""
    seen: set[str] = set()
    for base in cls.__mro__:
        if skipped(base):
            continue
        for name, value in vars(base).items():
            function = getattr(value, "__func__", value)  # staticmethod, classmethod
            is_method = callable(function) and not isinstance(function, type)
            if not name.startswith("_") and name not in seen and (is_method or name in wanted):
                seen.add(name)
                yield name, function


def _takes_one(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind(object())
    except TypeError:
        return False
    except ValueError:  # written in C, without a signature: unknown is no fault
        return True
    return True


def _event_annotation(function: Callable[..., Any]) -> Any:
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except ValueError:
        return inspect.Parameter.empty
    return _resolve(function, parameters[0].name) if parameters else inspect.Parameter.empty


def _resolve(function: Callable[..., Any], parameter: str) -> Any:
    """Return the class that annotates *parameter*, its text if that cannot be evaluated, or empty."""
    plain = inspect.unwrap(getattr(function, "__func__", function))
    try:
        annotation = inspect.get_annotations(plain).get(parameter, inspect.Parameter.empty)
    except (NameError, TypeError):
        return inspect.Parameter.empty
    if not isinstance(annotation, str):
        return annotation
    holder = types.SimpleNamespace(__annotations__={parameter: annotation})
    try:
        return get_type_hints(holder, globalns=getattr(plain, "__globals__", {}))[parameter]
    except Exception:  # imported under TYPE_CHECKING, or no expression at all
        return annotation


def _accepts(annotation: Any, event: type, events: Collection[str]) -> bool:
    """Return False only where the annotation is surely another type than the event's."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return any(_accepts(member, event, events) for member in get_args(annotation))
    found = origin or annotation
    if found is Any or found is inspect.Parameter.empty:
        return True
    if isinstance(found, str):
        name = found.rpartition(".")[2]
        return name == event.__name__ or name not in events
    try:
        return not isinstance(found, type) or issubclass(event, found)
    except TypeError:  # a protocol that cannot be asked
        return True
