"""The registry: components, a dictionary and typed records, all undone together."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zope.interface import Attribute, Interface, implementer
from zope.interface.interfaces import ComponentLookupError

from corefw.base.errors import ConfigurationError
from corefw.contracts.contract import port
from corefw.engine.introspection import Introspectable
from corefw.engine.registry import Registry, with_article
from tests.engine.configurators import failing


class IThing(Interface):
    name = Attribute("The name.")


class ISpecial(IThing): ...


class IOther(Interface): ...


@implementer(IThing)
class Thing:
    def __init__(self, name: str = "", *objects: Any) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Thing({self.name!r})"


@dataclass(frozen=True)
class Route:
    name: str


class Cards(ABC):  # noqa: B024 - a key
    pass


class Unit: ...


class SqlCards(Cards):
    def __init__(self, unit: Unit) -> None:
        self.unit = unit


@port("storage")
class Storage(ABC):  # noqa: B024 - a key
    pass


def everything(registry: Registry) -> dict[str, Any]:
    """Return all that a registry holds, where the order matters in that order."""
    return {
        "utilities": {
            (row.provided, row.name, row.component, row.info) for row in registry.registeredUtilities()
        },
        "subscribed": set(registry.getAllUtilitiesRegisteredFor(IThing)),
        "adapters": {
            (row.required, row.provided, row.name, row.factory, row.info)
            for row in registry.registeredAdapters()
        },
        "subscription adapters": [
            (row.required, row.provided, row.factory) for row in registry.registeredSubscriptionAdapters()
        ],
        "handlers": [(row.required, row.handler, row.info) for row in registry.registeredHandlers()],
        "called": called(registry),
        "adapted": [registry.queryAdapter(Unit(), IThing, name) is not None for name in ("", "a", "b")],
        "data": list(registry.items()),
        "records": list(registry.all(Route).items()),
        "introspectables": registry.introspector.categorized(),
    }


def called(registry: Registry) -> list[str]:
    """Return which subscribers an event reaches, in their order."""
    event = Event()
    registry.notify(event)
    return event.seen


class Event(Unit):
    def __init__(self) -> None:
        self.seen: list[str] = []


def handler(name: str) -> Callable[[Event], None]:
    def handle(event: Event) -> None:
        event.seen.append(name)

    handle.__name__ = name
    return handle


THINGS = {name: Thing(name) for name in "ab"}
HANDLERS = {name: handler(name) for name in "ab"}
FACTORIES: Mapping[str, Any] = {name: partial(Thing, name) for name in "ab"}
ROUTES = {name: Route(name) for name in "ab"}
NAMES = st.sampled_from(["", "a", "b"])
EITHER = st.sampled_from("ab")
CHANGES: Mapping[str, Callable[[Registry, str, str], Any]] = {
    "registerUtility": lambda r, one, name: r.registerUtility(THINGS[one], IThing, name),
    "unregisterUtility": lambda r, one, name: r.unregisterUtility(THINGS[one], IThing, name),
    "unregisterUtility whatever": lambda r, one, name: r.unregisterUtility(None, IThing, name),
    "registerAdapter": lambda r, one, name: r.registerAdapter(FACTORIES[one], (Unit,), IThing, name),
    "unregisterAdapter": lambda r, one, name: r.unregisterAdapter(FACTORIES[one], (Unit,), IThing, name),
    "unregisterAdapter whatever": lambda r, one, name: r.unregisterAdapter(None, (Unit,), IThing, name),
    "registerHandler": lambda r, one, name: r.registerHandler(HANDLERS[one], (Event,)),
    "registerHandler for all": lambda r, one, name: r.registerHandler(HANDLERS[one], (None,), info=name),
    "unregisterHandler": lambda r, one, name: r.unregisterHandler(HANDLERS[one], (Event,)),
    "unregisterHandler whatever": lambda r, one, name: r.unregisterHandler(None, (Event,)),
    "subscribe": lambda r, one, name: r.registerSubscriptionAdapter(FACTORIES[one], (Unit,), IThing),
    "unsubscribe": lambda r, one, name: r.unregisterSubscriptionAdapter(FACTORIES[one], (Unit,), IThing),
    "unsubscribe whatever": lambda r, one, name: r.unregisterSubscriptionAdapter(None, (Unit,), IThing),
    "set": lambda r, one, name: r.__setitem__(one, name or None),
    "delete": lambda r, one, name: r.pop(one, None),
    "clear": lambda r, one, name: r.clear(),
    "put": lambda r, one, name: r.put(Route, name, ROUTES[one]),
    "introspect": lambda r, one, name: Introspectable("c", one, name, "t").register(r.introspector, None),
    "forget": lambda r, one, name: r.introspector.remove("c", one),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), EITHER, NAMES), max_size=8)


@given(before=STEPS, inside=STEPS)
def test_a_failed_attempt_leaves_everything_as_it_was(
    before: list[tuple[str, str, str]], inside: list[tuple[str, str, str]]
) -> None:
    """Whatever was registered, replaced or unregistered, the order of subscribers included."""
    registry = Registry()
    for change, one, name in before:
        CHANGES[change](registry, one, name)
    held = everything(registry)

    with failing(registry.attempt()):
        for change, one, name in inside:
            CHANGES[change](registry, one, name)

    assert held == everything(registry)


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"introspect", "forget", "clear", "delete"}))
def test_a_frozen_registry_refuses_every_change(change: str) -> None:
    """Also to take something away."""
    registry = Registry()
    registry["a"] = 1
    registry.freeze()

    with pytest.raises(ConfigurationError) as caught:
        CHANGES[change](registry, "a", "")

    assert ["CFW-205"] == [problem.code for problem in caught.value.problems]


def test_a_late_change_is_told_where_it_was_made_and_what_to_do() -> None:
    """The whole text."""
    registry = Registry()
    registry.freeze()

    with pytest.raises(ConfigurationError) as caught:
        registry.put(Route, "x", Route("x"))

    line = caught.tb.tb_lineno
    assert (
        "CFW-205  The application was built already, so it is too late to put a Route.\n"
        "\n"
        f'  tests/engine/test_registry.py:{line}   registry.put(Route, "x", Route("x"))\n'
        "\n"
        "  After make_wsgi_app the registry is frozen: every request relies on what it holds.\n"
        "\n"
        "  Choose one:\n"
        "    in an application   declare it before config.make_wsgi_app()\n"
        "    in a test           lay a child over it: Registry(bases=(app.registry,))"
    ) == str(caught.value)


def test_a_child_lies_over_a_frozen_registry() -> None:
    """What a test changes in it does not reach the application, and its settings are the same."""
    below = Registry("shop")
    below.settings["shop.name"] = "Corner"
    below.registerUtility(THINGS["a"], IThing)
    below.put(Route, "x", ROUTES["a"])
    below.put(Route, "y", ROUTES["a"])
    below.freeze()

    child = Registry("test", bases=(below,))
    child.registerUtility(THINGS["b"], IThing)
    child.put(Route, "x", ROUTES["b"])

    assert (THINGS["b"], THINGS["a"]) == (child.getUtility(IThing), below.getUtility(IThing))
    assert (ROUTES["b"], ROUTES["a"]) == (child.find(Route, "x"), child.find(Route, "y"))
    assert {"x": ROUTES["b"], "y": ROUTES["a"]} == child.all(Route)
    assert ROUTES["a"] == below.find(Route, "x")
    assert "Corner" == child.settings["shop.name"]


def test_it_is_a_dictionary_and_true_when_empty() -> None:
    """As Pyramid documents it; it equals itself only and can be a key."""
    registry = Registry()
    assert registry

    registry.update(a=1)

    assert {"a": 1} == dict(registry)
    assert (1, "b") == (registry.pop("a"), registry.setdefault("b", "b"))
    assert registry != Registry()
    assert 1 == len({registry, registry})
    with pytest.raises(KeyError):
        del registry["never"]


def test_records_stay_in_the_order_they_were_first_put() -> None:
    """A later one takes the place of an earlier one; kinds do not mix."""
    registry = Registry()
    registry.put(Route, "x", ROUTES["a"])
    registry.put(Route, "y", ROUTES["a"])
    registry.put(Route, "x", ROUTES["b"])

    assert [("x", ROUTES["b"]), ("y", ROUTES["a"])] == list(registry.all(Route).items())
    assert registry.find(Route, "z") is None
    assert registry.find(Thing, "x") is None


def test_what_is_derived_from_records_is_made_once_until_they_change() -> None:
    """Also when a failed attempt takes a record back."""
    registry = Registry()
    made: list[int] = []

    def names(rows: Mapping[Any, Route]) -> list[str]:
        made.append(len(rows))
        return [row.name for row in rows.values()]

    registry.put(Route, "x", ROUTES["a"])
    assert ["a"] == registry.derived(Route, names) == registry.derived(Route, names)
    with failing(registry.attempt()):
        registry.put(Route, "y", ROUTES["b"])
        assert ["a", "b"] == registry.derived(Route, names)

    assert ["a"] == registry.derived(Route, names)
    assert [1, 2, 1] == made


def test_a_component_is_found_by_its_contract() -> None:
    """A utility without objects, an adapter with them; contracts are ABCs or interfaces."""
    registry = Registry()
    registry.registerAdapter(SqlCards, (Unit,), Cards)
    registry.registerAdapter(Thing, (Unit, Unit), IThing, "pair")
    cards, unit = SqlCards(Unit()), Unit()
    registry.provide(Cards, cards, "main")

    assert cards is registry.component(Cards, name="main")
    assert unit is registry.component(Cards, unit).unit  # type: ignore[attr-defined]
    assert isinstance(registry.component(IThing, unit, unit, name="pair"), Thing)


def test_what_nothing_provides_is_said_with_what_there_is() -> None:
    """The three forms of the text."""
    registry = Registry()
    registry.provide(Cards, SqlCards(Unit()), "main")
    registry.registerAdapter(SqlCards, (Unit,), Cards, "sql")

    def told(*objects: Any, provides: Any = Cards, name: str = "") -> list[str]:
        with pytest.raises(ConfigurationError) as caught:
            registry.component(provides, *objects, name=name)
        assert __name__ == caught.value.problems[0].witnesses[0].place.module
        return [caught.value.problems[0].what, caught.value.problems[0].why]

    assert ["No utility provides Cards.", 'Registered for Cards: "main".'] == told()
    assert [
        'No adapter named "x" makes Cards of Unit, Event.',
        'Registered for Cards: Unit (named "sql").',
    ] == told(Unit(), Event(), name="x")
    assert ["No utility provides IOther.", "Nothing at all is registered for IOther."] == told(
        provides=IOther
    )


def test_a_port_that_nothing_fills_says_what_to_enable() -> None:
    """The whole text."""
    with pytest.raises(ConfigurationError) as caught:
        Registry().port(Storage)

    assert (
        "CFW-602  Nothing provides storage.\n"
        "\n"
        "  The port storage is filled by an addon, and none that fills it is enabled.\n"
        "\n"
        "  To mend it: install an addon that provides storage and name it in corefw.addons"
    ) == str(caught.value)


def test_the_provider_of_a_port_is_found() -> None:
    """It is the utility of the contract."""

    class Disk(Storage): ...

    registry, disk = Registry(), Disk()
    registry.provide(Storage, disk)

    assert disk is registry.port(Storage)


def test_listeners_are_known_before_an_event_is_made() -> None:
    """Also those of a base of the event's interface, and of everything."""
    registry = Registry()
    registry.registerHandler(HANDLERS["a"], (IThing,))

    assert [True, True, False] == [registry.listeners(one) for one in (IThing, ISpecial, IOther)]

    registry.registerHandler(HANDLERS["a"], (None,))
    assert registry.listeners(IOther)


