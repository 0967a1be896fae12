"""URLs as methods of a request, and the functions beside them."""

from __future__ import annotations

from typing import Any

import pytest

from corefw import url
from corefw.config import Configurator
from corefw.response import Response
from tests.web.traversal.trees import branch
from tests.wsgi import ask


def all_urls(request: Any) -> Response:
    """Answer with what the functions make, after comparing each with the method."""
    _, found = branch("a")
    made = {
        "route_url": (
            url.route_url("page", request, "x", name="n"),
            request.route_url("page", "x", name="n"),
        ),
        "route_path": (url.route_path("page", request, name="n"), request.route_path("page", name="n")),
        "current_route_url": (url.current_route_url(request, "x"), request.current_route_url("x")),
        "current_route_path": (
            url.current_route_path(request, _query={"q": 1}),
            request.current_route_path(_query={"q": 1}),
        ),
        "resource_url": (url.resource_url(found, request, "x"), request.resource_url(found, "x")),
        "static_url": (
            url.static_url("tests.web:x.css", request),
            request.static_url("tests.web:x.css"),
        ),
        "static_path": (
            url.static_path("tests.web:x.css", request, _query="v=1"),
            request.static_path("tests.web:x.css", _query="v=1"),
        ),
        "relative static_url": (url.static_url("x.css", request), request.static_url("x.css")),
        "relative static_path": (url.static_path("x.css", request), request.static_path("x.css")),
    }
    assert [] == [name for name, (function, method) in made.items() if function != method]
    return Response("\n".join(function for function, _ in made.values()))


def test_the_functions_say_what_the_methods_say() -> None:
    """Their request comes second, as Pyramid documents them; a file is relative to who asks for its URL."""
    config = Configurator()
    config.add_route("page", "/pages/{name}")
    config.add_view(all_urls, route_name="page")
    config.add_static_view("static", "tests.web:")
    app = config.make_wsgi_app()

    assert [
        "http://localhost/pages/n/x",
        "/pages/n",
        "http://localhost/pages/m/x?a=1",
        "/pages/m?q=1",
        "http://localhost/a/x",
        "http://localhost/static/x.css",
        "/static/x.css?v=1",
        "http://localhost/static/x.css",
        "/static/x.css",
    ] == ask(app, "/pages/m", query="a=1").text.split("\n")


def test_a_request_of_no_application_says_so() -> None:
    """It has no routes."""
    app = Configurator().make_wsgi_app()

    with pytest.raises(KeyError, match='there is no route "page"'):
        app.make_request("/").route_url("page")
