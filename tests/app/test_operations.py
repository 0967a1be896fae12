"""Nothing is quadratic: four times as much of anything takes about four times the operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from zope.interface import Interface

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError
from corefw.engine.declaration import Need
from corefw.engine.drift import compare
from corefw.engine.lockfile import Lock, lock_of
from corefw.operate.inspection.plan import plan_counts, plan_rows
from tests.operations import growth

Prepared = Callable[[], object]


class INote(Interface): ...


class Always:
    def __init__(self, value: Any, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        return f"{self.value}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        return True


def view(request: Any) -> Any:
    return {}


def adapter(thing: Any) -> Any:
    return thing


def each(number: int, say: Callable[[Configurator, int], object]) -> Configurator:
    config = Configurator()
    for position in range(number):
        say(config, position)
    return config


def pages(config: Configurator, number: int) -> None:
    name = f"page{number}"
    config.add_route(name, f"/{name}/{{x}}/more")
    config.add_view(view, route_name=name, renderer="json", request_method="GET")
    config.add_view(view, route_name=name, renderer="string", request_method="POST", request_param="x")


def the_same_segment_first(config: Configurator, number: int) -> None:
    config.add_route(f"page{number}", f"/{{x}}/page{number}")


def views_of_one_route(config: Configurator, number: int) -> None:
    if not number:
        config.add_route("page", "/page")
    config.add_view(view, route_name="page", request_param=f"p{number}", renderer="string")


def views_by_name(config: Configurator, number: int) -> None:
    config.add_view(view, name=f"page{number}", renderer="string")


def components(config: Configurator, number: int) -> None:
    cls = type(f"Note{number}", (), {})
    config.add_adapter(adapter, for_=cls, provides=INote, name=f"n{number}")
    config.add_utility(provides=INote, component=cls(), name=f"n{number}")
    config.add_response_adapter(adapter, cls)
    config.add_subscriber(adapter, cls)
    pages(config, number)


def vocabulary(config: Configurator, number: int) -> None:
    config.add_view_predicate(f"p{number}", Always)
    config.add_route_predicate(f"p{number}", Always, weighs_more_than=f"p{number - 1}" if number else None)
    config.add_subscriber_predicate(f"p{number}", Always)
    config.add_view_deriver(lambda view, info: view, name=f"d{number}")
    config.add_renderer(f".e{number}", adapter)
    config.add_request_method(adapter, f"m{number}")


def thing(config: Configurator, number: int, **more: Any) -> None:
    config.action(("thing", number), kind="thing", title=f"thing {number}", **more)


def conflicts(config: Configurator, number: int) -> None:
    thing(config, number)
    thing(config, number)


def replacements(config: Configurator, number: int) -> None:
    thing(config, number)
    thing(config, number, replaces=f"thing {number}")


def replacements_of_nothing(config: Configurator, number: int) -> None:
    thing(config, number, replaces=f"thong {number}")


def unmet_needs(config: Configurator, number: int) -> None:
    config.add_route(f"page{number}", f"/{number}")
    config.add_view(view, route_name=f"paeg{number}", renderer="json")


def needs_of_what_comes_later(config: Configurator, number: int) -> None:
    later = ("later", number)
    thing(config, number, needs=[Need(later, "later", "")])
    config.action(("does", number), lambda: config.action(later, kind="later"), kind="does")


def one_key(config: Configurator, number: int) -> None:
    config.action("one", kind="thing", title=f"thing {number}")


def one_key_that_is_replaced(config: Configurator, number: int) -> None:
    config.action("one", kind="thing", title="thing", replaces="thing")


def includes(config: Configurator, number: int) -> None:
    config.include(lambda inner: thing(inner, number))


def commits(config: Configurator, number: int) -> None:
    thing(config, number)
    config.commit()


@pytest.mark.parametrize(
    "say",
    [pages, the_same_segment_first, views_of_one_route, views_by_name, components, vocabulary],
)
def test_building_an_application(say: Callable[[Configurator, int], object]) -> None:
    """Declared, decided, performed and compiled: routes, views, components and the words for them."""

    def prepare(number: int) -> Prepared:
        return lambda: each(number, say).make_wsgi_app()

    assert growth(prepare, 20) < 4.5


@contextmanager
def read_aloud() -> Iterator[None]:
    """Make the text of an error, as somebody does who shows it."""
    try:
        yield
    except ConfigurationError as error:
        f"{error}"
        raise


@pytest.mark.parametrize(
    "say",
    [
        conflicts,
        replacements,
        replacements_of_nothing,
        unmet_needs,
        needs_of_what_comes_later,
        one_key,
        one_key_that_is_replaced,
        includes,
        commits,
    ],
)
def test_deciding_and_refusing(say: Callable[[Configurator, int], object]) -> None:
    """Also the errors, whose texts are made as well."""

    def prepare(number: int) -> Prepared:
        def commit() -> None:
            with suppress(ConfigurationError), read_aloud():
                each(number, say).commit()

        return commit

    assert growth(prepare, 40) < 4.5


def locked(number: int) -> Lock:
    config = each(number, pages)
    config.commit()
    return lock_of(config.plan, versions={}, modules={f"m{position}": "0" for position in range(number)})


def test_overriding_from_above() -> None:
    """As an application does that includes a large product."""

    def prepare(number: int) -> Prepared:
        def product(inner: Configurator) -> None:
            for position in range(number):
                thing(inner, position)

        def commit() -> None:
            config = each(number, thing)
            config.include(product)
            config.commit()

        return commit

    assert growth(prepare, 40) < 4.5


@pytest.mark.parametrize("what", ["lock", "text", "diff", "plan"])
def test_looking_at_what_was_decided(what: str) -> None:
    """The lock and its text, the difference of two, and the rows of the plan."""

    def prepare(number: int) -> Prepared:
        config = each(number, pages)
        config.commit()
        lock, other = locked(number), locked(number // 2)
        found: dict[str, Prepared] = {
            "lock": lambda: lock_of(config.plan, versions={}, modules={}),
            "text": lock.text,
            "diff": lambda: compare(lock, other),
            "plan": lambda: plan_counts(plan_rows(config.plan)),
        }
        return found[what]

    assert growth(prepare, 20) < 4.5


def test_a_quadratic_loop_would_be_seen() -> None:
    """So that a success says something."""

    def prepare(number: int) -> Prepared:
        return lambda: [sum(1 for other in range(number)) for one in range(number)]

    assert growth(prepare, 20) > 12
