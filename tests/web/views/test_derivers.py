"""What stands around a view: permission, CSRF, wrapper, caching, decorators, rendering, custom ones."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from zope.interface import implementer

from corefw.config import ConfigurationError, Configurator
from corefw.exceptions import BadCSRFOrigin
from corefw.httpexceptions import HTTPForbidden, HTTPNotFound
from corefw.interfaces import IResponse
from corefw.renderers import null_renderer
from corefw.response import Response
from corefw.security import NO_PERMISSION_REQUIRED, Allowed, Denied
from tests.wsgi import PLAIN_500, ask


def plain(request: Any) -> Response:
    """Answer with a word."""
    return Response("plain")


class Policy:
    """Lets ann edit, and everybody look."""

    def identity(self, request: Any) -> Any:
        return self.authenticated_userid(request)

    def authenticated_userid(self, request: Any) -> str | None:
        userid: str | None = request.headers.get("X-User")
        return userid

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        assert context is request.context
        good = permission == "look" or request.authenticated_userid == "ann"
        return Allowed("yes") if good else Denied("only ann may")


ANN = {"X-User": "ann"}


def test_a_permission_is_asked_of_the_policy_before_the_view() -> None:
    """Who lacks it gets 403, and the exception knows the policy's answer."""
    said: list[str] = []

    def forbidden(exc: Any, request: Any) -> Any:
        said.append(exc.result.msg)
        return exc

    config = Configurator(security_policy=Policy())
    config.add_route("edit", "/edit")
    config.add_view(plain, route_name="edit", permission="edit")
    config.add_forbidden_view(forbidden)
    app = config.make_wsgi_app()

    assert [403, 200] == [ask(app, "/edit").status, ask(app, "/edit", headers=ANN).status]
    assert ["only ann may"] == said


def test_the_default_permission_is_of_views_that_name_none() -> None:
    """Not of those that say they need none, and not of those that answer exceptions."""
    config = Configurator(security_policy=Policy(), default_permission="edit")
    views: list[tuple[str, dict[str, Any]]] = [
        ("own", {"permission": "look"}),
        ("none", {}),
        ("open", {"permission": NO_PERMISSION_REQUIRED}),
    ]
    for name, options in views:
        config.add_route(name, f"/{name}")
        config.add_view(plain, route_name=name, **options)
    config.add_view(lambda exc, request: Response("login", status=403), context=HTTPForbidden)
    config.add_notfound_view(lambda request: Response("lost", status=404))
    app = config.make_wsgi_app()

    assert [(200, "plain"), (403, "login"), (200, "plain"), (404, "lost")] == [
        ask(app, path).said for path in ("/own", "/none", "/open", "/missing")
    ]


def test_a_permission_without_a_policy_is_refused_when_building() -> None:
    """Else the view would be open to everybody; the text says what to do."""
    config = Configurator()
    config.add_route("edit", "/edit")
    config.add_view(plain, route_name="edit", permission="edit")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-503" == problem.code
    assert (
        problem.what.startswith("The view tests.web.views.test_derivers.plain (") or "plain (" in problem.what
    )
    assert problem.what.endswith('asks for the permission "edit", and there is no security policy.')


CROSS = {"Cookie": "session=x", "Sec-Fetch-Site": "cross-site"}
OWN = {"Cookie": "session=x", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", CROSS, 403),
        ("POST", {**CROSS, "Sec-Fetch-Site": "same-site"}, 403),
        ("DELETE", CROSS, 403),
        ("FOO", CROSS, 403),
        ("GET", CROSS, 200),
        ("HEAD", CROSS, 200),
        ("POST", OWN, 200),
        ("POST", {**OWN, "Sec-Fetch-Site": "none"}, 200),
        ("POST", {"Cookie": "a=b", "Origin": "http://localhost"}, 200),
        ("POST", {"Cookie": "a=b", "Origin": "http://evil.example"}, 403),
        ("POST", {"Cookie": "a=b", "Origin": "https://localhost"}, 403),
        ("POST", {"Cookie": "a=b", "Origin": "http://localhost:81"}, 403),
        ("POST", {"Cookie": "a=b", "Origin": "null"}, 403),
        ("POST", {"Cookie": "a=b", "Origin": "https://friend.example"}, 200),
        ("POST", {"Authorization": "Bearer x"}, 200),
    ],
)
def test_an_unsafe_request_of_another_site_is_refused(
    method: str, headers: dict[str, str], status: int
) -> None:
    """By what the browser says of itself, on http as well, unless the origin is trusted."""
    config = Configurator(settings={"corefw.trusted_origins": ["https://friend.example"]})
    config.add_route("it", "/")
    config.add_view(plain, route_name="it")
    config.add_view(plain, route_name="it", request_param="hook", require_csrf=False)
    app = config.make_wsgi_app()

    assert status == ask(app, "/", method, headers=headers).status
    assert 200 == ask(app, "/", method, headers=headers, query="hook").status


