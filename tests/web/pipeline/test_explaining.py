"""What is explained is what happens: the explanation of a request agrees with its answer."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.web.httpexceptions import HTTPForbidden
from corefw.web.pipeline.application import Application
from corefw.web.pipeline.explaining import Explanation
from corefw.web.request import Request
from corefw.web.response import Response

Calls = list[str]


class Card:
    """What some routes are about."""


class Board:
    """What others are about, and a step of traversal."""

    def __getitem__(self, name: str) -> Any:
        if name == "card":
            return Card()
        raise KeyError(name)


def made_by(request: Any) -> Any:
    if request.params.get("refuse"):
        raise HTTPForbidden()
    return Card() if request.params.get("card") else Board()


def application(calls: Calls) -> Application:
    """Return an application whose views answer with their names and note that they were called."""
    config = Configurator(root_factory=made_by)

    def view(name: str) -> Any:
        def named(request: Any) -> Response:
            calls.append(name)
            return Response(name)

        named.__qualname__ = name
        return named

    def missing(context: Any, request: Any) -> Response:
        calls.append("missing")
        return Response("missing", status=404)

    missing.__qualname__ = "missing"
    config.add_route("first", "/a/{x}", request_param="first")
    config.add_route("second", "/a/{x:int}")
    config.add_route("third", "/a/{x}")
    config.add_route("literal", "/a/b")
    config.add_route("contexts", "/contexts")
    config.add_route("walk", "/walk/*traverse")
    config.add_view(view("first_any"), route_name="first")
    config.add_view(view("second_get"), route_name="second", request_method="GET")
    config.add_view(view("second_json"), route_name="second", request_method="GET", accept="application/json")
    config.add_view(view("second_post"), route_name="second", request_method="POST", require_csrf=False)
    config.add_view(view("third_param"), route_name="third", request_param="p")
    config.add_view(view("third_xhr"), route_name="third", request_method="GET", xhr=True)
    config.add_view(view("literal_html"), route_name="literal", accept="text/html")
    config.add_view(view("of_cards"), route_name="contexts", context=Card)
    config.add_view(view("of_boards"), route_name="contexts", context=Board, request_method="GET")
    config.add_view(view("walk_card"), route_name="walk", context=Card)
    config.add_view(view("walk_edit"), route_name="walk", context=Board, name="edit")
    config.add_view(view("global_card"), context=Card)
    config.add_view(view("global_named"), name="named", context=Board)
    config.add_notfound_view(missing)
    return config.make_wsgi_app()


PATHS = [
    "/a/7",
    "/a/x",
    "/a/b",
    "/contexts",
    "/walk/card",
    "/walk/edit",
    "/walk/none",
    "/card",
    "/named",
    "/no",
    "/",
    "/a/" + 9000 * "7",
    "/a/%00",
    "/a/%ff",
]
QUERIES = ["", "first=1", "p=1", "card=1", "refuse=1"]
METHODS = ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"]
ACCEPTS = ["", "application/json", "text/html", "image/png"]


def predicted(found: Explanation) -> tuple[int, str]:
    """Return the status and the name of the view that an explanation leads to expect."""
    if found.view is not None:
        return 200, found.view.original.__qualname__
    views = [row.view.original.__qualname__ for row in found.for_error if row.verdict == "taken"]
    assert found.status is not None
    return found.status, "missing" if "missing" in views else ""


@pytest.mark.parametrize("path", PATHS)
def test_an_explanation_agrees_with_the_answer(path: str) -> None:
    """For every method, query and Accept, and without a view being called."""
    calls: Calls = []
    app = application(calls)
    for query, method, accept in itertools.product(QUERIES, METHODS, ACCEPTS):
        headers = {"Accept": accept} if accept else {}
        request = Request.blank(f"{path}?{query}", method=method, headers=headers)

        expected = predicted(app.explain(request.environ.copy()))

        assert [] == calls
        response = request.get_response(app)
        told = (response.status_int, calls[-1] if calls else "")
        assert told == expected, (method, path, query, accept)
        calls.clear()


def test_no_path_is_the_root_s() -> None:
    """A server may leave ``PATH_INFO`` out (PEP 3333)."""
    config = Configurator()
    config.add_route("root", "/")
    config.add_view(lambda request: Response("root"), route_name="root")
    environ = Request.blank("/").environ
    del environ["PATH_INFO"]

    assert config.make_wsgi_app().explain(environ).view is not None


def test_a_host_that_is_not_allowed_is_explained() -> None:
    """The reason is the one that is logged."""
    found = application([]).explain(Request.blank("/a/7", headers={"Host": "evil.example"}).environ)

    assert 400 == found.status
    assert "evil.example" in found.outcome


def test_routes_are_told_in_the_order_they_are_tried() -> None:
    """With the values that each would have given, and the predicate that refused."""
    found = application([]).explain(Request.blank("/a/7").environ)

    assert [
        ("first", {"x": "7"}, "refused", "request_param first"),
        ("second", {"x": 7}, "taken", ""),
        ("third", {"x": "7"}, "not asked", "an earlier route answers"),
    ] == [(row.route.name, row.values, row.verdict, row.reason) for row in found.routes]


def test_a_predicate_that_raises_is_told() -> None:
    """As the failure that the request would be."""

    class Faulty:
        def __init__(self, value: Any, info: Any) -> None:
            pass

        def text(self) -> str:
            return "faulty"

        phash = text

        def __call__(self, context: Any, request: Any) -> bool:
            raise RuntimeError("no")

    config = Configurator()
    config.add_view_predicate("faulty", Faulty)
    config.add_route("a", "/a")
    config.add_view(lambda request: Response("a"), route_name="a", faulty=1)

    found = config.make_wsgi_app().explain(Request.blank("/a").environ)

    assert (500, 'the predicate "faulty" raised RuntimeError: no') == (found.status, found.outcome)
    assert ["taken"] == [row.verdict for row in found.routes]
