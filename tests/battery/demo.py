"""The application that the battery attacks: every feature on, with production defaults, or in debug.

A view here does what a careless application does: it reads whatever the client sent, as it came.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corefw.authentication import (
    AuthTktCookieHelper,
    SessionAuthenticationHelper,
    basic_challenge,
    extract_http_basic_credentials,
)
from corefw.authorization import ACLHelper, Allow, Authenticated, Everyone
from corefw.config import Configurator
from corefw.csrf import get_csrf_token
from corefw.httpexceptions import HTTPFound, HTTPNotFound, HTTPPreconditionFailed, HTTPServiceUnavailable
from corefw.renderers import CSV, JSONP
from corefw.request import Request
from corefw.response import Response, content_disposition
from corefw.security import forget, remember, safe_redirect
from corefw.session import ServerSessionFactory, SignedCookieSessionFactory
from tests.web.sessions.browsing import Notebook

__all__ = ["GOOD", "SECRET", "VARIANTS", "Demo", "build", "fill"]

SECRET = "0123456789abcdef0123456789abcdef"
#: What the good request of each application is answered with.
GOOD = "good"

SETTINGS: dict[str, Any] = {
    "corefw.allowed_hosts": ["good.example", ".wide.example", "[::1]"],
    "corefw.trusted_origins": ["https://friend.example", "https://*.family.example"],
}


@dataclass(frozen=True)
class Demo:
    """One application, and what happened inside of it."""

    app: Any
    seen: list[str] = field(default_factory=list)
    store: Notebook = field(default_factory=Notebook)


class Policy:
    """Who is asking is in the session, or in a ticket; what they may do is on the context."""

    def __init__(self) -> None:
        self.session = SessionAuthenticationHelper()
        self.ticket = AuthTktCookieHelper(SECRET, timeout=600)
        self.acl = ACLHelper()

    def identity(self, request: Any) -> Any:
        found = self.ticket.identify(request)
        return found["userid"] if found else self.session.authenticated_userid(request)

    authenticated_userid = identity

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        userid = self.identity(request)
        principals = [Everyone] if userid is None else [Everyone, Authenticated, userid]
        return self.acl.permits(context, principals, permission)

    def remember(self, request: Any, userid: Any, **kw: Any) -> Any:
        return [*self.session.remember(request, userid), *self.ticket.remember(request, userid)]

    def forget(self, request: Any, **kw: Any) -> Any:
        return [*self.session.forget(request), *self.ticket.forget(request)]


class Board:
    """A context that only those who are known may see."""

    __name__, __parent__ = "", None
    __acl__ = ((Allow, Authenticated, "see"),)

    def __init__(self, request: Any = None) -> None:
        self.cards = {"paint": {"wall": "white"}, "deep": {}}

    def __getitem__(self, name: str) -> Any:
        return self.cards[name]


class BodySpy:
    """A streamed body that writes down that it was closed."""

    def __init__(self, seen: list[str], parts: list[Any]) -> None:
        self.seen, self.parts = seen, iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        part = next(self.parts)
        if isinstance(part, Exception):
            raise part
        made: bytes = part
        return made

    def close(self) -> None:
        self.seen.append("closed")


class SecretError(Exception):
    """What a view raises; its text is nobody's business."""


def shown(value: Any) -> Response:
    """Answer with *value* as a programmer would write it, which is ASCII."""
    return Response(ascii(value), content_type="text/plain")


def everything(request: Any) -> Response:
    """Look at everything that a client can send, but the body."""
    seen = [
        request.GET,
        dict(request.cookies),
        dict(request.headers),
        request.accept,
        request.accept_charset,
        request.accept_encoding,
        request.accept_language,
        request.authorization,
        request.cache_control,
        request.client_addr,
        request.content_length,
        request.content_type,
        request.charset,
        request.date,
        request.domain,
        request.host,
        request.host_port,
        request.if_match,
        request.if_none_match,
        request.if_modified_since,
        request.if_unmodified_since,
        request.if_range,
        request.is_xhr,
        request.max_forwards,
        request.path,
        request.path_info,
        request.path_qs,
        request.pragma,
        request.range,
        request.referer,
        request.script_name,
        request.url,
        request.user_agent,
        request.locale_name,
    ]
    return Response(str(len(seen)))


def form(request: Any) -> Any:
    """Read a form; the names, what is text, and the files with their length."""
    fields = [
        [name, value] if isinstance(value, str) else [name, getattr(value, "filename", ""), len(_bytes(value))]
        for name, value in request.POST.items()
    ]
    return fields