def test_a_view_for_the_refusal_is_not_refused_itself() -> None:
    """However it was declared, a view that answers exceptions is not checked again."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(plain, route_name="it")
    config.add_view(lambda exc, request: Response("other site", status=403), context=BadCSRFOrigin)

    assert (403, "other site") == ask(config.make_wsgi_app(), "/", "POST", headers=CROSS).said


def test_a_permission_is_asked_before_the_origin_of_a_request() -> None:
    """The documented order of derivers: secured_view is outside csrf_view."""
    config = Configurator(security_policy=Policy())
    config.add_route("it", "/")
    config.add_view(plain, route_name="it", permission="edit")
    config.add_forbidden_view(lambda request: Response("forbidden", status=403))

    assert (403, "forbidden") == ask(config.make_wsgi_app(), "/", "POST", headers=CROSS).said


def test_a_wrapper_frames_the_response() -> None:
    """The view it names gets the response, its body and the view; a view of the route comes first."""

    def frame(text: str) -> Any:
        return lambda request: Response(
            f"{text}({request.wrapped_body.decode()}, {request.wrapped_response.status_int})"
        )

    config = Configurator()
    config.add_route("it", "/it")
    config.add_route("own", "/own")
    for name in ("it", "own"):
        config.add_view(plain, route_name=name, wrapper="frame")
    config.add_view(frame("global"), name="frame")
    config.add_view(frame("own"), name="frame", route_name="own")
    app = config.make_wsgi_app()

    assert ["global(plain, 200)", "own(plain, 200)"] == [ask(app, path).text for path in ("/it", "/own")]


def test_a_wrapper_that_does_not_exist_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The client learns nothing of it."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(plain, route_name="it", wrapper="nosuch")

    assert 500 == ask(config.make_wsgi_app(), "/it").status
    assert 'there is no view "nosuch" to wrap' in caplog.text


@pytest.mark.parametrize(
    ("asked", "header"),
    [
        (60, "max-age=60"),
        (timedelta(minutes=2), "max-age=120"),
        ((60, {"public": True}), "max-age=60, public"),
        ((None, {"private": True}), "private"),
        (0, "max-age=0, must-revalidate, no-cache, no-store"),
        (None, None),
    ],
)
def test_caching_is_told_as_asked(asked: Any, header: str | None) -> None:
    """Seconds, a timedelta, or either with options; 0 forbids it."""

    def forbidding(request: Any) -> Response:
        response = Response("x")
        response.cache_control.prevent_auto = True
        return response

    config = Configurator()
    config.add_route("it", "/it")
    config.add_route("not", "/not")
    config.add_view(plain, route_name="it", http_cache=asked)
    config.add_view(forbidding, route_name="not", http_cache=asked)
    app = config.make_wsgi_app()

    said = ask(app, "/it").headers.get("Cache-Control")
    assert header == (", ".join(sorted(said.split(", "))) if said else None)
    assert ("Expires" in ask(app, "/it").headers) is (asked is not None and header != "private")
    assert "Cache-Control" not in ask(app, "/not").headers


def test_caching_may_be_prevented_for_all() -> None:
    """``corefw.prevent_http_cache`` is for developing."""
    config = Configurator(settings={"corefw.prevent_http_cache": True})
    config.add_route("it", "/it")
    config.add_view(plain, route_name="it", http_cache=60)

    assert "Cache-Control" not in ask(config.make_wsgi_app(), "/it").headers


@pytest.mark.parametrize("asked", ["60", (1, 2), (1, {}, 3), ("x", {}), 1.5])
def test_what_says_nothing_of_caching_is_refused(asked: Any) -> None:
    """The error shows the value."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(plain, route_name="it", http_cache=asked)

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert (
        f"http_cache must be seconds, a timedelta, or a pair of one and options; it is {asked!r}."
    ) == caught.value.problems[0].what


def adding(text: str) -> Any:
    """Return a decorator of views that adds to the body."""

    def decorate(view: Any) -> Any:
        def decorated(context: Any, request: Any) -> Any:
            response = view(context, request)
            response.text += text
            return response

        return decorated

    return decorate


def test_decorators_stand_around_the_view_the_first_outermost() -> None:
    """One, or several as if written one above the other."""
    config = Configurator()
    for name, decorators in (("one", adding(" a")), ("two", (adding(" a"), adding(" b")))):
        config.add_route(name, f"/{name}")
        config.add_view(plain, route_name=name, decorator=decorators)
    app = config.make_wsgi_app()

    assert ["plain a", "plain b a"] == [ask(app, path).text for path in ("/one", "/two")]


