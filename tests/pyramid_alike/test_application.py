"""Routes, conflicts and the way of a request, as Pyramid documents them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.pyramid_alike.frameworks import Framework

pytestmark = pytest.mark.filterwarnings("ignore")


def a_tween(handler: Any, registry: Any) -> Any:
    """Pass on, and write down that it did."""

    def tween(request: Any) -> Any:
        request.environ.setdefault("seen", []).append("a")
        return handler(request)

    return tween


def b_tween(handler: Any, registry: Any) -> Any:
    """Do so too."""

    def tween(request: Any) -> Any:
        request.environ.setdefault("seen", []).append("b")
        return handler(request)

    return tween


@pytest.mark.parametrize(
    ("pattern", "options", "expected"),
    [
        ("", {}, "/pre/"),
        ("", {"inherit_slash": True}, "/pre"),
        ("/", {}, "/pre/"),
        ("x", {}, "/pre/x"),
        ("/x/", {}, "/pre/x/"),
    ],
)
def test_route_prefix(framework: Framework, pattern: str, options: dict[str, Any], expected: str) -> None:
    """A prefix and a pattern meet in one slash; prefixes nest."""

    def inner(config: Any) -> None:
        config.add_route("inner", "/deep")

    def outer(config: Any) -> None:
        config.add_route("outer", pattern, **options)
        with config.route_prefix_context("/context/"):
            config.add_route("context", "in")
        config.include(inner, route_prefix="/nested/")

    config = framework.configurator()
    config.include(outer, route_prefix="/pre/")
    request = framework.request.Request.blank("/")
    config.make_wsgi_app()
    request.registry = config.registry

    paths = [request.route_path(name) for name in ("outer", "context", "inner")]
    assert [expected, "/pre/context/in", "/pre/nested/deep"] == paths


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"_query": [("a", "1"), ("a", "2")], "_anchor": "ä b"}, "http://localhost/it?a=1&a=2#%C3%A4%20b"),
        ({"_query": {"a": None, "b": ""}}, "http://localhost/it?a=&b="),
        ({"_query": "raw q"}, "http://localhost/it?raw%20q"),
        ({"_scheme": "https"}, "https://localhost/it"),
        ({"_scheme": "https", "_port": "8443"}, "https://localhost:8443/it"),
        ({"_host": "h:81"}, "http://h:81/it"),
        ({"_app_url": "http://other/app"}, "http://other/app/it"),
    ],
)
def test_keywords_of_route_url(framework: Framework, keywords: dict[str, Any], expected: str) -> None:
    """They replace a part of the address each."""
    config = framework.configurator()
    config.add_route("it", "/it")
    config.make_wsgi_app()
    request = framework.request.Request.blank("/")
    request.registry = config.registry

    assert expected == request.route_url("it", **keywords)


def test_a_pregenerator_changes_what_a_url_is_made_of(framework: Framework) -> None:
    """It returns the elements and the keywords."""

    def pregenerator(request: Any, elements: Any, kw: Any) -> Any:
        return (*elements, "last"), {**kw, "lang": "de", "_query": {"q": 1}}

    config = framework.configurator()
    config.add_route("it", "/{lang}/it", pregenerator=pregenerator)
    config.make_wsgi_app()
    request = framework.request.Request.blank("/")
    request.registry = config.registry

    assert "/de/it/first/last?q=1" == request.route_path("it", "first")


TWICE: dict[str, tuple[bool, Callable[[Any], Any]]] = {
    "add_renderer": (True, lambda config: config.add_renderer(".x", lambda info: None)),
    "add_request_method": (True, lambda config: config.add_request_method(lambda request: 1, "one")),
    "add_resource_url_adapter": (True, lambda config: config.add_resource_url_adapter(lambda a, b: None)),
    "add_response_adapter": (True, lambda config: config.add_response_adapter(lambda text: text, str)),
    "add_route": (True, lambda config: config.add_route("it", "/it")),
    "add_traverser": (True, lambda config: config.add_traverser(lambda root: None)),
    "add_view": (True, lambda config: config.add_view(lambda request: None, name="it")),
    "add_static_view": (True, lambda config: config.add_static_view("static", "wsgiref:")),
    "add_notfound_view": (True, lambda config: config.add_notfound_view(lambda request: None)),
    "add_forbidden_view": (True, lambda config: config.add_forbidden_view(lambda request: None)),
    "add_exception_view": (True, lambda config: config.add_exception_view(lambda request: None)),
    "add_tween": (True, lambda config: config.add_tween(f"{__name__}.a_tween")),
    "add_view_predicate": (True, lambda config: config.add_view_predicate("mine", object)),
    "add_view_deriver": (True, lambda config: config.add_view_deriver(lambda a, b: a, name="mine")),
    "set_root_factory": (True, lambda config: config.set_root_factory(lambda request: None)),
    "set_locale_negotiator": (True, lambda config: config.set_locale_negotiator(lambda request: "en")),
    "set_default_permission": (True, lambda config: config.set_default_permission("read")),
    "set_view_mapper": (True, lambda config: config.set_view_mapper(lambda **kw: None)),
    "set_default_csrf_options": (True, lambda config: config.set_default_csrf_options()),
    "set_execution_policy": (True, lambda config: config.set_execution_policy(lambda a, b: None)),
    "add_accept_view_order": (True, lambda config: config.add_accept_view_order("a/b")),
    "add_subscriber": (False, lambda config: config.add_subscriber(lambda event: None, str)),
    "add_permission": (False, lambda config: config.add_permission("write")),
    "add_settings": (False, lambda config: config.add_settings({"mine": "1"})),
    "add_translation_dirs": (False, lambda config: config.add_translation_dirs("json:")),
}


@pytest.mark.parametrize("directive", TWICE)
def test_what_conflicts_with_itself(framework: Framework, directive: str) -> None:
    """A directive that decides one thing conflicts; one that adds to a list does not."""
    conflicts, declare = TWICE[directive]
    config = framework.configurator(session_factory=lambda request: {})
    declare(config)
    declare(config)

    if conflicts:
        with pytest.raises(framework.exceptions.ConfigurationConflictError):
            config.commit()
    else:
        config.commit()


def test_actions_are_called_by_their_order(framework: Framework) -> None:
    """Of one order, as they were declared; None as discriminator never conflicts."""
    done: list[Any] = []
    config = framework.configurator()
    for order in (30, -30, 0, -10, 10):
        config.action(("x", order), lambda order=order: done.append(order), order=order)
    for name in ("first", "second"):
        config.action(None, lambda name=name: done.append(name))

    config.commit()
    assert [-30, -10, 0, "first", "second", 10, 30] == done


def test_a_package_of_its_own_for_relative_names(framework: Framework) -> None:
    """By ``with_package``."""
    config = framework.configurator().with_package("wsgiref")

    assert ("wsgiref", "wsgiref:a/b") == (config.package.__name__, config.absolute_asset_spec("a/b"))


def test_the_order_of_tweens_and_derivers(framework: Framework) -> None:
    """The later of two is outside; a tween may be put just around the views."""
    config = framework.configurator()
    config.add_tween(f"{__name__}.a_tween")
    config.add_tween(
        f"{__name__}.b_tween",
        under=("there.is.none", framework.tweens.EXCVIEW),
        over=framework.tweens.MAIN,
    )
    for name in ("first", "second"):

        def deriver(view: Any, info: Any, name: str = name) -> Any:
            def derived(context: Any, request: Any) -> Any:
                request.environ["seen"].append(name)
                return view(context, request)

            return derived

        config.add_view_deriver(deriver, name=name)
    config.add_view(lambda request: framework.response.Response(" ".join(request.environ["seen"])))

    assert ["a b second first"] == framework.texts(config, "/")


def test_events_and_callbacks(framework: Framework) -> None:
    """In the order that is documented."""
    seen: list[str] = []
    config = framework.configurator()
    for name in ("NewResponse", "ContextFound", "BeforeTraversal", "NewRequest"):
        config.add_subscriber(lambda event, name=name: seen.append(name), getattr(framework.events, name))

    def view(request: Any) -> Any:
        seen.append("view")
        for name in ("1", "2"):
            request.add_response_callback(
                lambda request, response, name=name: seen.append(f"response {name}")
            )
            request.add_finished_callback(lambda request, name=name: seen.append(f"finished {name}"))
        return framework.response.Response("x")

    config.add_view(view)
    framework.texts(config, "/")

    events = ["NewRequest", "BeforeTraversal", "ContextFound", "view"]
    callbacks = ["response 1", "response 2", "NewResponse", "finished 1", "finished 2"]
    assert [*events, *callbacks] == seen


def test_subrequests(framework: Framework) -> None:
    """Without tweens an exception is the caller's; with them it is answered."""

    def outer(request: Any) -> Any:
        blank = type(request).blank
        with pytest.raises(framework.httpexceptions.HTTPNotFound):
            request.invoke_subrequest(blank("/nothing"))
        answered = request.invoke_subrequest(blank("/nothing"), use_tweens=True)
        inner = request.invoke_subrequest(blank("/inner"))
        return framework.response.Response(f"{inner.text} {answered.status_int}")

    config = framework.configurator()
    config.add_view(outer)
    config.add_view(framework.says("inner"), name="inner")

    assert ["inner 404"] == framework.texts(config, "/")


