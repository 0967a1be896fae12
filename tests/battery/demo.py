"""The application that the battery attacks: every feature on, with production defaults, or in debug.

Its views are in `pages`, its static files in `folder`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corefw.config import Configurator
from corefw.csrf import get_csrf_token
from corefw.httpexceptions import (
    HTTPFound,
    HTTPServiceUnavailable,
)
from corefw.renderers import CSV, JSONP
from corefw.response import Response
from corefw.security import safe_redirect
from corefw.session import ServerSessionFactory, SignedCookieSessionFactory
from tests.battery.pages import (
    SECRET,
    Board,
    BodySpy,
    Policy,
    SecretError,
    ViewError,
    answer_callbacks,
    basic,
    bodiless,
    built,
    conditional,
    coroutine,
    everything,
    failing_view,
    form,
    guest,
    log_in,
    log_out,
    nowhere,
    odd_answer,
    raise_it,
    raising,
    saying,
    session,
    set_header,
    shown,
    stale,
    wrong_length,
)
from tests.web.sessions.browsing import Notebook

__all__ = ["GOOD", "VARIANTS", "Demo", "build"]

#: What the good request of each application is answered with.
GOOD = "good"

SETTINGS: dict[str, Any] = {
    "corefw.available_locales": ["en", "de"],
    "corefw.allowed_hosts": ["good.example", ".wide.example", "[::1]"],
    "corefw.trusted_origins": ["https://friend.example", "https://*.family.example"],
}


@dataclass(frozen=True)
class Demo:
    """One application, and what happened inside of it."""

    app: Any
    seen: list[str] = field(default_factory=list)
    store: Notebook = field(default_factory=Notebook)


#: The pages that need nothing but the core: their route, their view, and its options.
PAGES: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("home", "/", lambda request: Response(GOOD), {}),
    ("hello", "/hello", lambda request: shown(request.path), {}),
    ("text", "/text/{x}", lambda request: shown(request.matchdict["x"]), {}),
    ("number", "/number/{n:int}", lambda request: shown(request.matchdict["n"]), {}),
    ("day", "/day/{d:date}", lambda request: shown(str(request.matchdict["d"])), {}),
    ("key", "/key/{k:uuid}", lambda request: shown(str(request.matchdict["k"])), {}),
    ("slug", "/slug/{slug}", lambda request: shown(request.matchdict["slug"]), {}),
    ("rest", "/rest/*rest", lambda request: shown(request.matchdict["rest"]), {}),
    ("slash", "/slash/{x}/", lambda request: shown(request.matchdict["x"]), {"request_method": "GET"}),
    ("query", "/query", lambda request: shown(list(request.GET.items())), {}),
    ("cookies", "/cookies", lambda request: shown(sorted(request.cookies.items())), {}),
    ("everything", "/everything", everything, {}),
    ("form", "/form", form, {"request_method": "POST", "renderer": "json"}),
    (
        "json",
        "/json",
        lambda request: {"got": request.json_body},
        {"request_method": "POST", "renderer": "json"},
    ),
    ("body", "/body", lambda request: shown(len(request.body)), {"request_method": ("POST", "PUT")}),
    ("chars", "/chars", lambda request: shown(request.text), {"request_method": "POST"}),
    ("twice", "/twice", lambda request: shown([len(request.POST), len(request.body), len(request.POST)]), {}),
    ("unread", "/unread", lambda request: Response("not read"), {"request_method": "POST"}),
    ("built", "/built", built, {}),
    ("where", "/where", lambda request: shown([request.url, request.client_addr, request.scheme]), {}),
    ("header", "/header", set_header, {}),
    ("go", "/go", lambda request: safe_redirect(request, request.GET.get("next")), {}),
    ("jump", "/jump", lambda request: HTTPFound(request.GET["next"]), {}),
    ("conditional", "/conditional", conditional, {"request_method": "GET"}),
    ("stale", "/stale", stale, {"request_method": "PUT"}),
    ("fail", "/fail/{kind}", raise_it, {}),
    ("odd", "/odd/{kind}", odd_answer, {}),
    ("coroutine", "/coroutine", coroutine, {}),
    ("answer-callbacks", "/answer-callbacks", answer_callbacks, {}),
    ("wrong-length", "/wrong-length", wrong_length, {}),
    ("bodiless", "/bodiless/{code:int}", bodiless, {}),
    ("closed", "/closed", lambda request: HTTPServiceUnavailable(retry_after=30), {}),
    ("data", "/data", lambda request: {"html": "<script>alert(1)</script>"}, {"renderer": "json"}),
    ("nan", "/nan", lambda request: {"x": float(request.GET["x"])}, {"renderer": "json"}),
    ("table", "/table", lambda request: [{"cell": request.GET["a"]}], {"renderer": "csv"}),
    ("tree", "/tree.xml", lambda request: {"cell": request.GET["a"]}, {"renderer": "xml"}),
    ("jsonp", "/jsonp", lambda request: {"a": 1}, {"renderer": "jsonp"}),
    ("fails-twice", "/fails-twice", raising(ViewError), {}),
)


def add_pages(config: Configurator) -> None:
    """Declare what needs nothing but the core."""
    for name, pattern, view, options in PAGES:
        config.add_route(name, pattern)
        config.add_view(view, route_name=name, **options)
    config.add_renderer("jsonp", JSONP())
    config.add_renderer("csv", CSV())
    config.add_exception_view(failing_view, context=ViewError)
    config.add_route("offers", "/offers")
    for offer, text in (("text/html", "<p>"), ("application/json", "{}")):
        config.add_view(saying(text), route_name="offers", accept=offer)
    config.add_notfound_view(nowhere, append_slash=True)


def add_witnesses(config: Configurator, seen: list[str]) -> None:
    """Declare the pages that write down what became of them."""

    def page(name: str, view: Any) -> None:
        config.add_route(name, f"/{name}")
        config.add_view(view, route_name=name)

    def streamed(*parts: Any) -> Any:
        def view(request: Any) -> Response:
            return Response(app_iter=BodySpy(seen, list(parts)), content_type="text/plain")

        return view

    def end_callbacks(request: Any) -> Response:
        def fail(request: Any) -> None:
            raise SecretError("of a finished callback")

        for callback in (lambda request: seen.append("first"), fail, lambda request: seen.append("third")):
            request.add_finished_callback(callback)
        return Response("sent")

    page("stream", streamed(b"one", b"two"))
    page("broken-start", streamed(SecretError("of the first part")))
    page("broken-middle", streamed(b"one", SecretError("of the middle")))
    page("end-callbacks", end_callbacks)


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
    add_pages(config)
    add_witnesses(config, demo.seen)
    if sessions is not None:
        config.set_session_factory(sessions(demo))
        add_features(config, folder)
    return Demo(config.make_wsgi_app(), demo.seen, demo.store)
