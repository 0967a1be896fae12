"""What addons and applications give a request: methods, properties, and their taking away."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import webob

from corefw.config import ConfigurationError, Configurator
from corefw.hooks import Configure
from corefw.request import Request, apply_request_extensions
from corefw.response import Response
from tests.wsgi import ask


def greet(request: Any, name: str = "you") -> str:
    """Greet."""
    return f"hello {name} at {request.path}"


class Greeter:
    """Something whose methods are given to requests."""

    def __init__(self) -> None:
        self.calls = 0

    def greet(self, request: Any, name: str = "you") -> str:
        self.calls += 1
        return f"{request.path} {name} {self.calls}"

    __call__ = greet


def said_by(view: Any, *declarations: tuple[Any, dict[str, Any]]) -> str:
    """Return what a view says whose request was given the declarations."""
    config = Configurator()
    for function, options in declarations:
        config.add_request_method(function, **options)
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="string")
    return ask(config.make_wsgi_app(), "/it").text


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (greet, "hello ann at /it"),
        (lambda request, name: f"lambda {name} {request.path}", "lambda ann /it"),
        (Greeter().greet, "/it ann 1"),
        (Greeter(), "/it ann 1"),
        (functools.partial(greet), "hello ann at /it"),
        ("tests.web.pipeline.test_extensions.greet", "hello ann at /it"),
    ],
)
def test_a_method_gets_the_request_first(function: Any, expected: str) -> None:
    """Whatever is callable: functions, bound methods of an addon, instances, partials, dotted names."""
    assert expected == said_by(lambda request: request.hail("ann"), (function, {"name": "hail"}))


@pytest.mark.parametrize(
    "function", [lambda request: request.path, Greeter().greet, functools.partial(greet)]
)
@pytest.mark.parametrize("kind", ["property", "reify"])
def test_a_property_is_computed_from_the_request(function: Any, kind: str) -> None:
    """Each time, or once a request."""
    text = said_by(
        lambda request: f"{request.it} {request.it is request.it}", (function, {"name": "it", kind: True})
    )

    assert "/it" in text
    if kind == "reify":
        assert text.endswith(" True")


def test_a_reified_property_is_computed_once_a_request() -> None:
    """The next request computes it anew, and a value may be assigned."""
    made: list[int] = []

    def view(request: Any) -> str:
        first, second = request.number, request.number
        request.number = 70
        return f"{first} {second} {request.number}"

    def number(request: Any) -> int:
        made.append(1)
        return len(made)

    config = Configurator()
    config.add_request_method(number, "number", reify=True)
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="string")
    app = config.make_wsgi_app()

    assert ["1 1 70", "2 2 70"] == [ask(app, "/it").text for _ in range(2)]


def test_a_name_is_the_functions_own_unless_another_is_given() -> None:
    """Without either it is refused."""
    assert "hello you at /it" == said_by(lambda request: request.greet(), (greet, {}))
    for wrong in (
        {"callable": functools.partial(greet)},
        {"callable": lambda request: 1},
        {"name": "not a name"},
    ):
        with pytest.raises(ConfigurationError, match="CFW-508"):
            Configurator().add_request_method(**wrong)


def test_an_extension_may_be_taken_away() -> None:
    """With None in its place, from above the declaration."""

    def inner(config: Any) -> None:
        config.add_request_method(greet, "hail")

    config = Configurator()
    config.include(inner)
    config.add_request_method(None, "hail")
    config.add_route("it", "/it")
    config.add_view(lambda request: str(hasattr(request, "hail")), route_name="it", renderer="string")

    assert "False" == ask(config.make_wsgi_app(), "/it").text


def test_one_request_can_be_given_another_value_of_a_property() -> None:
    """As Pyramid's can, in a test of a view, say; other requests compute theirs."""
    config = Configurator()
    config.add_request_method(lambda request: "nobody", "user", property=True)
    app = config.make_wsgi_app()
    first, second = app.make_request("/"), app.make_request("/")

    first.user = "ann"

    assert ("ann", "nobody") == (first.user, second.user)


def test_extensions_are_on_one_class_per_application() -> None:
    """Two applications share nothing, and a request costs no class of its own."""
    first, second = Configurator(), Configurator()
    first.add_request_method(greet)
    apps = [config.make_wsgi_app() for config in (first, second)]

    assert [True, False] == [hasattr(app.make_request(), "greet") for app in apps]
    assert type(apps[0].make_request()) is type(apps[0].make_request())
    assert not hasattr(Request, "greet")


class Counted(Request):
    """A request class of an application."""

    made = 0


@pytest.mark.parametrize(
    "factory", [webob.Request, webob.BaseRequest, lambda environ: webob.Request(environ)]
)
def test_requests_may_be_of_a_class_of_webobs(factory: Any) -> None:
    """What the pipeline asks of a request is added to it."""
    config = Configurator(request_factory=factory)
    config.add_route("it", "/it")
    config.add_view(lambda request: type(request).__name__, route_name="it", renderer="string")
    app = config.make_wsgi_app()

    assert ask(app, "/it").said in ((200, "Request"), (200, "BaseRequest"))
    assert 404 == ask(app, "/nosuch").status


