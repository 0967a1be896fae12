"""The registry: one object per application, in which everything performed is found.

It is a zope component registry, a dictionary (both as Pyramid documents them) and a store of
typed records; every change goes through the journal, so that a failed commit is undone.
Floor 2.  What is registered, and when, belongs to declarations and ``commit``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Final, TypeVar, cast

from zope.interface import Interface, implementedBy, providedBy
from zope.interface.interfaces import ISpecification
from zope.interface.registry import Components

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import Place, caller_place
from corefw.contracts.contract import as_interface, port_name_of
from corefw.engine.declaration import Declaration, State
from corefw.engine.introspection import Introspector
from corefw.engine.journal import Journal
from corefw.engine.plan import Plan
from corefw.engine.settings.values import Settings

__all__ = ["Registry"]

T = TypeVar("T")
R = TypeVar("R")

_ABSENT: Final = object()


class Registry(Components, MutableMapping[str, Any]):
    """The component registry of one application.

    ``settings``, ``introspector`` and ``package_name`` are as documented for Pyramid's; ``plan``
    is every declaration of the application.  A typed record is put and found by its class
    and key.
    """

    def __init__(self, package_name: str = "", bases: tuple[Any, ...] = ()) -> None:
        self._journal = Journal()
        self._data: dict[str, Any] = {}
        self._records: dict[type, dict[Hashable, Any]] = {}
        self._derived: dict[type, dict[Callable[..., Any], Any]] = {}
        self._undo_put = self._put_back
        self.frozen = False
        super().__init__(package_name, bases)
        self.package_name = package_name
        below = [base.settings for base in bases if isinstance(base, Registry)]
        self.settings: Settings = below[0] if below else Settings()
        self.introspector = Introspector(self._journal.note)
        self.plan = Plan()

    # -- attempts and the freeze -------------------------------------------------------

    def attempt(self) -> AbstractContextManager[None]:
        """Return a context in which every change is undone if the block raises."""
        return self._journal.attempt()

    def freeze(self) -> None:
        """Refuse every later change; called when the application has been built."""
        self.frozen = True

    def _changing(self, what: str) -> None:
        if self.frozen:
            raise ConfigurationError(frozen_problem(what))

    # -- typed records -----------------------------------------------------------------

    def put(self, kind: type[T], key: Hashable, record: T) -> None:
        """Keep *record* under its class and *key*, in place of an earlier one."""
        if self.frozen:
            self._changing(f"put {with_article(kind.__name__)}")
        rows = self._records.setdefault(kind, {})
        if key in rows:
            self._journal.note(self._undo_put, kind, key, rows[key])
        else:
            self._journal.note(self._undo_put, kind, key)
        rows[key] = record
        self._derived.pop(kind, None)

    def _put_back(self, kind: type, key: Hashable, before: Any = _ABSENT) -> None:
        _restore(self._records[kind], key, before)
        self._derived.pop(kind, None)

    def find(self, kind: type[T], key: Hashable) -> T | None:
        """Return the record of that class and key, here or in a base, or None."""
        try:
            found: T | None = self._records[kind][key]
            return found
        except KeyError:
            for base in self.__bases__:
                found = base.find(kind, key) if isinstance(base, Registry) else None
                if found is not None:
                    return found
        return None

    def all(self, kind: type[T]) -> Mapping[Hashable, T]:
        """Return the records of a class in the order they were first put; bases come first."""
        rows: dict[Hashable, T] = {}
        for base in reversed(self.__bases__):
            if isinstance(base, Registry):
                rows.update(base.all(kind))
        rows.update(self._records.get(kind, {}))
        return rows

    def derived(self, kind: type[T], make: Callable[[Mapping[Hashable, T]], R]) -> R:
        """Return ``make(all(kind))``, made once until a record of that class is put.

        For what many declarations ask, such as the order of the predicates.  Bases are taken
        as they were when it was made, since a registry with children is frozen.
        """
        made = self._derived.setdefault(kind, {})
        if make not in made:
            made[make] = make(self.all(kind))
        found: R = made[make]
        return found

    def in_force_below(self) -> dict[Hashable, Declaration]:
        """Return the declarations in force in the registries that this one lies over, by their keys."""
        found: dict[Hashable, Declaration] = {}
        for base in reversed(self.__bases__):
            if isinstance(base, Registry):
                found.update(base.in_force_below())
                found.update((row.key, row) for row in base.plan if row.state is State.ACTIVE)
        return found

    # -- components, typed -------------------------------------------------------------

    def provide(self, contract: type[T], implementation: T, name: str = "") -> None:
        """Register *implementation* as the utility of *contract* (an ABC or an interface)."""
        self.registerUtility(implementation, as_interface(contract), name)

    def component(self, provides: type[T], *objects: Any, name: str = "") -> T:
        """Return the utility *provides*, or the adapter of *objects* to it.

        Raises `ConfigurationError` (CFW-601), which says what is registered instead.
        """
        wanted = as_interface(provides)
        found = self.queryMultiAdapter(objects, wanted, name) if objects else self.queryUtility(wanted, name)
        if found is None:
            raise ConfigurationError(self._no_component(wanted, objects, name))
        return cast("T", found)

    def port(self, contract: type[T]) -> T:
        """Return what provides a port.  Raises `ConfigurationError` (CFW-602) if nothing does."""
        found = self.queryUtility(as_interface(contract))
        if found is None:
            name = port_name_of(contract)
            raise ConfigurationError(
                Problem(
                    "CFW-602",
                    f"Nothing provides {name}.",
                    why=f"The port {name} is filled by an addon, and none that fills it is enabled.",
                    fixes=(Fix("", f"install an addon that provides {name} and name it in corefw.addons"),),
                )
            )
        return cast("T", found)

    def _no_component(self, wanted: Any, objects: tuple[Any, ...], name: str) -> Problem:
        named = f' named "{name}"' if name else ""
        if objects:
            shown = ", ".join(type(thing).__name__ for thing in objects)
            there = [
                " and ".join(map(_specification_name, row.required))
                + (f' (named "{row.name}")' if row.name else "")
                for row in self.registeredAdapters()
                if row.provided is wanted
            ]
            what = f"No adapter{named} makes {wanted.__name__} of {shown}."
        else:
            there = [
                f'"{row.name}"' if row.name else "one without a name"
                for row in self.registeredUtilities()
                if row.provided is wanted
            ]
            what = f"No utility{named} provides {wanted.__name__}."
        known = f"Registered for {wanted.__name__}: {', '.join(there)}." if there else ""
        return Problem(
            "CFW-601",
            what,
            witnesses=(Witness(caller_place()),),
            why=known or f"Nothing at all is registered for {wanted.__name__}.",
            fixes=(
                Fix(
                    "",
                    "declare one with @adapter_config or @utility_config in a module that is scanned, "
                    "or enable the addon that brings it",
                ),
            ),
        )

    # -- events ------------------------------------------------------------------------

    def notify(self, *events: Any) -> None:
        """Call the subscribers of *events* (one, or several adapted together)."""
        self.handle(*events)

    def listeners(self, interface: Any) -> bool:
        """Whether anybody subscribed to events that provide *interface* or a base of it."""
        return bool(self.adapters.subscriptions([interface], None))

    # -- the dictionary ----------------------------------------------------------------

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._changing(f"set {key!r}")
        before = self._data.get(key, _ABSENT)
        self._data[key] = value
        self._journal.note(lambda: _restore(self._data, key, before))

    def __delitem__(self, key: str) -> None:
        self._changing(f"delete {key!r}")
        before = dict(self._data)
        del self._data[key]

        def undo() -> None:
            self._data.clear()
            self._data.update(before)

        self._journal.note(undo)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    # -- the journalled half of zope's registry ------------------------------------------

    def registerUtility(  # noqa: D102 - documented by zope.interface
        self,
        component: Any = None,
        provided: Any = None,
        name: str = "",
        info: str = "",
        event: bool = True,
        factory: Callable[[], Any] | None = None,
    ) -> None:
        self._changing("register a utility")
        if factory is not None:
            component = factory()
        provided = _one_interface(provided, component)
        name = name or getattr(component, "__component_name__", "")
        before = self._utility_registrations.get((provided, name))
        super().registerUtility(component, provided, name, info, event, None)
        self._journal.note(self._put_utility_back, provided, name, before)

    def unregisterUtility(  # noqa: D102 - documented by zope.interface
        self,
        component: Any = None,
        provided: Any = None,
        name: str = "",
        factory: Callable[[], Any] | None = None,
    ) -> bool:
        self._changing("unregister a utility")
        provided = _one_interface(provided, component)
        before = self._utility_registrations.get((provided, name))
        done = bool(super().unregisterUtility(component, provided, name, factory))
        if done:
            self._journal.note(self._put_utility_back, provided, name, before)
        return done

    def _put_utility_back(self, provided: Any, name: str, before: tuple[Any, ...] | None) -> None:
        super().unregisterUtility(None, provided, name)
        if before is not None:
            super().registerUtility(before[0], provided, name, before[1])

    def registerAdapter(  # noqa: D102 - documented by zope.interface
        self,
        factory: Any,
        required: Any = None,
        provided: Any = None,
        name: str = "",
        info: str = "",
        event: bool = True,
    ) -> None:
        self._changing("register an adapter")
        provided = _one_interface(provided, factory, made=True)
        specs = _required(factory, required)
        name = name or getattr(factory, "__component_name__", "")
        before = self._adapter_registrations.get((specs, provided, name))
        super().registerAdapter(factory, specs, provided, name, info, event)
        self._journal.note(self._put_adapter_back, specs, provided, name, before)

    def unregisterAdapter(  # noqa: D102 - documented by zope.interface
        self, factory: Any = None, required: Any = None, provided: Any = None, name: str = ""
    ) -> bool:
        self._changing("unregister an adapter")
        provided = _one_interface(provided, factory, made=True)
        specs = _required(factory, required)
        before = self._adapter_registrations.get((specs, provided, name))
        done = bool(super().unregisterAdapter(factory, specs, provided, name))
        if done:
            self._journal.note(self._put_adapter_back, specs, provided, name, before)
        return done

    def _put_adapter_back(
        self, specs: tuple[Any, ...], provided: Any, name: str, before: tuple[Any, ...] | None
    ) -> None:
        super().unregisterAdapter(None, specs, provided, name)
        if before is not None:
            super().registerAdapter(before[0], specs, provided, name, before[1])

    def registerSubscriptionAdapter(  # noqa: D102 - documented by zope.interface
        self,
        factory: Any,
        required: Any = None,
        provided: Any = None,
        name: str = "",
        info: str = "",
        event: bool = True,
    ) -> None:
        self._changing("register a subscription adapter")
        provided = _one_interface(provided, factory, made=True)
        specs = _required(factory, required)
        self._note_subscriptions(self._subscription_registrations, specs, provided)
        super().registerSubscriptionAdapter(factory, specs, provided, name, info, event)

    def unregisterSubscriptionAdapter(  # noqa: D102 - documented by zope.interface
        self, factory: Any = None, required: Any = None, provided: Any = None, name: str = ""
    ) -> bool:
        self._changing("unregister a subscription adapter")
        provided = _one_interface(provided, factory, made=True)
        specs = _required(factory, required)
        self._note_subscriptions(self._subscription_registrations, specs, provided)
        return bool(super().unregisterSubscriptionAdapter(factory, specs, provided, name))

    def registerHandler(  # noqa: D102 - documented by zope.interface
        self, factory: Any, required: Any = None, name: str = "", info: str = "", event: bool = True
    ) -> None:
        self._changing("register a subscriber")
        specs = _required(factory, required)
        self._note_subscriptions(self._handler_registrations, specs, None)
        super().registerHandler(factory, specs, name, info, event)

    def unregisterHandler(  # noqa: D102 - documented by zope.interface
        self, factory: Any = None, required: Any = None, name: str = ""
    ) -> bool:
        self._changing("unregister a subscriber")
        specs = _required(factory, required)
        self._note_subscriptions(self._handler_registrations, specs, None)
        return bool(super().unregisterHandler(factory, specs, name))

    def _note_subscriptions(self, rows: list[Any], specs: tuple[Any, ...], provided: Any) -> None:
        """Note how to go back to the subscriptions of now.

        zope takes out every subscription that equals the one named, and appends what is added;
        so those to the same objects are made anew, in their order.
        """
        if not self._journal.is_kept:
            return
        before = list(rows)

        def undo() -> None:
            rows[:] = before
            self.adapters.unsubscribe(specs, provided)
            for row in before:
                if row[0] == specs and (provided is None or row[1] == provided):
                    self.adapters.subscribe(specs, provided, row[-2])

        self._journal.note(undo)


def with_article(noun: str) -> str:
    """Return "an adapter", "a route", "a utility"."""
    return f"{'an' if noun[:1].lower() in ('a', 'e', 'i', 'o') else 'a'} {noun}"


def frozen_problem(what: str, place: Place | None = None) -> Problem:
    """Return the problem of a change at *place* (or here) that comes after the application was built."""
    return Problem(
        "CFW-205",
        f"The application was built already, so it is too late to {what}.",
        witnesses=(Witness(place or caller_place()),),
        why="After make_wsgi_app the registry is frozen: every request relies on what it holds.",
        fixes=(
            Fix("in an application", "declare it before config.make_wsgi_app()"),
            Fix("in a test", "lay a child over it: Registry(bases=(app.registry,))"),
        ),
    )


def _restore(rows: dict[Any, Any], key: Hashable, before: Any) -> None:
    if before is _ABSENT:
        rows.pop(key, None)
    else:
        rows[key] = before


def _one_interface(provided: Any, thing: Any, *, made: bool = False) -> Any:
    """Return *provided* as an interface, or the only one that *thing* (or what it makes) has."""
    if provided is not None:
        return as_interface(provided)
    found = list(implementedBy(thing) if made else providedBy(thing))
    if len(found) != 1:
        raise TypeError(f"say which interface: {thing!r} has {len(found)} of them")
    return found[0]


def _required(factory: Any, required: Any) -> tuple[Any, ...]:
    """Return what is adapted as specifications, as zope does: None is anything, a class itself."""
    if required is None:
        required = getattr(factory, "__component_adapts__", None)
        if required is None:
            raise TypeError(f"say what is adapted: {factory!r} does not tell")
    if ISpecification.providedBy(required) or isinstance(required, type):
        raise TypeError(f"say what is adapted as a list, and this is a single one: {required!r}")
    return tuple(as_specification(one) for one in required)


def _specification_name(spec: Any) -> str:
    """Return the name of what is adapted: of the class itself, where it is what one implements."""
    return str(getattr(getattr(spec, "inherit", None) or spec, "__name__", spec))


def as_specification(thing: Any) -> Any:
    """Return *thing* as zope looks it up: an interface itself, a class by what it implements."""
    if thing is None:
        return Interface
    if ISpecification.providedBy(thing):
        return thing
    if isinstance(thing, type):
        return implementedBy(thing)
    raise TypeError(f"only an interface, a class or None can be adapted, and this is {thing!r}")