def test_an_interface_need_not_be_named_where_there_is_one() -> None:
    """As zope.interface documents it."""
    registry = Registry()
    registry.registerUtility(THINGS["a"])
    registry.registerAdapter(Thing, (Unit,))

    assert THINGS["a"] is registry.getUtility(IThing)
    assert isinstance(registry.getAdapter(Unit(), IThing), Thing)
    with pytest.raises(TypeError, match="say which interface"):
        registry.registerUtility(object())
    with pytest.raises(ComponentLookupError):
        registry.getUtility(IOther)


@pytest.mark.parametrize("required", [IThing, Unit])
def test_what_is_adapted_is_a_list(required: Any) -> None:
    """A single interface or class is refused in words."""
    with pytest.raises(TypeError, match="say what is adapted as a list"):
        Registry().registerHandler(HANDLERS["a"], required)


def test_a_factory_may_tell_what_it_adapts() -> None:
    """As zope's ``adapter`` decorator has it; who does not tell is asked."""
    registry = Registry()

    def handle(event: Event) -> None:
        event.seen.append("told")

    handle.__component_adapts__ = (Event,)  # type: ignore[attr-defined]
    registry.registerHandler(handle)

    assert ["told"] == called(registry)
    with pytest.raises(TypeError, match="say what is adapted"):
        registry.registerHandler(print)
    with pytest.raises(TypeError, match="only an interface, a class or None can be adapted"):
        registry.registerHandler(print, ("text",))


def test_articles() -> None:
    """They are for messages."""
    assert ["an adapter", "a route", "a utility", "an include"] == [
        with_article(noun) for noun in ("adapter", "route", "utility", "include")
    ]
