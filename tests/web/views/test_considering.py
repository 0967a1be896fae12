"""Each view that could answer is considered once, in the order in which it would be asked."""

from __future__ import annotations

from typing import Any

from corefw.app.configurator import Configurator
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.views.considering import consider_views, taken
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import ViewTable


class Card:
    """A context."""


def see(request: Any) -> Response:
    raise AssertionError("no view is called")


def table() -> ViewTable:
    config = Configurator()
    config.add_route("a", "/a")
    config.add_view(see, route_name="a", request_method="GET", request_param="p")
    config.add_view(see, route_name="a", request_method="GET")
    config.add_view(see, route_name="a", request_method="POST")
    config.add_view(see, route_name="a", context=Card)
    config.add_view(see, route_name="a", name="edit")
    records = config.make_wsgi_app().registry.all(ViewRecord).values()
    return ViewTable(row for row in records if row.route_name == "a")


def test_every_view_of_a_route_is_considered_with_its_reason() -> None:
    """By its predicates, its method, its context and its name."""
    considered = consider_views(table(), "", object(), Request.blank("/a"))

    assert [
        ("refused", "request_param p"),
        ("taken", ""),
        ("refused", "request_method = POST"),
        ("refused", "its context is Card, and here it is object"),
        ("refused", 'it is named "edit", and the path asks for ""'),
    ] == [(row.verdict, row.reason) for row in considered]
    assert ("GET", "HEAD") == taken(considered).methods  # type: ignore[union-attr]


def test_a_method_that_views_must_name_is_told() -> None:
    """TRACE is not asked of views that name no method."""
    considered = consider_views(table(), "edit", object(), Request.blank("/a", method="TRACE"))

    assert ("refused", "no view is asked for TRACE that does not name it") == (
        considered[0].verdict,
        considered[0].reason,
    )
    assert taken(considered) is None
