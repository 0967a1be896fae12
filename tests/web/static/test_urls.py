"""URLs of static files."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.engine.registry import Registry
from corefw.web.request import Request
from corefw.web.static.urls import StaticRegistration, static_path, static_url


class Routed(Request):
    """A request of an application with routes."""

    def route_url(self, route_name: str, *elements: Any, **kw: Any) -> str:
        """Show what was asked for."""
        return f"{route_name} {sorted(kw.items())}"


@pytest.fixture
def request_() -> Routed:
    """Return a request with three registrations."""
    made: Routed = Routed.blank("/")
    made.registry = Registry("board")
    for row in (
        StaticRegistration("board:static/", route_name="__static/"),
        StaticRegistration("board:static/img/", url="//cdn.example/img"),
        StaticRegistration("board:other/", url="https://cdn.example/o/"),
    ):
        made.registry.put(StaticRegistration, row.spec, row)
    return made


def test_a_file_of_this_application_is_found_through_its_route(request_: Routed) -> None:
    """The rest of the specification is the subpath."""
    assert "__static/ [('_query', 'v=1'), ('subpath', 'a b.css')]" == static_url(
        request_, "board:static/a b.css", _query="v=1"
    )
    assert "__static/ [('_app_url', ''), ('subpath', 'a.css')]" == static_path(request_, "board:static/a.css")
    assert "__static/ [('subpath', 'a.css')]" == static_url(request_, "static/a.css", package="board")


def test_a_file_elsewhere_has_the_address_of_its_registration(request_: Routed) -> None:
    """The longest specification wins; what is not allowed in a URL is encoded."""
    assert "http://cdn.example/img/a%20%C3%A9.png?v=1#x" == static_url(
        request_, "board:static/img/a é.png", _query={"v": 1}, _anchor="x"
    )
    assert "https://cdn.example/o/a.js" == request_.static_url("board:other/a.js")


def test_an_unknown_file_names_what_is_known(request_: Routed) -> None:
    """And how to declare it."""
    with pytest.raises(ValueError, match="no static files are registered for") as caught:
        request_.static_url("board:styles/a.css")

    assert (
        'no static files are registered for "board:styles/a.css"; registered: board:other/, '
        'board:static/, board:static/img/. Declare them with config.add_static_view(name, "package:folder")'
    ) == str(caught.value)
