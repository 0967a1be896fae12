"""Arguments of directives that must be callable."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError

CALLS: dict[str, Callable[[Configurator, Any], Any]] = {
    "root factory": lambda config, value: config.set_root_factory(value),
    "session factory": lambda config, value: config.set_session_factory(value),
    "request factory": lambda config, value: config.set_request_factory(value),
    "response factory": lambda config, value: config.set_response_factory(value),
    "execution policy": lambda config, value: config.set_execution_policy(value),
    "locale negotiator": lambda config, value: config.set_locale_negotiator(value),
    "view mapper": lambda config, value: config.set_view_mapper(value),
    "view deriver": lambda config, value: config.add_view_deriver(value, name="mine"),
    "view predicate": lambda config, value: config.add_view_predicate("mine", value),
    "route predicate": lambda config, value: config.add_route_predicate("mine", value),
    "subscriber predicate": lambda config, value: config.add_subscriber_predicate("mine", value),
    "subscriber": lambda config, value: config.add_subscriber(value),
    "renderer factory": lambda config, value: config.add_renderer(".x", value),
    "request method": lambda config, value: config.add_request_method(value, "mine"),
    "tween factory": lambda config, value: config.add_tween(value),
    "traverser": lambda config, value: config.add_traverser(value),
    "resource url adapter": lambda config, value: config.add_resource_url_adapter(value),
    "response adapter": lambda config, value: config.add_response_adapter(value, str),
    "factory of a route": lambda config, value: config.add_route("r", "/r", factory=value),
    "decorator of a view": lambda config, value: config.add_view(print, decorator=(print, value)),
    "mapper of a view": lambda config, value: config.add_view(print, mapper=value),
    "callback of the CSRF options": lambda config, value: config.set_default_csrf_options(callback=value),
    "pregenerator of a route": lambda config, value: config.add_route("r", "/r", pregenerator=value),
}


@pytest.mark.parametrize("what", CALLS)
def test_what_cannot_be_called_is_refused_where_it_is_given(what: str) -> None:
    """Not at the first request, with an error of somebody else's."""
    with pytest.raises(ConfigurationError) as caught:
        CALLS[what](Configurator(), 5)

    assert ["CFW-529"] == [problem.code for problem in caught.value.problems]
    assert f"The {what} must be callable, and 5 is not." == caught.value.problems[0].what


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (json, "module json"),
        ("json", "module json"),
        (object(), "an object of class builtins.object"),
        ({}, "{}"),
    ],
)
def test_what_was_given_is_said_in_words(value: Any, shown: str) -> None:
    """The error names it, and never an address in the memory."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_root_factory(value)

    assert f"The root factory must be callable, and {shown} is not." == caught.value.problems[0].what


def test_the_error_shows_the_call() -> None:
    """With the place at which somebody wrote it."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator(package="corefw").set_root_factory(5)

    lines = str(caught.value).splitlines()
    assert ["CFW-529  The root factory must be callable, and 5 is not.", ""] == lines[:2]
    assert lines[2].endswith('Configurator(package="corefw").set_root_factory(5)')
    assert [
        "",
        "  To mend it: give the function or the class itself, without calling it, or its dotted name",
    ] == lines[3:]


def test_what_stands_in_a_module_is_to_be_named() -> None:
    """Where the module was given in its place."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_root_factory("json")

    assert ['name what stands in it:  "json:name"'] == [fix.do for fix in caught.value.problems[0].fixes]
