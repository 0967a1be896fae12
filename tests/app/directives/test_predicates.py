"""Names of predicates, and of options of derivers, that the directives take themselves."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError, Problem
from corefw.web.predicates.builtin import ROUTE_PREDICATES, VIEW_PREDICATES
from corefw.web.predicates.compiling import RoutePredicate, ViewPredicate
from corefw.web.response import Response

TAKEN = {
    "view": "view name for_ permission route_name attr renderer wrapper context decorator mapper "
    "http_cache require_csrf exception_only replaces",
    "route": "name pattern factory for_ traverse use_global_views path pregenerator static inherit_slash "
    "requires replaces",
    "subscriber": "subscriber iface replaces",
}


class Always:
    """A predicate that agrees."""

    def __init__(self, value: Any, info: Any) -> None:
        self.value = value

    def text(self) -> str:
        return f"always {self.value}"

    phash = text

    def __call__(self, *args: Any) -> bool:
        return True


def refused(of: str, name: str) -> Problem:
    """Return the problem that a predicate of that name is refused with, at the call."""
    with pytest.raises(ConfigurationError) as caught:
        getattr(Configurator(), f"add_{of}_predicate")(name, Always)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("of", "name"), [(of, name) for of, names in TAKEN.items() for name in names.split()]
)
def test_the_name_of_an_argument_is_refused_at_the_call(of: str, name: str) -> None:
    """The directive would take the value, and the predicate would never hear of it."""
    problem = refused(of, name)

    what = f'The {of} predicate "{name}" has the name of an argument that add_{of} takes itself.'
    assert ("CFW-530", what) == (problem.code, problem.what)
    assert TAKEN[of].split() == problem.facts["taken"]


@pytest.mark.parametrize("of", TAKEN)
@pytest.mark.parametrize("name", ["_category", "_depth"])
def test_so_is_what_every_decorator_keeps_for_itself(of: str, name: str) -> None:
    """It would be asked from calls, and not from decorators."""
    what = f'The {of} predicate "{name}" has the name of an argument that every decorator takes itself.'

    assert what == refused(of, name).what


def test_the_text_names_the_place_the_arguments_and_a_name_to_paste() -> None:
    """The whole of it."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator(package="corefw").add_route_predicate("pattern", Always)

    lines = str(caught.value).splitlines()
    assert lines[2].endswith('Configurator(package="corefw").add_route_predicate("pattern", Always)')
    assert [
        'CFW-530  The route predicate "pattern" has the name of an argument that add_route takes itself.',
        "",
        "",
        "  Whoever writes pattern= means that argument, and not the predicate.  Taken are",
        "  name, pattern, factory, for_, traverse, use_global_views, path, pregenerator, static,",
        "  inherit_slash, requires, replaces",
        "",
        '  To mend it: give it another name:  config.add_route_predicate("on_pattern", ...)',
    ] == [*lines[:2], *lines[3:]]


@pytest.mark.parametrize(
    ("of", "name"),
    [("view", row.name) for row in VIEW_PREDICATES] + [("route", row.name) for row in ROUTE_PREDICATES],
)
def test_a_predicate_that_corefw_brings_can_be_replaced(of: str, name: str) -> None:
    """Its argument stands in the signature for readers only."""
    config = Configurator()
    getattr(config, f"add_{of}_predicate")(name, Always)

    config.commit()

    kind = {"view": ViewPredicate, "route": RoutePredicate}[of]
    assert Always is config.registry.all(kind)[name].factory


def test_the_name_of_an_argument_of_another_directive_is_free() -> None:
    """A route has no renderer, and a subscriber no pattern."""
    config = Configurator()

    config.add_route_predicate("renderer", Always)
    config.add_subscriber_predicate("pattern", Always)
    config.add_view_predicate("pattern", Always)
    config.commit()


@pytest.mark.parametrize(
    ("option", "taker", "fix"),
    [
        ("replaces", "add_view", 'give the option another name:  loud_view.options = ("my_replaces",)'),
        ("_depth", "every decorator", 'give the option another name:  loud_view.options = ("my_depth",)'),
        ("for_", "add_view", 'read  info.options.get("context")  and take "for_" out of  options'),
    ],
)
def test_an_option_that_no_deriver_is_told_of_is_refused(option: str, taker: str, fix: str) -> None:
    """It would be None for every view."""

    def loud_view(view: Any, info: Any) -> Any:
        return view

    loud_view.options = ("loud", option)  # type: ignore[attr-defined]
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_view_deriver(loud_view)

    (problem,) = caught.value.problems
    assert (
        "CFW-530",
        f'The view deriver "loud_view" has the option "{option}", an argument that {taker} takes itself.',
    ) == (problem.code, problem.what)
    assert [fix] == [row.do for row in problem.fixes]
    assert [__file__] == [row.place.file for row in problem.witnesses]


def test_a_deriver_may_read_what_another_directive_or_deriver_takes() -> None:
    """Derivers share the options: one in the place of ``secured_view`` reads the permission."""
    told: list[Any] = []

    def secured_view(view: Any, info: Any) -> Any:
        told.append(info.options.get("permission"))
        return view

    secured_view.options = ("permission", "renderer", "name")  # type: ignore[attr-defined]
    config = Configurator(exceptionresponse_view=None)
    config.add_view_deriver(secured_view, under="INGRESS", over="csrf_view")
    config.add_view(lambda request: Response("x"), name="x", permission="edit")

    config.commit()

    assert ["edit"] == told
