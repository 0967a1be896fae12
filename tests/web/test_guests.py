"""Guests: WSGI applications inside this one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any
from wsgiref.validate import validator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.response import Response
from corefw.view import view_config
from corefw.wsgi import wsgiapp, wsgiapp2
from tests.wsgi import PLAIN_500, ask, environ_of

SEGMENTS = st.lists(st.sampled_from(["", ".", "..", "a", "é", "a b", "%2F", "@@x", "日"]), max_size=5)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Say how the environment divides the path, and the body."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    said = f"{environ['REQUEST_METHOD']} {environ['SCRIPT_NAME']}|{environ['PATH_INFO']}|{body.decode()}"
    text = said.encode("latin-1").decode("utf-8").encode()
    headers = [("Content-Type", "text/plain; charset=UTF-8"), ("Content-Length", str(len(text)))]
    start_response("200 OK", headers)
    return [text]


class Streaming:
    """A guest that notes what becomes of its body."""

    def __init__(self, parts: int = 2, broken_at: int = -1) -> None:
        self.parts, self.broken_at = parts, broken_at
        self.closed = self.sent = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Begin; the instance's own iterator is the body."""
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.parts):
            if number == self.broken_at:
                raise OSError("the guest broke")
            self.sent += 1
            yield b"part"

    def close(self) -> None:
        """Count."""
        self.closed += 1


def mounted(guest: Any, prefix: str = "/guest", **options: Any) -> Any:
    """Return an application with one guest and a page of its own."""
    config = Configurator()
    config.add_route("own", "/own")
    config.add_view(lambda request: Response("own"), route_name="own")
    config.mount(prefix, guest, **options)
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/guest", "GET /guest||"),
        ("/guest/", "GET /guest|/|"),
        ("/guest/a/b", "GET /guest|/a/b|"),
        ("/guest//a/../b/./é/", "GET /guest|//a/../b/./é/|"),
    ],
)
def test_a_mounted_application_has_the_prefix_as_its_script_name(path: str, said: str) -> None:
    """What is left of the path is passed on as the client sent it."""
    app = mounted(validator(echo))

    assert (200, said) == ask(app, path).said
    assert (200, "own") == ask(app, "/own").said
    assert 404 == ask(app, "/guests").status


@given(SEGMENTS)
def test_the_two_parts_of_a_path_are_the_path(segments: list[str]) -> None:
    """Whatever the guest's part holds (PEP 3333, URL reconstruction)."""
    rest = "".join(f"/{one}" for one in segments)

    assert f"GET /tenants/é é/guest|{rest}|" == ask(MOUNTED, f"/tenants/é é/guest{rest}").text


MOUNTED = mounted(echo, "/tenants/{name}/guest")


def test_what_no_route_before_it_takes_can_be_a_guests() -> None:
    """Mounted under "/", its script name is that of the application around it."""
    app = mounted(echo, "/")

    assert ["own", "GET |/|", "GET |/other|"] == [ask(app, path).text for path in ("/own", "/", "/other")]
    assert "GET /base|/x|" == ask(app, "/x", SCRIPT_NAME="/base").text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_every_usual_method_is_the_guests(method: str) -> None:
    """With its body."""
    assert f"{method} /guest|/x|body" == ask(mounted(echo), "/guest/x", method, body=b"body").text


def test_head_has_headers_and_no_body() -> None:
    """The guest is asked for HEAD, and its body is closed."""
    guest = Streaming()
    answer = ask(mounted(guest), "/guest", "HEAD")

    assert (200, "") == answer.said
    assert 1 == guest.closed
    assert str(len("HEAD /guest||")) == ask(mounted(echo), "/guest", "HEAD").headers["Content-Length"]


def test_a_body_is_streamed_and_closed_once() -> None:
    """Nothing is read ahead of the server, and a client that leaves is told to the guest."""
    guest = Streaming(parts=3)
    started: list[str] = []
    body = iter(
        mounted(guest)(environ_of("/guest"), lambda status, headers, exc=None: started.append(status))
    )
    before = guest.sent
    first = next(body)
    sent = guest.sent
    body.close()
    body.close()

    assert (0, b"part", 1, 1, ["200 OK"]) == (before, first, sent, guest.closed, started)


