"""Predicates by name: custom ones, their order, and what makes two views the same."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationConflictError, ConfigurationError, Configurator, not_
from corefw.events import NewRequest
from corefw.response import Response
from tests.wsgi import ask


class Weekday:
    """A custom predicate: the header X-Day is this one."""

    def __init__(self, value: str, info: Any) -> None:
        self.value = value
        self.info = info

    def text(self) -> str:
        return f"weekday = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        return bool(request.headers.get("X-Day") == self.value)


class Always(Weekday):
    """Agrees with everything."""

    def __call__(self, *args: Any) -> bool:
        return True


def answering(text: str) -> Any:
    """Return a view that answers with *text*."""
    return lambda request: Response(text)


def test_a_custom_view_predicate_is_used_like_the_others() -> None:
    """It is declared by name, may be inverted, and is asked with context and request."""
    config = Configurator(settings={"corefw.debug": False})
    config.add_view_predicate("weekday", Weekday)
    config.add_route("it", "/")
    config.add_view(answering("monday"), route_name="it", weekday="mon")
    config.add_view(answering("not tuesday"), route_name="it", weekday=not_("tue"))
    config.add_view(answering("any"), route_name="it")
    app = config.make_wsgi_app()

    assert ["monday", "any", "not tuesday"] == [
        ask(app, headers={"X-Day": day}).text for day in ("mon", "tue", "wed")
    ]


def test_a_predicate_may_be_named_before_it_is_declared() -> None:
    """The vocabulary is performed first, in whatever order it was declared."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(answering("monday"), route_name="it", weekday="mon")
    config.add_view_predicate("weekday", Weekday)

    assert 404 == ask(config.make_wsgi_app()).status


def test_more_predicates_are_tried_first_and_then_the_heavier() -> None:
    """As Pyramid documents it: the number of predicates decides, then their weight."""
    config = Configurator()
    config.add_view_predicate("light", Always, weighs_less_than="xhr")
    config.add_view_predicate("heavy", Always, weighs_more_than=("is_authenticated", "light"))
    config.add_route("it", "/")
    config.add_view(answering("none"), route_name="it")
    config.add_view(answering("light"), route_name="it", light="1")
    config.add_view(answering("param"), route_name="it", request_param="a")
    config.add_view(answering("heavy"), route_name="it", heavy="1", request_param="h")
    config.add_view(answering("two"), route_name="it", light="1", request_param="b")
    app = config.make_wsgi_app()

    assert ["light", "param", "two", "heavy", "heavy"] == [
        ask(app, query=query).text for query in ("", "a", "b", "h", "h&b")
    ]


def test_views_with_equal_predicates_are_a_conflict() -> None:
    """The words of a predicate are its identity: the order of values does not matter."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(answering("one"), route_name="it", request_param=("a", "b"), request_method="POST")
    config.add_view(answering("two"), route_name="it", request_param=("b", "a"), request_method=["POST"])

    with pytest.raises(ConfigurationConflictError) as caught:
        config.make_wsgi_app()

    assert 2 == len(caught.value.problems[0].witnesses)


def test_an_inverted_predicate_is_another_one() -> None:
    """A view for POST and one for everything else stand side by side."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(answering("post"), route_name="it", request_method="POST")
    config.add_view(answering("rest"), route_name="it", request_method=not_("POST"))
    app = config.make_wsgi_app()

    assert ["post", "rest", "rest"] == [ask(app, "/", method).text for method in ("POST", "GET", "PUT")]


def test_a_subscriber_may_have_predicates() -> None:
    """They are asked with the event."""
    seen = []
    config = Configurator()
    config.add_subscriber_predicate("of_path", OfPath)
    config.add_subscriber(lambda event: seen.append(event.request.path), NewRequest, of_path="/x")
    config.add_subscriber(lambda event: seen.append("not"), NewRequest, of_path=not_("/x"))
    app = config.make_wsgi_app()
    ask(app, "/x")
    ask(app, "/y")

    assert ["/x", "not"] == seen


class OfPath:
    """The event is about a request for this path."""

    def __init__(self, value: str, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        return f"of_path = {self.value}"

    phash = text

    def __call__(self, event: Any) -> bool:
        return bool(event.request.path == self.value)


def test_an_unknown_predicate_of_a_subscriber_is_refused() -> None:
    """The error has the place and what was probably meant."""
    config = Configurator()
    config.add_subscriber_predicate("of_path", OfPath)
    config.add_subscriber(print, NewRequest, of_pth="/x")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert 'The subscriber has an unknown argument "of_pth". Did you mean "of_path"?' == problem.what


def test_predicates_that_contradict_each_other_in_order_are_refused() -> None:
    """A circle of weights is an error of the configuration, shown as a path."""
    config = Configurator()
    config.add_view_predicate("one", Always, weighs_more_than="two")
    config.add_view_predicate("two", Always, weighs_more_than="one")
    config.add_route("it", "/")
    config.add_view(answering("x"), route_name="it", one="1")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert problem.what in (
        "The weights of the view predicates contradict each other: one -> two -> one.",
        "The weights of the view predicates contradict each other: two -> one -> two.",
    )


def test_predicates_are_told_where_they_are_used() -> None:
    """A factory gets the package of the declaration, the registry, the settings and its dotted names."""
    made = []

    def factory(value: Any, info: Any) -> Any:
        made.append(Weekday(value, info))
        return made[-1]

    config = Configurator(settings={"corefw.debug": True}, package="corefw.web")
    config.add_view_predicate("weekday", factory)
    config.add_view(answering("x"), weekday="mon", name="x")
    config.make_wsgi_app()
    info = made[0].info

    assert ("corefw.web", True, config.registry) == (
        info.package.__name__,
        info.settings["corefw.debug"],
        info.registry,
    )
    assert Response is info.maybe_dotted(".response.Response")
