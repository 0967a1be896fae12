"""What the arguments of views mean, and which view answers for which resource."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from zope.interface import Interface, implementer

from tests.pyramid_alike.frameworks import Framework

pytestmark = pytest.mark.filterwarnings("ignore")


class Resource(dict[str, Any]):
    """A resource of a tree."""

    __name__: str | None = None
    __parent__: Any = None


class Board(Resource):
    """A kind of it."""


class ICard(Interface):
    """Another kind, by interface."""


@implementer(ICard)
class Card(Resource):
    """What provides that."""


def tree(request: Any) -> Resource:
    """Return ``/``, ``/a`` (a board) and ``/a/b`` (a card)."""
    root, board, card = Resource(), Board(), Card()
    root["a"], board["b"] = board, card
    board.__name__, board.__parent__ = "a", root
    card.__name__, card.__parent__ = "b", board
    return root


def test_the_nearest_context_decides(framework: Framework) -> None:
    """A class goes before its bases; an interface counts as one."""
    config = framework.configurator(root_factory=tree)
    config.add_view(framework.says("resource"), context=Resource)
    config.add_view(framework.says("board"), context=Board)
    config.add_view(framework.says("card"), context=ICard)
    config.add_view(framework.says("n"), name="n")
    config.add_view(framework.says("n of a board"), name="n", context=Board)

    asked = ["/", "/a", "/a/", "/a/b", "/n", "/a/n", "/a/b/n", "/a/@@n", "/nothing", "/a/n/x/y"]
    expected = ["resource", "board", "board", "card", "n", "n of a board", "n", "n of a board", "404"]
    assert [*expected, "n of a board"] == framework.texts(config, *asked)


def test_predicates_of_the_place_in_the_tree(framework: Framework) -> None:
    """``containment`` looks at the whole lineage, ``physical_path`` at the path, as text or tuple."""
    config = framework.configurator(root_factory=tree)
    config.add_view(framework.says("in"), name="in", containment=Board)
    config.add_view(framework.says("path"), name="path", physical_path="/a/b")
    config.add_view(framework.says("tuple"), name="tuple", physical_path=("", "a"))

    asked = ["/in", "/a/in", "/a/b/in", "/a/b/path", "/a/path", "/a/tuple"]
    assert ["404", "in", "in", "path", "404", "tuple"] == framework.texts(config, *asked)


def test_use_global_views(framework: Framework) -> None:
    """A route that says so falls back to views of no route; its own go first."""
    config = framework.configurator(root_factory=tree)
    config.add_route("global", "/global", use_global_views=True)
    config.add_route("own", "/own")
    config.add_view(framework.says("of the context"), context=Resource)
    config.add_view(framework.says("of the route"), route_name="own")

    asked = ["/global", "/own", "/"]
    assert ["of the context", "of the route", "of the context"] == framework.texts(config, *asked)


def test_decorators_and_wrapper(framework: Framework) -> None:
    """The first decorator is the outermost, the wrapper is a view and goes around them all."""

    class View:
        def __init__(self, request: Any) -> None:
            self.request = request

        def show(self) -> Any:
            return framework.response.Response(f"show of {type(self.request.__view__).__name__}")

    def around(name: str) -> Any:
        def decorate(view: Any) -> Any:
            def decorated(context: Any, request: Any) -> Any:
                response = view(context, request)
                response.text = f"{name}({response.text})"
                return response

            return decorated

        return decorate

    def outer(context: Any, request: Any) -> Any:
        body = request.wrapped_body.decode()
        assert body == request.wrapped_response.text
        return framework.response.Response(f"<{body}>")

    config = framework.configurator()
    config.add_route("it", "/it")
    config.add_view(outer, name="outer")
    config.add_view(View, attr="show", route_name="it", decorator=(around("a"), around("b")), wrapper="outer")

    assert ["<a(b(show of View))>"] == framework.texts(config, "/it")


@pytest.mark.parametrize(
    ("value", "cache_control"),
    [
        (0, "max-age=0, must-revalidate, no-cache, no-store"),
        (3600, "max-age=3600"),
        (timedelta(hours=1), "max-age=3600"),
        ((60, {"public": True}), "max-age=60, public"),
        ((None, {"private": True}), "private"),
    ],
)
def test_http_cache(framework: Framework, value: Any, cache_control: str) -> None:
    """Seconds, a timedelta, or one of these (or None) with options; Expires is sent with an age."""
    config = framework.configurator()
    config.add_view(framework.says("x"), http_cache=value)

    headers = framework.ask(config.make_wsgi_app(), "/").headers
    assert cache_control == headers["Cache-Control"]
    assert ("Expires" in headers) is ("max-age" in cache_control)


def test_a_response_may_keep_http_cache_away(framework: Framework) -> None:
    """With ``prevent_auto``."""

    def view(request: Any) -> Any:
        request.response.cache_control.prevent_auto = True
        return request.response

    config = framework.configurator()
    config.add_view(view, http_cache=10)

    assert "Cache-Control" not in framework.ask(config.make_wsgi_app(), "/").headers


def test_shapes_of_views(framework: Framework) -> None:
    """Functions of the request or of context and request, instances, classes and bound methods."""

    class Called:
        def __call__(self, request: Any) -> Any:
            return framework.response.Response("instance")

    class Made:
        def __init__(self, context: Any, request: Any) -> None: ...

        def __call__(self) -> Any:
            return framework.response.Response("class")

        def method(self, context: Any, request: Any) -> Any:
            return framework.response.Response("method")

    config = framework.configurator()
    config.add_view(Called())
    config.add_view(Made, name="class")
    config.add_view(Made(None, None).method, name="method")
    config.add_view(lambda request, more=1: framework.response.Response("more"), name="more")

    asked = ["/", "/class", "/method", "/more"]
    assert ["instance", "class", "method", "more"] == framework.texts(config, *asked)


def test_a_view_mapper_decides_how_a_view_is_called(framework: Framework) -> None:
    """By ``mapper=`` or by ``__view_mapper__`` of the view."""

    class Mapper:
        def __init__(self, **options: Any) -> None: ...

        def __call__(self, view: Any) -> Any:
            return lambda context, request: view(**request.matchdict)

    def view(a: str) -> Any:
        return framework.response.Response(f"a = {a}")

    def other(a: str) -> Any:
        return framework.response.Response(f"other {a}")

    other.__view_mapper__ = Mapper  # type: ignore[attr-defined]
    config = framework.configurator()
    config.add_route("it", "/it/{a}")
    config.add_view(view, route_name="it", mapper=Mapper)
    config.add_view(other, route_name="it", request_param="z")

    assert ["a = 1", "other 2"] == framework.texts(config, "/it/1", "/it/2?z")


def test_exception_views(framework: Framework) -> None:
    """The nearest class of the exception decides, then the route; the request knows the exception."""

    class Wrong(Exception):
        pass

    class VeryWrong(Wrong):
        pass

    def raising(context: Any, request: Any) -> Any:
        raise VeryWrong("x")

    def telling(name: str) -> Any:
        def view(exc: Any, request: Any) -> Any:
            assert request.exception is exc is request.exc_info[1]
            return framework.response.Response(name)

        return view

    config = framework.configurator()
    for route in ("r", "s"):
        config.add_route(route, f"/{route}")
        config.add_view(raising, route_name=route)
    config.add_exception_view(telling("any exception"))
    config.add_exception_view(telling("wrong"), context=Wrong)
    config.add_view(telling("wrong, of the route"), context=Wrong, route_name="s")

    assert ["wrong", "wrong, of the route"] == framework.texts(config, "/r", "/s")


@pytest.mark.parametrize(("only", "expected"), [(False, ["view", "view"]), (True, ["view", "404"])])
def test_exception_only(framework: Framework, only: bool, expected: list[str]) -> None:
    """A view for a class of exceptions serves resources of that class as well, unless it says so."""

    class Wrong(Exception):
        pass

    def raising(context: Any, request: Any) -> Any:
        raise Wrong

    config = framework.configurator(root_factory=lambda request: Wrong())
    config.add_route("r", "/r")
    config.add_view(raising, route_name="r")
    config.add_view(framework.says("view"), context=Wrong, exception_only=only)

    assert expected == framework.texts(config, "/r", "/")


def test_append_slash(framework: Framework) -> None:
    """A path that a route matches with a slash is redirected, with its query and by the class given."""
    moved = framework.httpexceptions.HTTPMovedPermanently
    found = []
    for append_slash in (True, moved):
        config = framework.configurator()
        config.add_route("a", "/a/")
        config.add_view(framework.says("a"), route_name="a")
        config.add_notfound_view(append_slash=append_slash)
        response = framework.ask(config.make_wsgi_app(), "/a?x=1&y=%20")
        found.append((response.status_int, response.location))

    location = "http://localhost/a/?x=1&y=%20"
    assert [(307, location), (301, location)] == found


@pytest.mark.parametrize(
    ("directive", "argument"),
    [
        ("add_notfound_view", "name"),
        ("add_notfound_view", "permission"),
        ("add_notfound_view", "context"),
        ("add_notfound_view", "require_csrf"),
        ("add_forbidden_view", "context"),
        ("add_forbidden_view", "exception_only"),
        ("add_exception_view", "name"),
        ("add_exception_view", "permission"),
        ("add_exception_view", "require_csrf"),
    ],
)
def test_what_views_of_exceptions_refuse(framework: Framework, directive: str, argument: str) -> None:
    """What the directive decides itself."""
    config = framework.configurator()

    with pytest.raises(framework.exceptions.ConfigurationError):
        getattr(config, directive)(framework.says("x"), **{argument: "x"})
