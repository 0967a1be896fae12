"""Routes at their limits: how each part speaks for itself, and which of two is tried first."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.web.request import Request
from corefw.web.routing.index import RouteIndex
from corefw.web.routing.pattern import Placeholder, on_this_host, parse_pattern, quote_segment
from corefw.web.routing.placeholders import BUILTIN_TYPES
from corefw.web.routing.rivals import refuse_rivals
from corefw.web.routing.route import Route, specificity
from corefw.web.routing.urls import current_route_url, route_path, route_url
from tests.wsgi import environ_of


def parsed(text: str) -> Any:
    return parse_pattern(text, BUILTIN_TYPES)


def route(text: str, sequence: int, scan_block: int | None = None) -> Route:
    return Route(text, text, parsed(text), sequence=sequence, scan_block=scan_block)


# -- patterns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"), [("/{a}", True), ("/{a:int}", True), ("/{a:[a-z]+}", False), ("/{a:.*}", False)]
)
def test_a_placeholder_knows_whether_it_stays_in_its_segment(text: str, expected: bool) -> None:
    """A type does; of an own expression nobody knows."""
    (_, placeholder) = parsed(text).parts

    assert isinstance(placeholder, Placeholder)
    assert expected == placeholder.fills_a_segment


@pytest.mark.parametrize(("text", "expected"), [("/", True), ("/a", True), ("/{a}", False), ("/*a", False)])
def test_a_pattern_without_placeholders_is_literal(text: str, expected: bool) -> None:
    """It matches one path."""
    assert expected is parsed(text).is_literal


@pytest.mark.parametrize(
    ("path", "expected"),
    [("//evil.example/x", "/%2Fevil.example/x"), ("///x", "/%2F/x"), ("/x//y", "/x//y"), ("/", "/")],
)
def test_two_slashes_at_the_beginning_lose_their_meaning(path: str, expected: str) -> None:
    """To a browser they begin another host."""
    assert expected == on_this_host(path)


def test_why_a_value_makes_no_path_is_told() -> None:
    """The whole text of each."""
    told = []
    for call in (
        lambda: quote_segment("a\0b"),
        lambda: parsed("/{n:int}").generate({"n": "x"}),
        lambda: parsed("/{a}/{b}/{c}").generate({"b": 1}),
    ):
        with pytest.raises((ValueError, KeyError)) as caught:
            call()
        told.append(caught.value.args[0])

    assert [
        "a path cannot hold NUL",
        "the placeholder \"n\" takes int values, and 'x' is none",
        "a, c",
    ] == told


def test_the_slashes_of_an_own_expression_are_meant() -> None:
    """Those of any other placeholder are text."""
    assert "/a/b%25" == parsed("/{path:.*}").generate({"path": "a/b%"})
    assert "/a%2Fb%25" == parsed("/{path}").generate({"path": "a/b%"})


def test_the_rest_of_a_path_may_be_bytes() -> None:
    """In UTF-8, cut at its slashes as text is."""
    for value in ("é/b c", "é/b c".encode()):
        assert "/x/%C3%A9/b%20c" == parsed("/x/*rest").generate({"rest": value})


# -- the index -------------------------------------------------------------------------------


def found(path: str, *patterns: str) -> list[tuple[str, dict[str, Any]]]:
    index = RouteIndex([(route(text, at), None) for at, text in enumerate(patterns)])
    return [(one.name, values) for one, _, values in index.find(path)]


def test_an_empty_segment_fills_no_placeholder() -> None:
    """Not even beside a pattern that has one there."""
    patterns = ("/a/{x}/{y}", "/a//{y}")

    assert [("/a//{y}", {"y": "z"})] == found("/a//z", *patterns)
    assert [("/a/{x}/{y}", {"x": "1", "y": "z"})] == found("/a/1/z", *patterns)


def test_what_stands_behind_a_placeholder_belongs_to_its_segment() -> None:
    """Also where the pattern goes on."""
    assert [("/{a}b/c", {"a": "x"})] == found("/xb/c", "/{a}b/c")
    assert [] == found("/x/c", "/{a}b/c")


@pytest.mark.parametrize(
    ("path", "matches"), [("/x", False), ("/x/", True), ("/x/a", True), ("/x/a/b", True)]
)
def test_a_rest_begins_behind_its_slash(path: str, matches: bool) -> None:
    """It may be empty."""
    assert matches == bool(found(path, "/x/*rest", "/y/{a}"))


# -- which is tried first --------------------------------------------------------------------


@pytest.mark.parametrize(
    "ordered",
    [
        ["/x/new", "/x/a{v}", "/x/{v:int}", "/x/{v}", "/x/{v:[a-z]+}", "/x/*v"],
        ["/x/new", "/x/{v}.html", "/x/{v}"],
        ["/a/{v}", "/{v}/a"],
        ["/{v:int}/{w}", "/{v}/{w:int}"],
        ["/x{v}/y", "/{v}/y"],
        ["/{v}x/y", "/{v}/y"],
        ["/x/{v}x/y", "/x/{v}/y"],
        ["/a{v}/b", "/{v}/b/*rest"],
        ["/x/{v:[a-z]+}", "/x/{v}*rest"],
    ],
)
def test_the_more_specific_comes_first(ordered: list[str]) -> None:
    """Segment by segment: literal, in part, typed, plain, own expression, rest."""
    keys = [specificity(parsed(text)) for text in ordered]

    assert sorted(keys) == keys
    assert len(set(keys)) == len(keys)


def test_own_expressions_are_equally_specific() -> None:
    """Which of two matches less cannot be told."""
    assert specificity(parsed("/x/{a:[a-z]+}")) == specificity(parsed("/x/{b:.*}"))


# -- routes ----------------------------------------------------------------------------------


def test_a_route_speaks_for_itself() -> None:
    """Its pattern under either name, and the scan that found it."""
    called, scanned = route("/a/{b}", 3), route("/a/{b}", 4, 3)

    assert ("/a/{b}", "/a/{b}") == (called.pattern, called.path)
    assert (None, 3) == (called.scan_block, scanned.scan_block)
    assert ({"b": "x"}, "/a/x") == (called.match("/a/x"), called.generate({"b": "x"}))


def test_a_rest_is_no_rival_of_the_path_before_it() -> None:
    """The latter is more specific."""
    refuse_rivals([route("/x/*rest", 2, 1), route("/x/", 3, 1)])
    with pytest.raises(Exception, match="CFW-514"):
        refuse_rivals([route("/x/*rest", 2, 1), route("/x/*other", 3, 1)])


# -- URLs ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app() -> Any:
    config = Configurator(settings={"corefw.allowed_hosts": ["*"]})
    config.add_route("home", "/")
    config.add_route("name", "/names/{name}")
    config.add_view(lambda request: Response(""), route_name="home")
    return config.make_wsgi_app()


def asked(app: Any, host: str = "localhost", prefix: str = "") -> Any:
    """Return a request to the application at that host, mounted below *prefix*."""
    request = Request(environ_of("/", headers={"Host": host}, SCRIPT_NAME=prefix))
    request.registry = app.registry
    return request


def test_whatever_a_path_ends_with_stays(app: Any) -> None:
    """Only slashes are taken off."""
    own = asked(app, prefix="/atX")

    assert "http://localhost/atX/names/X/X" == route_url(own, "name", "X", name="X")
    assert "http://localhost/atX/names/X?q=X#X" == route_url(own, "name", name="X", _query="q=X", _anchor="X")
    assert "/atX/names/X" == route_path(own, "name", name="X")
    assert "https://localhost/atX/names/X" == route_url(own, "name", name="X", _scheme="https")
    assert "http://h.example/atX/names/X" == route_url(
        own, "name", name="X", _app_url="http://h.example/atX/"
    )


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"_host": "other.example"}, "http://other.example:8080/"),
        ({"_host": "other.example:9090"}, "http://other.example:9090/"),
        ({"_host": "other.example", "_port": 80}, "http://other.example/"),
        ({"_host": "[::1]"}, "http://[::1]:8080/"),
        ({"_host": "[::1]:9090"}, "http://[::1]:9090/"),
        ({"_host": "123"}, "http://123:8080/"),
        ({"_port": 9090}, "http://localhost:9090/"),
        ({"_scheme": "https"}, "https://localhost/"),
        ({"_scheme": "https", "_port": 8443}, "https://localhost:8443/"),
        ({"_query": {"a": []}}, "http://localhost:8080/"),
        ({"_query": "", "_anchor": ""}, "http://localhost:8080/"),
        ({"_query": {"a": None}}, "http://localhost:8080/?a="),
    ],
)
def test_a_port_stays_while_the_scheme_does(app: Any, keywords: dict[str, Any], expected: str) -> None:
    """The port of a request that came to another than the usual one."""
    assert expected == route_url(asked(app, "localhost:8080"), "home", **keywords)


def test_without_a_route_of_its_own_a_request_may_name_one(app: Any) -> None:
    """Else there is no current one."""
    request = asked(app)
    assert (None, None) == (request.matched_route, request.matchdict)

    assert "http://localhost/names/x" == current_route_url(request, _route_name="name", name="x")
    with pytest.raises(ValueError, match=r"^no route matched this request, so there is no current route$"):
        current_route_url(request)
