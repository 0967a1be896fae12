"""The index: the documented order, at a cost that does not grow with the number of routes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.response import Response
from corefw.web.routing.index import RouteIndex
from corefw.web.routing.pattern import parse_pattern
from corefw.web.routing.placeholders import BUILTIN_TYPES
from corefw.web.routing.route import Route
from tests.wsgi import ask

PIECES = st.sampled_from(["a", "b", "", "{x}", "{x:int}", "{x:slug}", "{x:[ab]+}", "a-{x}", "{x:.*}", "*x"])
PATHS = st.lists(st.sampled_from(["a", "b", "", "7", "a-b", "ab"]), max_size=4).map(
    lambda rows: "/" + "/".join(rows)
)


def patterns(pieces: list[str]) -> str:
    """Return a pattern with a name of its own for each placeholder, ended by its first star."""
    made = []
    for number, piece in enumerate(pieces):
        made.append(piece.replace("x", f"x{number}", 1) if "x" in piece else piece)
        if piece.startswith("*"):
            break
    return "/" + "/".join(made)


def table(*texts: str) -> list[Route]:
    """Return routes that are tried in this order, each named by its pattern."""
    return [
        Route(name=text, pattern=text, parsed=parse_pattern(text, BUILTIN_TYPES), sequence=number)
        for number, text in enumerate(texts)
    ]


def app_of(*texts: str) -> Any:
    """Return an application whose routes tell which of them answered."""
    config = Configurator()
    for text in texts:
        config.add_route(text, text)
        config.add_view(lambda request: Response(request.matched_route.name), route_name=text)
    return config.make_wsgi_app()


@given(st.lists(st.lists(PIECES, max_size=4).map(patterns), max_size=6, unique=True), PATHS)
def test_the_index_finds_what_trying_every_route_would_find(texts: list[str], path: str) -> None:
    """The tree is only a quicker way to the same routes, in the same order, with the same values."""
    routes = table(*texts)
    tried = [(route.name, route.match(path)) for route in routes if route.match(path) is not None]

    found = RouteIndex((route, None) for route in routes).find(path)

    assert tried == [(route.name, values) for route, _, values in found]


@pytest.mark.parametrize(
    ("texts", "path", "first"),
    [
        (("/{x}", "/new"), "/new", "/{x}"),
        (("/new", "/{x}"), "/new", "/new"),
        (("/{x:.*}", "/a/b"), "/a/b", "/{x:.*}"),
        (("/*rest", "/a/{x}", "/a/b"), "/a/b", "/*rest"),
        (("/a/{x}", "/{y}/b"), "/a/b", "/a/{x}"),
        (("/{y}/b", "/a/{x}"), "/a/b", "/{y}/b"),
        (("/a/{x:int}", "/a/{y}"), "/a/b", "/a/{y}"),
    ],
)
def test_routes_declared_by_calls_are_tried_in_their_order(
    texts: tuple[str, ...], path: str, first: str
) -> None:
    """A pattern with placeholders that was declared first is tried before a literal one."""
    assert (200, first) == ask(app_of(*texts), path).said


def test_a_lookup_does_not_try_every_route() -> None:
    """Of 5000 routes a request tries those whose literal segments are its own: one."""
    index = RouteIndex((route, None) for route in table(*(f"/s{n}/{{x}}/end{n}" for n in range(5000))))

    assert ["/s4999/{x}/end4999"] == [row[1].name for row in index.candidates("/s4999/7/end4999")]
    assert [] == [*index.candidates("/s4999/7/end4998")]


def test_own_expressions_are_tried_below_their_literal_prefix_only() -> None:
    """An expression that may span segments costs only those requests that share its beginning."""
    index = RouteIndex((route, None) for route in table(*(f"/s{n}/{{x:.+}}" for n in range(2000))))

    assert ["/s7/{x:.+}"] == [row[1].name for row in index.candidates("/s7/a/b")]


def test_a_hostile_path_is_answered_quickly() -> None:
    """Thousands of segments meet a tree that is no deeper than its patterns, and more than 8 KiB none."""
    app = app_of("/{a}/{b}/{c}", "/a/{b}", "/x/*rest")

    assert (404, 414) == (ask(app, "/a" * 4_000).status, ask(app, "/a" * 10_000).status)
    assert 404 == ask(app, "/" * 8_000).status


def test_the_values_of_a_request_are_its_own() -> None:
    """A view may write into its match dictionary, and the next request does not see it."""
    config = Configurator()
    config.add_route("new", "/cards/new", request_method="POST")
    config.add_route("card", "/cards/{id}")
    config.add_route("list", "/cards")

    def show(request: Any) -> Response:
        seen = dict(request.matchdict)
        request.matchdict["dirt"] = 1
        return Response(f"{request.matched_route.name} {seen}")

    for name in ("new", "card", "list"):
        config.add_view(show, route_name=name)
    app = config.make_wsgi_app()

    for path, said in (
        ("/cards/new", "card {'id': 'new'}"),
        ("/cards", "list {}"),
        ("/cards/7", "card {'id': '7'}"),
    ):
        assert [said, said] == [ask(app, path).text, ask(app, path).text]


def test_a_route_predicate_may_change_the_values() -> None:
    """Pyramid documents that ``info["match"]`` may be written to; only this request sees it."""
    config = Configurator()
    config.add_route_predicate("digits", Digits)
    config.add_route("seven", "/seven", digits="seven")
    config.add_view(lambda request: Response(repr(request.matchdict)), route_name="seven")
    app = config.make_wsgi_app()

    assert ["{'seven': 1}", "{'seven': 1}"] == [ask(app, "/seven").text for _ in range(2)]


class Digits:
    """Counts, in the match dictionary, how often it was asked."""

    def __init__(self, name: str, info: Any) -> None:
        self.name = name

    def text(self) -> str:
        return f"digits = {self.name}"

    phash = text

    def __call__(self, info: dict[str, Any], request: Any) -> bool:
        info["match"][self.name] = info["match"].get(self.name, 0) + 1
        return re.fullmatch("[a-z]+", info["route"].name) is not None


def test_a_path_that_does_not_begin_with_a_slash_matches_nothing() -> None:
    """No server sends one, and what it ends in is no segment of a path."""
    index = RouteIndex((route, route.name) for route in table("/{x}", "/a/{x}"))

    assert [] == [*index.find("b"), *index.find("a/b")]