def _bytes(value: Any) -> bytes:
    made: bytes = value if isinstance(value, bytes) else value.value
    return made


def built(request: Any) -> Response:
    """Make the address of a route whose value the client chose."""
    value = request.GET["a"]
    made = request.route_path("text", x=value, _query={"q": value}, _anchor=value)
    return Response(made, content_type="text/plain")


def set_header(request: Any) -> Response:
    """Put what the client wrote into the head of the response, in the way it names."""
    value, where = request.GET.get("v", ""), request.GET["where"]
    response = Response("x")
    if where == "value":
        response.headers["X-It"] = value
    elif where == "name":
        response.headers[value] = "x"
    elif where == "list":
        response.headerlist.append(("X-It", value))
    elif where == "list-name":
        response.headerlist.append((value, "x"))
    elif where == "status":
        response.status = value
    elif where == "type":
        response.content_type = value
    elif where == "location":
        response.location = value
    elif where == "cookie-name":
        response.set_cookie(value, "x")
    elif where == "cookie-value":
        response.set_cookie("it", value)
    elif where == "cookie-path":
        response.set_cookie("it", "x", path=value)
    elif where == "cookie-domain":
        response.set_cookie("it", "x", domain=value)
    elif where == "disposition":
        response.headers["Content-Disposition"] = content_disposition(value)
    elif where == "text":  # what CGI calls a header, by the constructor
        response = Response("x", headerlist=[("X-It", value)])
    return response


def conditional(request: Any) -> Response:
    """Answer with a tag, a date and ranges."""
    response = Response("0123456789", content_type="text/plain", conditional_response=True)
    response.etag = "tag"
    response.last_modified = 1_700_000_000
    response.accept_ranges = "bytes"
    return response


def stale(request: Any) -> Response:
    """Change something only if it is what the client saw last."""
    if "tag" not in request.if_match:
        raise HTTPPreconditionFailed()
    return Response("changed")


def session(request: Any) -> Response:
    """Count the visits."""
    request.session["visits"] = request.session.get("visits", 0) + 1
    return Response(str(request.session["visits"]))


def log_in(request: Any) -> Response:
    """Remember whoever it is; the password was checked."""
    response = Response("in")
    response.headerlist.extend(remember(request, request.POST.get("name", "ann")))
    return response


def log_out(request: Any) -> Response:
    """Forget them."""
    response = Response("out")
    response.headerlist.extend(forget(request))
    request.session.invalidate()
    return response


def basic(request: Any) -> Response:
    """Ask for a name and a password."""
    given = extract_http_basic_credentials(request)
    if given is None or not given.match("ann", "paint"):
        raise basic_challenge("board")
    return Response("in")


