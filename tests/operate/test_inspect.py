"""Rows tell what an application is made of, in the order in which it works."""

from __future__ import annotations

import json
from typing import Any

from zope.interface import Interface

from corefw.app.configurator import Configurator
from corefw.engine.registry import Registry
from corefw.operate.inspect import as_dicts, plan_of, plan_rows, route_rows, view_rows
from corefw.web.response import Response

#: What is declared here belongs to the top package of this module.
OWNER = Configurator().owner.name


class IThing(Interface):
    """Something to look at."""


class Page:
    """A view class."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def show(self) -> Response:
        return Response("shown")


def see(request: Any) -> Response:
    return Response("seen")


def root(request: Any) -> object:
    return object()


def registry() -> Registry:
    config = Configurator()
    config.add_route("second", "/b/{id}", factory=root)
    config.add_route("first", "/b/c")
    config.add_route("outside", "https://example.org/x", static=True)
    config.add_view(see, route_name="second", request_method="POST")
    config.add_view(Page, attr="show", route_name="second", request_method="GET", request_param="a")
    config.add_view(see, context=IThing, name="look")
    config.add_view(see, context=ValueError)
    made: Registry = config.make_wsgi_app().registry
    return made


def test_routes_come_in_the_order_they_are_tried() -> None:
    """Those that only make URLs come last."""
    rows = route_rows(registry())

    assert ["second", "first", "outside"] == [row.name for row in rows]
    assert ("POST", "GET", "HEAD") == rows[0].methods
    assert (f"{__name__}.see", f"{__name__}.Page.show") == rows[0].views
    assert f"{__name__}.root" == rows[0].factory
    assert rows[2].is_static
    assert rows[2].pattern.startswith("https://example.org")
    assert {OWNER} == {row.owner for row in rows}


def test_views_come_by_route_then_by_context_then_those_of_exceptions() -> None:
    """Each says what must hold for it to answer."""
    rows = view_rows(registry())

    own = [row for row in rows if row.owner == OWNER]
    assert ["second", "second", "", ""] == [row.route for row in own]
    assert [f"{__name__}.IThing", "builtins.ValueError"] == [row.context for row in own[2:]]
    assert [("request_param a",)] == [row.predicates for row in own if row.view.endswith("show")]
    assert ("*",) == own[2].methods


def test_the_rows_of_a_plan_can_be_filtered() -> None:
    """By state, kind and owner together."""
    plan = plan_of(registry())

    assert len(plan) == len(plan_rows(plan))
    assert ["second", "first", "outside"] == [
        row.title.split('"')[1] for row in plan_rows(plan, state="active", kind="route", owner=OWNER)
    ]


def test_rows_are_json_types() -> None:
    """For programs that read them."""
    (first, *_) = as_dicts(route_rows(registry()))

    assert first == json.loads(json.dumps(first, default=list)) | {
        key: tuple(first[key]) for key in ("methods", "views", "predicates")
    }
