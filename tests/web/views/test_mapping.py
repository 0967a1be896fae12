"""The shapes of a view: functions, classes, methods and instances, with and without context."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.request import Request
from corefw.response import Response
from tests.wsgi import ask


def of_request(request: Request) -> Response:
    return Response(f"request {request.path}")


def of_both(context: Any, request: Request) -> Response:
    return Response(f"{context} {request.path}")


def with_default(request: Request, more: str = "more") -> Response:
    return Response(f"{more} {request.path}")


def of_any(*args: Any) -> Response:
    return Response(f"{args[0]} {args[1].path}")


def of_request_and_any(request: Request, *args: Any, **kw: Any) -> Response:
    return Response(f"{request.path} {args} {kw}")


def only_keywords(request: Request, *, more: str = "more") -> Response:
    return Response(f"{more} {request.path}")


def other_name(asked: Request) -> Response:
    return Response(f"asked {asked.path}")


class OfRequest:
    def __init__(self, request: Request) -> None:
        self.request = request

    def __call__(self) -> Response:
        return Response(f"class {self.request.path}")

    def method(self) -> Response:
        return Response(f"method {self.request.path}")


class OfBoth:
    def __init__(self, context: Any, request: Request) -> None:
        self.context, self.request = context, request

    def __call__(self) -> Response:
        return Response(f"class {self.context} {self.request.path}")


class Inherits(OfBoth):
    pass


class Instance:
    def __call__(self, request: Request) -> Response:
        return Response(f"instance {request.path}")

    def method(self, context: Any, request: Request) -> Response:
        return Response(f"method {context} {request.path}")

    @classmethod
    def of_class(cls, request: Request) -> Response:
        return Response(f"{cls.__name__} {request.path}")

    @staticmethod
    def static(context: Any, request: Request) -> Response:
        return Response(f"static {context} {request.path}")


class AnyAttribute:
    def __init__(self, request: Request) -> None:
        self.request = request

    def __getattr__(self, name: str) -> Callable[[], Response]:
        return lambda: Response(name)


@pytest.mark.parametrize(
    ("view", "options", "text"),
    [
        (of_request, {}, "request /it"),
        (of_both, {}, "tree /it"),
        (with_default, {}, "more /it"),
        (of_any, {}, "tree /it"),
        (of_request_and_any, {}, "/it () {}"),
        (only_keywords, {}, "more /it"),
        (other_name, {}, "asked /it"),
        (functools.partial(with_default, more="part"), {}, "part /it"),
        (lambda context, request: Response(context), {}, "tree"),
        (OfRequest, {}, "class /it"),
        (OfRequest, {"attr": "method"}, "method /it"),
        (OfBoth, {}, "class tree /it"),
        (Inherits, {}, "class tree /it"),
        (Instance(), {}, "instance /it"),
        (Instance(), {"attr": "method"}, "method tree /it"),
        (Instance().method, {}, "method tree /it"),
        (Instance.of_class, {}, "Instance /it"),
        (Instance.static, {}, "static tree /it"),
        (AnyAttribute, {"attr": "whatever"}, "whatever"),
        ("tests.web.views.shapes.by_name", {}, "by name"),
        ("tests.web.views.shapes:Page", {"attr": "show"}, "page"),
    ],
)
def test_a_view_is_called_as_its_shape_wants(view: Any, options: dict[str, Any], text: str) -> None:
    """Every shape that Pyramid documents works, and dotted names of them."""
    config = Configurator()
    config.add_route("it", "/it", factory=lambda request: "tree")
    config.add_view(view, route_name="it", **options)

    assert (200, text) == ask(config.make_wsgi_app(), "/it").said


def test_a_view_without_a_factory_has_the_context_of_the_request() -> None:
    """A view that asks for its context never gets None, and gets what ``request.context`` is."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(
        lambda context, request: Response(f"{context is request.context} {context.__parent__}"),
        route_name="it",
    )

    assert "True None" == ask(config.make_wsgi_app(), "/it").text


@pytest.mark.parametrize(
    ("view", "options", "what"),
    [
        (42, {}, "A view must be callable, and 42 is not."),
        (None, {}, "A view needs a callable or a renderer, and has neither."),
        (
            OfRequest,
            {"attr": "metod"},
            'The view class OfRequest has no method "metod". Did you mean "method"?',
        ),
        (
            type("Silent", (), {"show": 1}),
            {},
            'The view class Silent has no method "__call__".',
        ),
        (
            type("Titled", (), {"title": property(str)}),
            {"attr": "title"},
            '"title" of the view class Titled is a property; a view is a method.',
        ),
        (
            of_request,
            {"context": 42},
            "The context of a view must be a class or an interface, and is 42.",
        ),
        (
            of_request,
            {"renderer": 42},
            "The renderer of a view must be a name, such as json, and is 42.",
        ),
        (
            of_request,
            {"context": dict, "exception_only": True},
            "exception_only needs a context that is a class of exceptions.",
        ),
    ],
)
def test_what_is_no_view_is_refused_at_once(view: Any, options: dict[str, Any], what: str) -> None:
    """The error comes from the call that declared it, with its place."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_view(view, **options)

    (problem,) = caught.value.problems
    assert ("CFW-505", what) == (problem.code, problem.what)
    assert ["test_mapping.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]
    assert 1 == len(problem.fixes)


def test_a_method_that_is_misspelt_is_told_with_the_argument_to_write() -> None:
    """The near one of the class, or the line that makes it."""

    class Page:
        def show(self) -> str:
            return ""

    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_view(Page, attr="shw")

    assert ['attr="show"   or  def shw(self): ...   in the class'] == [
        fix.do for fix in caught.value.problems[0].fixes
    ]


def test_a_renderer_alone_is_a_view() -> None:
    """It renders an empty dictionary."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(route_name="it", renderer="json")

    assert (200, "{}") == ask(config.make_wsgi_app(), "/it").said


class Mapper:
    """Calls a view with the values of its route."""

    def __init__(self, **options: Any) -> None:
        self.name = options["route_name"]

    def __call__(self, view: Any) -> Any:
        return lambda context, request: Response(f"{self.name} {view(**request.matchdict)}")


@pytest.mark.parametrize("how", ["option", "attribute", "default", "constructor", "dotted"])
def test_a_mapper_calls_the_view_in_its_own_way(how: str) -> None:
    """By option, by the view's own attribute, or for all views that name none."""

    def view(a: str, b: str) -> str:
        return f"{a}+{b}"

    config = Configurator(default_view_mapper=Mapper if how == "constructor" else None)
    config.add_route("it", "/{a}/{b}")
    options: dict[str, Any] = {}
    if how in ("option", "dotted"):
        options["mapper"] = Mapper if how == "option" else "tests.web.views.shapes.Mapper"
    elif how == "attribute":
        view.__view_mapper__ = Mapper  # type: ignore[attr-defined]
    elif how == "default":
        config.set_view_mapper(Mapper)
    config.add_view(view, route_name="it", **options)

    assert "it 1+2" == ask(config.make_wsgi_app(), "/1/2").text