def guest(environ: Any, start_response: Any) -> Any:
    """Be another WSGI application."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [ascii([environ["SCRIPT_NAME"], environ["PATH_INFO"]]).encode()]


def raise_it(request: Any) -> Any:
    """Fail, in the way that the path names."""
    kind = request.matchdict["kind"]
    if kind == "exception":
        password = SECRET  # a local variable, for whoever shows those
        raise SecretError(f"the password is {password}")
    if kind == "memory":
        raise MemoryError
    if kind == "recursion":
        return raise_it(request)
    if kind == "group":
        raise ExceptionGroup("several", [ValueError("1"), SecretError("2")])
    if kind == "exit-generator":
        raise ValueError from GeneratorExit()
    if kind == "cycle":
        first, second = ValueError("1"), ValueError("2")
        first.__context__, second.__context__ = second, first
        raise first
    if kind == "long":
        raise SecretError("x" * 10_000_000)
    if kind == "surrogate":
        raise SecretError("\ud800 half")
    if kind == "mute":
        raise Mute()
    raise HTTPNotFound("<b>& markup of the programmer</b>")


class Mute(Exception):
    """An error that cannot be told."""

    def __str__(self) -> str:
        raise ValueError("no text")

    __repr__ = __str__


class ViewError(Exception):
    """An error whose view fails too."""


def failing_view(error: Any, request: Any) -> Any:
    """Be an exception view that fails."""
    raise SecretError("of the exception view")


def odd_answer(request: Any) -> Any:
    """Return what is no response."""
    return {"none": None, "number": 42, "text": "text"}[request.matchdict["kind"]]


async def coroutine(request: Any) -> Any:
    """Be asynchronous under WSGI."""
    return Response("never")


def add_pages(config: Configurator, seen: list[str]) -> None:
    """Declare what needs nothing but the core."""

    def page(name: str, pattern: str, view: Any, **options: Any) -> None:
        config.add_route(name, pattern)
        config.add_view(view, route_name=name, **options)

    def streamed(*parts: Any) -> Any:
        def view(request: Any) -> Response:
            return Response(app_iter=BodySpy(seen, list(parts)), content_type="text/plain")

        return view

    def answer_callbacks(request: Any) -> Response:
        def fail(request: Any, response: Any) -> None:
            raise SecretError("of a response callback")

        request.add_response_callback(fail)
        return Response("never sent")

    def end_callbacks(request: Any) -> Response:
        def fail(request: Any) -> None:
            raise SecretError("of a finished callback")

        for callback in (lambda request: seen.append("first"), fail, lambda request: seen.append("third")):
            request.add_finished_callback(callback)
        return Response("sent")

    def wrong_length(request: Any) -> Response:
        response = Response("0123456789")
        response.headers["Content-Length"] = request.GET["n"]
        return response

    def bodiless(request: Any) -> Response:
        return Response("a body", status=int(request.matchdict["code"]))

    page("home", "/", lambda request: Response(GOOD))
    page("hello", "/hello", lambda request: shown(request.path))
    page("text", "/text/{x}", lambda request: shown(request.matchdict["x"]))
    page("number", "/number/{n:int}", lambda request: shown(request.matchdict["n"]))
    page("day", "/day/{d:date}", lambda request: shown(str(request.matchdict["d"])))
    page("key", "/key/{k:uuid}", lambda request: shown(str(request.matchdict["k"])))
    page("slug", "/slug/{slug}", lambda request: shown(request.matchdict["slug"]))
    page("rest", "/rest/*rest", lambda request: shown(request.matchdict["rest"]))
    page("slash", "/slash/{x}/", lambda request: shown(request.matchdict["x"]), request_method="GET")
    page("query", "/query", lambda request: shown(list(request.GET.items())))
    page("cookies", "/cookies", lambda request: shown(sorted(request.cookies.items())))
    page("everything", "/everything", everything)
    page("form", "/form", form, request_method="POST", renderer="json")
    page("json", "/json", lambda request: {"got": request.json_body}, request_method="POST", renderer="json")
    page("body", "/body", lambda request: shown(len(request.body)), request_method=("POST", "PUT"))
    page("chars", "/chars", lambda request: shown(request.text), request_method="POST")
    page("twice", "/twice", lambda request: shown([len(request.POST), len(request.body), len(request.POST)]))
    page("unread", "/unread", lambda request: Response("not read"), request_method="POST")
    page("built", "/built", built)
    page("where", "/where", lambda request: shown([request.url, request.client_addr, request.scheme]))
    page("header", "/header", set_header)
    page("go", "/go", lambda request: safe_redirect(request, request.GET.get("next")))
    page("jump", "/jump", lambda request: HTTPFound(request.GET["next"]))
    page("conditional", "/conditional", conditional, request_method="GET")
    page("stale", "/stale", stale, request_method="PUT")
    page("stream", "/stream", streamed(b"one", b"two"))
    page("broken-start", "/broken-start", streamed(SecretError("of the first part")))
    page("broken-middle", "/broken-middle", streamed(b"one", SecretError("of the middle")))
    page("fail", "/fail/{kind}", raise_it)
    page("odd", "/odd/{kind}", odd_answer)
    page("coroutine", "/coroutine", coroutine)
    page("answer-callbacks", "/answer-callbacks", answer_callbacks)
    page("end-callbacks", "/end-callbacks", end_callbacks)
    page("wrong-length", "/wrong-length", wrong_length)
    page("bodiless", "/bodiless/{code:int}", bodiless)
    page("closed", "/closed", lambda request: HTTPServiceUnavailable(retry_after=30))
    page("data", "/data", lambda request: {"html": "<script>alert(1)</script>"}, renderer="json")
    page("nan", "/nan", lambda request: {"x": float(request.GET["x"])}, renderer="json")
    page("table", "/table", lambda request: [{"cell": request.GET["a"]}], renderer="csv")
    page("tree", "/tree.xml", lambda request: {"cell": request.GET["a"]}, renderer="xml")
    page("jsonp", "/jsonp", lambda request: {"a": 1}, renderer="jsonp")
    page("fails-twice", "/fails-twice", _raises(ViewError))
    config.add_renderer("jsonp", JSONP())
    config.add_renderer("csv", CSV())
    config.add_exception_view(failing_view, context=ViewError)
    config.add_route("offers", "/offers")
    for offer, text in (("text/html", "<p>"), ("application/json", "{}")):
        config.add_view(_saying(text), route_name="offers", accept=offer)
    config.add_notfound_view(_nowhere, append_slash=True)


def _raises(kind: type[Exception]) -> Any:
    def view(request: Any) -> Any:
        raise kind

    return view


def _saying(text: str) -> Any:
    return lambda request: Response(text)


def _nowhere(request: Any) -> Response:
    return HTTPNotFound()


def add_features(config: Configurator, folder: Path) -> None:
    """Declare what the core has besides: files, sessions, who is asking, guests, traversal, languages."""
    config.add_static_view("static", str(folder / "static"), content_encodings=("br", "gzip"))
    config.set_security_policy(Policy())
    config.set_default_csrf_options()
    for name, view, method in (
        ("session", session, ("GET", "POST")),
        ("token", lambda request: Response(get_csrf_token(request)), "GET"),
        ("save", lambda request: Response("saved"), "POST"),
        ("login", log_in, "POST"),
        ("logout", log_out, "POST"),
        ("basic", basic, "GET"),
    ):
        config.add_route(name, f"/{name}")
        config.add_view(view, route_name=name, request_method=method)
    config.add_route("hook", "/hook")
    config.add_view(lambda request: Response("taken"), route_name="hook", require_csrf=False)
    config.add_route("board", "/board", factory=Board)
    config.add_view(
        lambda request: Response("the board"), route_name="board", permission="see", request_method="GET"
    )
    config.add_route("walk", "/walk/*traverse", factory=Board)
    config.add_view(lambda request: shown(ascii(request.context)), route_name="walk", context=dict)
    config.mount("/guest", guest, name="guest")


def fill(folder: Path) -> Path:
    """Lay out the folder of static files, with what must never be served beside and below it."""
    root = folder / "static"
    for below in ("inside/deep", ".git", "__pycache__", "empty", "indexed"):
        (root / below).mkdir(parents=True)
    (folder / "static-private").mkdir()
    for path, text in (
        ("static/a.css", "h1 { color: red }"),
        ("static/big.css", "h1 { color: red }" * 200),
        ("static/upload.html", "<script>"),
        ("static/unknown.ending", "?"),
        ("static/inside/b.txt", "b"),
        ("static/indexed/index.html", "<p>index</p>"),
        ("static/.env", "SECRET=evil"),
        ("static/.git/config", "evil"),
        ("static/code.py", "evil = 1"),
        ("static/code.py~", "evil = 1"),
        ("static/__pycache__/code.pyc", "evil"),
        ("static/unreadable.txt", "evil"),
        ("static-private/x", "evil"),
        ("secret.txt", "evil"),
        ("index.html", "evil"),
    ):
        (folder / path).write_text(text)
    (root / "big.css.gz").write_bytes(gzip.compress(b"h1 { color: red }" * 200))
    (root / "link-out.txt").symlink_to(folder / "secret.txt")
    (root / "link-in.txt").symlink_to(root / "inside" / "b.txt")
    (root / "link-folder").symlink_to(folder / "static-private")
    (root / "dangling.txt").symlink_to(root / "nowhere")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    os.mkfifo(root / "fifo.txt")
    (root / "unreadable.txt").chmod(0)
    return folder


def _cookie_sessions(demo: Demo) -> Any:
    return SignedCookieSessionFactory(SECRET)


def _stored_sessions(demo: Demo) -> Any:
    return ServerSessionFactory(demo.store)


#: The applications: whether each has every feature, its sessions, and its settings beside the common ones.
VARIANTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "plain": (None, {}),
    "cookie": (_cookie_sessions, {}),
    "stored": (_stored_sessions, {}),
    "debug": (_cookie_sessions, {"corefw.debug": True}),
    "proxied": (
        _cookie_sessions,
        {
            "corefw.trusted_proxies": ["10.0.0.0/8"],
            "corefw.proxy_headers": ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"],
        },
    ),
}


def build(variant: str, folder: Path) -> Demo:
    """Return the application *variant*, whose files are in *folder*."""
    sessions, settings = VARIANTS[variant]
    demo = Demo(None)
    config = Configurator(settings={**SETTINGS, **settings})
    add_pages(config, demo.seen)
    if sessions is not None:
        config.set_session_factory(sessions(demo))
        add_features(config, folder)
    return Demo(config.make_wsgi_app(), demo.seen, demo.store)


def request_of(demo: Demo, path: str, **kw: Any) -> Any:
    """Return a request of the application for code that asks it directly."""
    return demo.app.adopt(Request.blank(path, **kw))