def test_invoke_exception_view(framework: Framework) -> None:
    """It answers for the exception that is being handled, or says that no view does."""

    def view(request: Any) -> Any:
        try:
            raise KeyError("x")
        except KeyError:
            text = request.invoke_exception_view().text
        try:
            raise ValueError("x")
        except ValueError:
            with pytest.raises(framework.httpexceptions.HTTPNotFound):
                request.invoke_exception_view()
            with pytest.raises(ValueError, match="x"):
                request.invoke_exception_view(reraise=True)
        return framework.response.Response(f"{text} {request.exception}")

    config = framework.configurator()
    config.add_view(view)
    config.add_exception_view(framework.says("for keys"), context=KeyError)

    assert ["for keys 'x'"] == framework.texts(config, "/")


def test_an_execution_policy_wraps_the_whole(framework: Framework) -> None:
    """It makes the request, and says what becomes of exceptions."""

    def policy(environ: Any, router: Any) -> Any:
        with router.request_context(environ) as request:
            request.marked = "marked"
            try:
                return router.invoke_request(request)
            except Exception:
                return request.invoke_exception_view(reraise=True)

    config = framework.configurator()
    config.set_execution_policy(policy)
    config.add_view(lambda request: framework.response.Response(request.marked))

    assert ["marked", "404"] == framework.texts(config, "/", "/nothing")


def test_renderer_globals(framework: Framework) -> None:
    """`BeforeRender` is the dictionary that templates get, with what the view returned beside it."""
    seen: list[Any] = []
    config = framework.configurator()
    config.add_subscriber(
        lambda event: seen.append((set(event), event.rendering_val)), framework.events.BeforeRender
    )
    config.add_view(lambda request: {"a": 1}, renderer="json")
    framework.texts(config, "/")

    (names, value) = seen[0]
    documented = {"view", "renderer_name", "renderer_info", "context", "request", "req", "get_csrf_token"}
    assert documented <= names
    assert {"a": 1} == value


def test_subscribers_of_several_objects(framework: Framework) -> None:
    """A class hears of its subclasses; a list of classes is for that many objects together."""
    heard: list[str] = []

    class Event: ...

    class Special(Event): ...

    config = framework.configurator()
    config.add_subscriber(lambda event: heard.append("event"), Event)
    config.add_subscriber(lambda event, text: heard.append(f"with {text}"), [Event, str])
    config.commit()

    config.registry.notify(Special())
    config.registry.notify(Event(), "text")
    assert ["event", "with text"] == heard
