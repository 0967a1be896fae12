"""Events of an application's own, and subscribers of several objects."""

from __future__ import annotations

from abc import ABC
from typing import Any

from zope.interface import Interface, implementer

from corefw.config import Configurator, not_
from corefw.events import subscriber
from corefw.ports import as_interface
from corefw.response import Response
from tests.modules import Folder
from tests.wsgi import ask


class ICardEvent(Interface):
    """Something happened to a card."""


@implementer(ICardEvent)
class CardMoved:
    """A card was moved."""

    def __init__(self, name: str) -> None:
        self.name = name


class Moved(ABC):  # noqa: B024 - what a contract asks is not the point here
    """A contract that events may fulfil."""


class FarMoved(Moved):
    """An event that fulfils it."""


def test_events_of_an_application_are_heard_by_class_and_by_interface() -> None:
    """``registry.notify`` takes any object."""
    seen: list[Any] = []
    as_interface(Moved)
    config = Configurator()
    config.add_subscriber(lambda event: seen.append(("class", event.name)), CardMoved)
    config.add_subscriber(lambda event: seen.append(("interface", event.name)), ICardEvent)
    config.add_subscriber(lambda event: seen.append(("contract", type(event).__name__)), Moved)
    app = config.make_wsgi_app()
    app.registry.notify(CardMoved("a"))
    app.registry.notify(FarMoved())

    assert [("class", "a"), ("contract", "FarMoved"), ("interface", "a")] == sorted(seen)


def test_a_subscriber_may_take_several_objects() -> None:
    """As Pyramid documents it: an event with what it is about."""
    seen: list[Any] = []
    config = Configurator()
    config.add_subscriber(lambda event, thing: seen.append((event.name, thing)), [CardMoved, str])
    app = config.make_wsgi_app()
    app.registry.notify(CardMoved("a"), "thing")
    app.registry.notify(CardMoved("a"), 7)

    assert [("a", "thing")] == seen


def test_a_decorated_subscriber_is_found_by_a_scan(folder: Folder) -> None:
    """Of one event, of several, or of every event."""
    module = folder.module(
        "site_events",
        """
        from corefw.events import BeforeTraversal, NewRequest, subscriber

        seen = []

        @subscriber(NewRequest, BeforeTraversal)
        def two(event):
            seen.append(type(event).__name__)

        @subscriber()
        def every(event):
            seen.append("every")
        """,
    )
    config = Configurator()
    config.scan("site_events")
    config.add_route("it", "/")
    config.add_view(lambda request: Response("x"), route_name="it")
    app = config.make_wsgi_app()
    module.seen.clear()
    ask(app)

    assert (["NewRequest", "BeforeTraversal"], 4) == (
        [row for row in module.seen if row != "every"],
        module.seen.count("every"),
    )
    assert callable(subscriber)


def test_a_subscriber_of_several_objects_may_take_the_event_alone() -> None:
    """As Pyramid documents it; a guard of predicates stands around both."""
    seen: list[Any] = []

    class Named:
        """A predicate of the event's name."""

        def __init__(self, value: str, info: Any) -> None:
            self.value = value

        def text(self) -> str:
            return f"named {self.value}"

        phash = text

        def __call__(self, event: Any, *others: Any) -> bool:
            return bool(event.name == self.value)

    config = Configurator()
    config.add_subscriber_predicate("named", Named)
    config.add_subscriber(lambda event: seen.append(("alone", event.name)), [CardMoved, str], named="a")
    config.add_subscriber(lambda *args: seen.append(("all", len(args))), [CardMoved, str])
    config.add_subscriber(lambda event: seen.append(("not", event.name)), [CardMoved, str], named=not_("a"))
    app = config.make_wsgi_app()
    app.registry.notify(CardMoved("a"), "thing")
    app.registry.notify(CardMoved("b"), "thing")

    assert [("all", 2), ("all", 2), ("alone", "a"), ("not", "b")] == sorted(seen)