def test_what_a_view_returns_is_rendered_or_adapted() -> None:
    """A response goes through; then response adapters are asked; then the renderer."""
    config = Configurator()
    config.add_response_adapter(lambda number: Response(f"adapted {number}"), int)
    views: list[tuple[str, Any, dict[str, Any]]] = [
        ("response", Response("response"), {"renderer": "json"}),
        ("adapted", 7, {"renderer": "json"}),
        ("json", {"a": 1}, {"renderer": "json"}),
        ("string", {"a": 1}, {"renderer": "string"}),
    ]
    for name, value, options in views:
        config.add_route(name, f"/{name}")
        config.add_view(lambda request, value=value: value, route_name=name, **options)
    app = config.make_wsgi_app()

    assert ["response", "adapted 7", '{"a":1}', "{'a': 1}"] == [
        ask(app, f"/{name}").text for name in ("response", "adapted", "json", "string")
    ]


def test_the_null_renderer_leaves_a_value_as_it_is() -> None:
    """A deriver further out then sees what the view returned."""

    def to_text(view: Any, info: Any) -> Any:
        return lambda context, request: Response(repr(view(context, request)))

    config = Configurator()
    config.add_view_deriver(to_text)
    config.add_route("it", "/it")
    config.add_view(lambda request: {1, 2}, route_name="it", renderer=null_renderer)

    assert "{1, 2}" == ask(config.make_wsgi_app(), "/it").text


async def wanted() -> None:
    """Be awaited."""


def unawaited(request: Any) -> Any:
    """Forget to await."""
    return wanted()


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (lambda request: None, "None, which is not a response, and"),
        (lambda request: 42, "42, which is not a response, and"),
        (lambda request: {"a": "x" * 100}, "..., which is not a response, and"),
        (unawaited, "which is not a response (it was not awaited: is a decorator hiding an async def?), and"),
    ],
)
def test_what_is_no_response_is_told_with_the_view_and_its_place(
    view: Any, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The developer finds the line in the log, the client a 500 that says nothing."""
    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(view, route_name="it")
    answer = ask(config.make_wsgi_app(), "/it")

    (record,) = caplog.records
    said = str(record.exc_info[1]) if record.exc_info else ""
    line = view.__code__.co_firstlineno
    assert PLAIN_500 == answer.said
    assert said.startswith(f"The view {view.__module__}.{view.__qualname__} (")
    assert f"test_derivers.py:{line}) returned" in said
    assert shown in said
    assert said.endswith("it has no renderer. Return a Response, or declare the view with renderer=...")


def test_an_asynchronous_view_needs_an_asynchronous_server(caplog: pytest.LogCaptureFixture) -> None:
    """Under WSGI there is no loop to wait on, and the log says so."""

    async def view(request: Any) -> Response:
        return Response("never")

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(view, route_name="it")

    assert 500 == ask(config.make_wsgi_app(), "/it").status
    assert "there is no event loop to wait on" in caplog.text


def test_an_object_that_provides_iresponse_is_a_response() -> None:
    """As Pyramid documents it: what provides the interface is sent as it is."""

    @implementer(IResponse)
    class Bare:
        status_int = 200

        def __call__(self, environ: Any, start_response: Any) -> Any:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"bare"]

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(lambda request: Bare(), route_name="it", renderer="json")

    assert (200, "bare") == ask(config.make_wsgi_app(), "/it").said


def test_a_class_view_is_the_view_of_its_renderer() -> None:
    """A renderer sees the instance as ``view``, and the context it was made with."""
    seen: dict[str, Any] = {}

    def factory(info: Any) -> Any:
        return lambda value, system: seen.update(system) or "rendered"

    class Page:
        def __init__(self, context: Any, request: Any) -> None:
            self.context = context

        def __call__(self) -> dict[str, Any]:
            return {}

    config = Configurator(renderers=[("seeing", factory)])
    config.add_route("it", "/it")
    config.add_view(Page, route_name="it", renderer="seeing")

    assert "rendered" == ask(config.make_wsgi_app(), "/it").text
    assert isinstance(seen["view"], Page)
    assert seen["view"].context is seen["context"] is not None


def test_logging_of_a_refused_request_says_nothing_to_the_client(caplog: pytest.LogCaptureFixture) -> None:
    """A view that raises HTTPNotFound is an answer and no failure."""

    def missing(request: Any) -> Any:
        raise HTTPNotFound()

    config = Configurator()
    config.add_route("it", "/it")
    config.add_view(missing, route_name="it")
    with caplog.at_level(logging.INFO):
        assert 404 == ask(config.make_wsgi_app(), "/it").status

    assert [] == [row for row in caplog.records if row.levelno >= logging.WARNING]
