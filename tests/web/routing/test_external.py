"""Routes at other addresses, and what traversal a route asks for."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.traversal import ResourceTreeTraverser
from tests.wsgi import ask


def told(context: Any, request: Any) -> Response:
    """Answer with what was traversed, and the values of the route."""
    return Response(f"{request.traversed} {request.matchdict} {request.view_name!r} {request.subpath}")


@pytest.fixture
def request_() -> Any:
    """Return a request of an application with external routes."""
    config = Configurator()
    config.add_route("cdn", "https://cdn.example/{file}")
    config.add_route("any", "//any.example/x/*rest")
    config.add_route("site", "https://site.example")
    return config.make_wsgi_app().make_request("/", base_url="http://localhost")


def test_an_external_route_has_urls_only(request_: Any) -> None:
    """With the request's scheme if the pattern has none; ``_scheme`` replaces it."""
    assert "https://cdn.example/a%20b?v=1#x" == request_.route_url(
        "cdn", file="a b", _query={"v": 1}, _anchor="x"
    )
    assert "http://any.example/x/a/b" == request_.route_url("any", rest=("a", "b"))
    assert "https://any.example/x/" == request_.route_url("any", rest="", _scheme="https")
    assert "https://site.example/x" == request_.route_url("site", "x")
    assert 404 == ask(request_.application, "/a").status


@pytest.mark.parametrize("keywords", [{"_app_url": "http://x"}, {"_app_url": ""}])
def test_an_external_route_has_no_path(request_: Any, keywords: dict[str, str]) -> None:
    """As Pyramid refuses it."""
    said = (
        'the route "cdn" is at another address (https://cdn.example): '
        "it has a URL, and no path and no _app_url"
    )
    with pytest.raises(ValueError) as by_url:  # noqa: PT011 - the whole text is compared
        request_.route_url("cdn", file="a", **keywords)
    with pytest.raises(ValueError) as by_path:  # noqa: PT011
        request_.route_path("cdn", file="a")

    assert (said, said) == (str(by_url.value), str(by_path.value))


def test_what_a_pattern_leaves_to_traversal_goes_before_the_argument() -> None:
    """As Pyramid documents it: ``traverse=`` is ignored beside ``*traverse``."""
    config = Configurator(root_factory=lambda request: {"a": {}, "b": {}})
    config.add_route("both", "/both/*traverse", traverse="/b")
    config.add_view(told, route_name="both")

    assert "('a',) {'traverse': ('a',)} '' ()" == ask(config.make_wsgi_app(), "/both/a").text


class Root(dict[str, Any]):
    """A root that has a traverser."""


class Loud(ResourceTreeTraverser):
    """The default traverser, which says that it was asked."""

    def __call__(self, request: Any) -> dict[str, Any]:
        """Find what the default finds, under another view name."""
        return {**super().__call__(request), "view_name": "loud"}


def test_a_traverser_finds_the_path_whichever_way_it_was_said() -> None:
    """By ``traverse=``, by ``*traverse``, and by the path of a request without a route."""
    config = Configurator(root_factory=lambda request: Root(a={}))
    config.add_traverser(Loud, Root)
    config.add_route("argument", "/argument/{name}", traverse="/{name}")
    config.add_route("star", "/star/*traverse")
    for route_name in ("argument", "star", None):
        config.add_view(told, name="loud", route_name=route_name)
    app = config.make_wsgi_app()

    assert [
        "('a',) {'name': 'a', 'traverse': ('a',)} 'loud' ()",
        "('a',) {'traverse': ('a',)} 'loud' ()",
        "('a',) None 'loud' ()",
    ] == [ask(app, path).text for path in ("/argument/a", "/star/a", "/a")]
    assert ["traverser of Root"] == [
        row["introspectable"].title for row in app.registry.introspector.get_category("traversers")
    ]