@pytest.mark.parametrize("factory", [Counted, lambda environ: Counted(environ)])
def test_requests_may_be_of_another_class(factory: Any) -> None:
    """A class, or a callable that makes requests; both get the extensions."""
    config = Configurator(request_factory=factory)
    config.add_request_method(greet)
    config.add_route("it", "/it")
    config.add_view(
        lambda request: (
            f"{isinstance(request, Counted)} {request.greet()} {request.registry is config.registry}"
        ),
        route_name="it",
        renderer="string",
    )

    assert "True hello you at /it True" == ask(config.make_wsgi_app(), "/it").text


def test_a_response_factory_makes_the_response_of_a_renderer() -> None:
    """It is always called, and what was set on ``request.response`` is kept."""
    config = Configurator(response_factory=lambda request: Response(headers={"X-Path": request.path}))

    def view(request: Any) -> dict[str, int]:
        request.response.status_int = 202
        return {"a": 1}

    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="json")
    answer = ask(config.make_wsgi_app(), "/it")

    assert (202, '{"a":1}', "/it") == (answer.status, answer.text, answer.headers["X-Path"])


def test_hooks_are_within_reach_of_a_request() -> None:
    """``request.hooks`` calls the hooks of this application."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(
        lambda request: repr(request.hooks.configure(Configure(config, None))),
        route_name="it",
        renderer="string",
    )

    assert "[]" == ask(config.make_wsgi_app(), "/it").text


def test_a_request_that_goes_from_one_application_to_another_takes_nothing_along() -> None:
    """The extensions of the first are gone, and no class grows on the other."""
    first, second = Configurator(), Configurator()
    first.add_request_method(greet, "hail")
    apps = [config.make_wsgi_app() for config in (first, second)]
    request = apps[0].make_request()
    kinds = [type(apps[n % 2].adopt(request)) for n in range(1, 7)]

    assert (2, False) == (len({*kinds}), hasattr(apps[1].adopt(request), "hail"))
    assert hasattr(apps[0].adopt(request), "hail")


def test_a_request_made_by_a_script_gets_the_extensions() -> None:
    """It needs to know its registry; before the application is built as well as after."""
    config = Configurator()
    config.add_request_method(lambda request: "added", "added", property=True)
    config.commit()
    early = Request.blank("/")
    early.registry = config.registry
    apply_request_extensions(early)
    app = config.make_wsgi_app()
    late, foreign = app.make_request("/"), webob.Request.blank("/")
    apply_request_extensions(late)
    foreign.registry = app.registry
    apply_request_extensions(foreign)

    assert ["added", "added", "added"] == [early.added, late.added, foreign.added]
    assert app is late.application


def test_a_single_request_may_get_a_property() -> None:
    """As Pyramid documents ``set_property``; others of its class do not get it."""
    app = Configurator().make_wsgi_app()
    request, other = app.make_request("/"), app.make_request("/")
    counted: list[int] = []

    def count(request: Any) -> int:
        counted.append(1)
        return len(counted)

    request.set_property(count)
    request.set_property(count, "once", reify=True)
    request.set_property(property(lambda request: request.path), "where")

    assert [1, 2, 3, 3, "/"] == [request.count, request.count, request.once, request.once, request.where]
    assert not hasattr(other, "count")
    assert app is request.application
    assert isinstance(request, type(other))


@pytest.mark.parametrize(
    ("callable_", "keywords"),
    [
        (property(len), {}),
        (property(len), {"name": "x", "reify": True}),
        (functools.partial(len), {}),
    ],
)
def test_a_property_that_cannot_be_set_is_refused(callable_: Any, keywords: dict[str, Any]) -> None:
    """The error says what a property needs."""
    with pytest.raises(ValueError, match="a property needs a name, and cannot be reified"):
        Request.blank("/").set_property(callable_, **keywords)


def test_a_reified_property_goes_before_what_the_request_had() -> None:
    """Also before what every request of an application has of its own."""
    request = Configurator().make_wsgi_app().make_request("/")
    request.override_renderer = "json"
    request.set_property(lambda request: "string", "override_renderer", reify=True)

    assert "string" == request.override_renderer


def test_a_single_request_may_get_a_response_of_its_own() -> None:
    """Which a renderer fills."""

    def view(request: Any) -> str:
        request.set_property(lambda request: Response(status=418), "response", reify=True)
        return "filled"

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="string")

    assert (418, "filled") == ask(config.make_wsgi_app(), "/it").said


def test_the_response_of_an_application_is_that_of_a_request_that_comes_from_another() -> None:
    """Also of a request that the other made for itself."""
    inner, outer = Configurator(), Configurator()
    inner.add_request_method(lambda request: Response(status=418), "response", reify=True)
    inner.add_route("it", "/it")
    inner.add_view(lambda request: "filled", route_name="it", renderer="string")
    answers = inner.make_wsgi_app()
    outer.add_route("it", "/it")
    outer.add_view(lambda request: answers.invoke_subrequest(request), route_name="it")

    assert (418, "filled") == ask(outer.make_wsgi_app(), "/it").said