def test_a_body_that_is_dropped_is_closed() -> None:
    """Such as that of an answer which a decorator replaces."""
    guest = Streaming()

    def replacing(view: Any) -> Any:
        def replaced(context: Any, request: Any) -> Response:
            view(context, request)
            return Response("replaced")

        return replaced

    config = Configurator()
    config.add_route("guest", "/guest")
    config.add_view(wsgiapp(guest), route_name="guest", decorator=replacing)
    app = config.make_wsgi_app()

    assert "replaced" == ask(app, "/guest").text
    gc.collect()
    assert (1, 0) == (guest.closed, guest.sent)


def failing(environ: dict[str, Any], start_response: Any) -> Any:
    """Raise before the answer begins."""
    raise LookupError("guest's own")


def silent(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer without beginning to."""
    return [b"x"]


def stuttering(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Begin twice."""
    start_response("200 OK", [])
    start_response("200 OK", [])
    return []


def splitting(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Send a header that would be two."""
    start_response("200 OK", [("X", "a\r\nSet-Cookie: b=c")])
    return []


@pytest.mark.parametrize("guest", [failing, silent, stuttering, splitting, Streaming(broken_at=0)])
def test_a_guest_that_fails_costs_one_answer(guest: Any) -> None:
    """The client gets a plain 500 or a body that breaks off, and the next request is answered."""
    app = mounted(guest)
    if isinstance(guest, Streaming):
        body = app(environ_of("/guest"), lambda status, headers, exc=None: None)
        with pytest.raises(OSError, match="the guest broke"):
            list(body)
        body.close()
        assert 1 == guest.closed
    else:
        assert PLAIN_500 == ask(app, "/guest").said
    assert (200, "own") == ask(app, "/own").said


def test_what_a_guest_raises_says_whose_it_is() -> None:
    """To exception views it is the exception itself, with a note."""
    config = Configurator()
    config.mount("/guest", failing, name="blog")
    config.add_exception_view(
        lambda error, request: Response(f"{error} {error.__notes__}", status=503), context=LookupError
    )
    answer = ask(config.make_wsgi_app(), "/guest")

    assert 503 == answer.status
    assert (
        "guest's own ['It was raised by the WSGI application that is mounted as \"blog\".']"
    ) == answer.text


def test_a_guest_may_begin_late_and_may_write() -> None:
    """Both are what PEP 3333 allows."""

    def guest(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        write = start_response("201 Created", [("Content-Type", "text/plain")])
        write(b"a")
        yield b"b"
        write(b"c")

    assert (201, "abc") == ask(mounted(guest), "/guest").said


def test_a_guest_may_change_its_mind_before_it_began() -> None:
    """With exc_info its second answer holds; once it has begun, the exception is raised."""

    def guest(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            raise OSError("early")
        except OSError as error:
            start_response("503 Service Unavailable", [], (OSError, error, None))
        yield b"sorry"
        start_response("500 Too Late", [], (ValueError, ValueError("late"), None))

    app = mounted(guest)
    body = iter(app(environ_of("/guest"), lambda status, headers, exc=None: None))

    assert b"sorry" == next(body)
    with pytest.raises(ValueError, match="late"):
        next(body)


def test_a_guest_changes_nothing_around_it() -> None:
    """Its environment is a copy, without what WebOb keeps there; a body that was read is whole again."""
    seen: dict[str, Any] = {}

    def guest(environ: dict[str, Any], start_response: Any) -> Any:
        seen.update(environ)
        environ["REQUEST_METHOD"] = "BROKEN"
        return echo(environ, start_response)

    def around(view: Any) -> Any:
        def asked(context: Any, request: Any) -> Any:
            assert {"a": "1"} == dict(request.POST)
            response = view(context, request)
            response.headers["X-Method"] = request.method
            return response

        return asked

    config = Configurator()
    config.add_route("guest", "/guest")
    config.add_view(wsgiapp(guest), route_name="guest", decorator=around)
    answer = ask(
        config.make_wsgi_app(),
        "/guest",
        "POST",
        body=b"a=1",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert ("BROKEN |/guest|a=1", "POST") == (answer.text, answer.headers["X-Method"])
    assert [] == [key for key in seen if key.startswith("webob.")]


def test_another_application_of_corefw_is_a_guest() -> None:
    """The two share nothing: each has its routes, its URLs and its current request."""

    def inner_view(request: Any) -> Response:
        return Response(f"{request.route_path('page', name='x')} {request.registry.package_name}")

    inner = Configurator()
    inner.add_route("page", "/pages/{name}")
    inner.add_view(inner_view, route_name="page")
    inner_app = inner.make_wsgi_app()
    app = mounted(validator(inner_app), "/inner", name="inner")

    assert f"/inner/pages/x {inner_app.registry.package_name}" == ask(app, "/inner/pages/y").text
    assert 404 == ask(app, "/inner/own").status
    assert "/inner/pages/a%20b" == app.make_request("/").route_path("inner", subpath="pages/a b")


def tail(context: Any, request: Any) -> Response:
    """Say what is left."""
    return Response(f"{request.subpath}")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/x/app", "GET /x/app|/|"),
        ("/x/app/a/é", "GET /x/app|/a/é|"),
        ("/x/app/a/", "GET /x/app|/a/|"),
        ("//x/./app/a", "GET /x/app|/a|"),
        ("/x/app/app", "GET /x/app|/app|"),
    ],
)
def test_wsgiapp2_gives_the_guest_the_subpath(path: str, said: str) -> None:
    """As Pyramid documents it: what traversal left is the guest's path."""
    config = Configurator(root_factory=lambda request: {"x": {}})
    config.add_view(wsgiapp2(echo), name="app")

    assert said == ask(config.make_wsgi_app(), path).text


def test_wsgiapp2_takes_the_subpath_of_a_route() -> None:
    """Of a pattern that ends with ``*subpath``."""
    config = Configurator()
    config.add_route("app", "/guest/*subpath")
    config.add_view(wsgiapp2(echo), route_name="app")

    app = config.make_wsgi_app()

    assert "GET /base/guest|/a/b|" == ask(app, "/guest/a/b", SCRIPT_NAME="/base").text
    assert "GET /guest|/b/|" == ask(app, "/guest/../a/../b/").text
    assert "GET /guest|/|" == ask(app, "/guest/").text


def test_wsgiapp2_below_a_hybrid_route_keeps_the_route_in_the_script_name() -> None:
    """Dots in the path do not lead out of it."""
    config = Configurator(root_factory=lambda request: {"x": {}})
    config.add_route("hybrid", "/hybrid/*traverse")
    config.add_route("close", "/close*traverse")
    for route_name in ("hybrid", "close"):
        config.add_view(wsgiapp2(echo), name="app", route_name=route_name)
    app = config.make_wsgi_app()

    assert "GET /hybrid/x/app|/a|" == ask(app, "/hybrid/x/app/a").text
    assert "GET /hybrid/app|/a|" == ask(app, "/hybrid/../x/../app/a").text
    assert "GET /close/x/app|/a|" == ask(app, "/close/x/app/a").text


def test_wsgiapp2_takes_a_subpath_that_is_no_end_of_the_path() -> None:
    """Such as that of a traverser with rules of its own: the whole path was used up then."""

    class Root:
        pass

    class Elsewhere:
        def __init__(self, root: Any) -> None:
            pass

        def __call__(self, request: Any) -> dict[str, Any]:
            return {"context": Root(), "subpath": ("other",)}

    config = Configurator(root_factory=lambda request: Root())
    config.add_traverser(Elsewhere, Root)
    config.add_view(wsgiapp2(echo))

    assert "GET /a/b|/other|" == ask(config.make_wsgi_app(), "/a/b").text


@view_config(name="plain")
@wsgiapp
def plain(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer as it is."""
    return echo(environ, start_response)


def test_wsgiapp_leaves_the_path_alone_and_is_a_view() -> None:
    """It keeps the application's name, and is found by a scan."""
    config = Configurator()
    config.scan(__name__)

    assert "GET /base|/plain/a|" == ask(config.make_wsgi_app(), "/plain/a", SCRIPT_NAME="/base").text
    assert "plain" == plain.__name__
    assert "Streaming" == wsgiapp(Streaming()).__name__


@pytest.mark.parametrize("make", [wsgiapp, wsgiapp2])
def test_none_is_no_application(make: Any) -> None:
    """As Pyramid refuses it."""
    with pytest.raises(ValueError, match="there is no WSGI application to make a view of: wrapped is None"):
        make(None)
