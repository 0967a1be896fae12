"""``replaces=`` of the directives: in their signatures, where type checkers and readers see it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.app.decorators import adapter_config, response_adapter, utility_config
from corefw.base.errors import ConfigurationError
from corefw.contracts.templating import Templating
from corefw.engine.attachment import Target
from corefw.engine.directive import Directive
from corefw.engine.owner import Owner
from corefw.web.events import NewRequest
from corefw.web.request import Request
from corefw.web.security.csrf_storage import SessionCSRFStoragePolicy

PLACE = "tests/app/directives/test_replaces.py"


class Clock:
    """Something to be a component."""


def nothing(*args: Any) -> None:
    return None


def keyword_only(function: Callable[..., Any]) -> bool:
    found = inspect.signature(function).parameters.get("replaces")
    return found is not None and found.kind is found.KEYWORD_ONLY


def takes_anything(function: Callable[..., Any]) -> bool:
    return any(row.kind is row.VAR_KEYWORD for row in inspect.signature(function).parameters.values())


DIRECTIVES = {
    name: found.function for name, found in vars(Configurator).items() if isinstance(found, Directive)
}
#: They declare nothing, or what has no key and stands beside others of its kind.
WITHOUT_A_KEY = {
    "add_permission",
    "add_settings",
    "add_subscriber",
    "add_translation_dirs",
    "derive_view",
    "object_description",
    "require_capability",
}
CALLS: dict[str, Callable[[Configurator, dict[str, Any]], Any]] = {
    "add_accept_view_order": lambda config, kw: config.add_accept_view_order("a/b", **kw),
    "add_adapter": lambda config, kw: config.add_adapter(nothing, for_=Clock, provides=Clock, **kw),
    "add_cache_buster": lambda config, kw: config.add_cache_buster("corefw:", nothing, **kw),
    "add_default_header": lambda config, kw: config.add_default_header("X-Board", "1", **kw),
    "add_exception_view": lambda config, kw: config.add_exception_view(nothing, KeyError, **kw),
    "add_forbidden_view": lambda config, kw: config.add_forbidden_view(nothing, **kw),
    "add_hookspecs": lambda config, kw: config.add_hookspecs(_specs(), **kw),
    "add_notfound_view": lambda config, kw: config.add_notfound_view(nothing, **kw),
    "add_placeholder_type": lambda config, kw: config.add_placeholder_type("even", "[02468]", **kw),
    "add_renderer": lambda config, kw: config.add_renderer(".x", nothing, **kw),
    "add_request_method": lambda config, kw: config.add_request_method(nothing, "one", **kw),
    "add_resource_url_adapter": lambda config, kw: config.add_resource_url_adapter(nothing, **kw),
    "add_response_adapter": lambda config, kw: config.add_response_adapter(nothing, str, **kw),
    "add_route": lambda config, kw: config.add_route("home", "/", **kw),
    "add_route_predicate": lambda config, kw: config.add_route_predicate("mine", nothing, **kw),
    "add_static_view": lambda config, kw: config.add_static_view("static", "corefw:", **kw),
    "add_subscriber_predicate": lambda config, kw: config.add_subscriber_predicate("mine", nothing, **kw),
    "add_traverser": lambda config, kw: config.add_traverser(nothing, **kw),
    "add_tween": lambda config, kw: config.add_tween(nothing, **kw),
    "add_utility": lambda config, kw: config.add_utility(Clock(), Clock, **kw),
    "add_view": lambda config, kw: config.add_view(nothing, **kw),
    "add_view_deriver": lambda config, kw: config.add_view_deriver(nothing, "mine", **kw),
    "add_view_predicate": lambda config, kw: config.add_view_predicate("mine", nothing, **kw),
    "mount": lambda config, kw: config.mount("/guest", nothing, **kw),
    "override_asset": lambda config, kw: config.override_asset("corefw:a/", "corefw:b/", **kw),
    "provide_port": lambda config, kw: config.provide_port(Templating, Clock(), **kw),
    "set_csrf_storage_policy": lambda config, kw: config.set_csrf_storage_policy(
        SessionCSRFStoragePolicy(), **kw
    ),
    "set_default_csrf_options": lambda config, kw: config.set_default_csrf_options(**kw),
    "set_default_permission": lambda config, kw: config.set_default_permission("read", **kw),
    "set_execution_policy": lambda config, kw: config.set_execution_policy(nothing, **kw),
    "set_locale_negotiator": lambda config, kw: config.set_locale_negotiator(nothing, **kw),
    "set_request_factory": lambda config, kw: config.set_request_factory(Request, **kw),
    "set_response_factory": lambda config, kw: config.set_response_factory(nothing, **kw),
    "set_root_factory": lambda config, kw: config.set_root_factory(nothing, **kw),
    "set_security_policy": lambda config, kw: config.set_security_policy(_Policy(), **kw),
    "set_session_factory": lambda config, kw: config.set_session_factory(nothing, **kw),
    "set_view_mapper": lambda config, kw: config.set_view_mapper(nothing, **kw),
}


class _Policy:
    """A security policy."""

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        return True


def _specs() -> type:
    """Return hooks that no earlier test made known."""

    class Specs:
        def rung(self, event: NewRequest) -> None:
            """It was rung."""

    return Specs


def test_every_directive_is_looked_at_here() -> None:
    """A new one is added to the calls, or to those which declare nothing that has a key."""
    assert sorted(DIRECTIVES) == sorted({*CALLS, *WITHOUT_A_KEY})


@pytest.mark.parametrize("name", sorted(CALLS))
def test_the_signature_of_a_directive_takes_it(name: str) -> None:
    """By name, or among the options that it takes whatever they are called."""
    assert keyword_only(DIRECTIVES[name]) != takes_anything(DIRECTIVES[name])


@pytest.mark.parametrize("name", sorted(WITHOUT_A_KEY))
def test_where_there_is_nothing_to_replace_no_signature_takes_it(name: str) -> None:
    """The type checker says so before the commit does."""
    assert not keyword_only(DIRECTIVES[name])


@pytest.mark.parametrize("name", sorted(CALLS))
def test_all_that_a_directive_declares_says_what_it_replaces(name: str) -> None:
    """No declaration of the call forgets it."""
    config = Configurator()
    before = len(config.plan)

    CALLS[name](config, {"replaces": ("shop", "promo")})

    assert {("shop", "promo")} == {
        row.replaces.names if row.replaces is not None else () for row in config.plan.declarations[before:]
    }


@pytest.mark.parametrize("name", sorted(CALLS))
def test_without_it_a_directive_replaces_nothing(name: str) -> None:
    """Nor with a text that says nothing."""
    for given in ({}, {"replaces": ""}, {"replaces": ()}):
        config = Configurator()
        before = len(config.plan)

        CALLS[name](config, given)

        assert {None} == {row.replaces for row in config.plan.declarations[before:]}


@pytest.mark.parametrize("via", ["call", "decorator", "block"])
def test_a_factory_of_another_owner_is_replaced_by_its_name(via: str) -> None:
    """By the directive, by its decorator, and by a block around both."""
    config = Configurator()
    for name in ("shop", "promo"):
        child = config.child(owner=Owner(name, "1.0"), include_path=(name,))
        replaces: Any = {"replaces": "shop"} if name == "promo" else {}
        if via == "call":
            child.add_utility(Clock(), Clock, **replaces)
        elif via == "decorator":
            declare = utility_config.__wrapped__  # type: ignore[attr-defined]
            declare(child, Target(Clock, None, "Clock", None, child.place), provides=Clock, **replaces)
        else:
            with child.replacing(replaces.get("replaces", ())):
                child.add_utility(Clock(), Clock)

    config.commit()

    assert [("shop", "overridden"), ("promo", "active")] == [
        (row.owner.name, str(row.state)) for row in config.plan.select(kind="utility")
    ]


@pytest.mark.parametrize("made", [adapter_config, utility_config, response_adapter])
def test_the_decorators_of_components_take_it_by_name(made: Any) -> None:
    """Those of views, routes and subscribers take whatever their directive does."""
    assert keyword_only(made.__wrapped__)


def test_a_name_that_replaces_nothing_is_told_at_the_call() -> None:
    """As before the signature told of it."""
    config = Configurator()
    config.set_root_factory(nothing, replaces="nobody")

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    (problem,) = caught.value.problems
    assert ("CFW-211", PLACE) == (problem.code, problem.witnesses[0].place.shown_file)


def test_it_stands_among_the_arguments_of_a_wrong_call() -> None:
    """Also where it is misspelt."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_renderer(".x", nothing, replace="shop")  # type: ignore[call-arg]

    (problem,) = caught.value.problems
    assert 'add_renderer has no argument "replace". Did you mean "replaces"?' == problem.what
    assert ["name, factory, replaces"] == [fix.do for fix in problem.fixes]
