"""The life of a session in an application: login, streamed bodies, errors, what is left behind."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from typing import Any
from weakref import ref

import pytest
from webtest import TestApp

from corefw.app.configurator import Configurator
from corefw.web.httpexceptions import HTTPFound
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.security.login import SessionAuthenticationHelper, forget, remember
from corefw.web.sessions.cookie import SignedCookieSessionFactory
from corefw.web.sessions.server import ServerSessionFactory, key_of
from tests.web.sessions.browsing import Notebook

View = Callable[[Any], Any]
SECRET = "a secret of enough characters, of which there are many"


class Policy:
    """Whoever the session says."""

    def __init__(self) -> None:
        self.helper = SessionAuthenticationHelper()

    def authenticated_userid(self, request: Any) -> Any:
        return self.helper.authenticated_userid(request)

    def identity(self, request: Any) -> Any:
        return self.authenticated_userid(request)

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        return True

    def remember(self, request: Any, userid: Any, **kw: Any) -> Any:
        return self.helper.remember(request, userid, **kw)

    def forget(self, request: Any, **kw: Any) -> Any:
        return self.helper.forget(request, **kw)


def serving(view: View, factory: Any, **more: View) -> Any:
    """Return an application in which *view* answers at "/", and the others under their names."""
    config = Configurator(session_factory=factory, security_policy=Policy())
    for name, each in {"": view, **more}.items():
        config.add_route(name or "home", f"/{name}")
        config.add_view(each, route_name=name or "home", require_csrf=False)
    return config.make_wsgi_app()


@pytest.fixture(params=["cookie", "server"])
def factory(request: pytest.FixtureRequest) -> Any:
    """A session factory of each kind."""
    return (
        SignedCookieSessionFactory(SECRET) if request.param == "cookie" else ServerSessionFactory(Notebook())
    )


def test_a_session_is_written_before_the_head_of_a_streamed_response_is_sent(factory: Any) -> None:
    """What the generator of the body sets would be lost, and is an error; reading goes on."""
    seen: list[Any] = []

    def stream(request: Any) -> Any:
        request.session["a"] = 1

        def body() -> Iterator[bytes]:
            seen.append(request.session["a"])
            yield b"1"
            with pytest.raises(RuntimeError, match="written with the head"):
                request.session["a"] = 2
            yield b"2"

        return Response(app_iter=body())

    def read(request: Any) -> Any:
        return Response(str(dict(request.session)))

    client = TestApp(serving(stream, factory, read=read))
    answer = client.get("/")

    assert "12" == answer.text
    assert "session=" in answer.headers["Set-Cookie"]
    assert ([1], "{'a': 1}") == (seen, client.get("/read").text)


def test_a_session_that_the_body_looks_at_first_can_be_read(factory: Any) -> None:
    """But not set: it would never be written."""

    def stream(request: Any) -> Any:
        def body() -> Iterator[bytes]:
            yield str(dict(request.session)).encode()
            with pytest.raises(RuntimeError, match="written with the head"):
                request.session.flash("late")

        return Response(app_iter=body())

    def write(request: Any) -> Any:
        request.session["a"] = 1
        return Response("")

    client = TestApp(serving(stream, factory, write=write))
    client.get("/write")

    assert "{'a': 1}" == client.get("/").text


def test_a_login_by_remember_gets_a_new_id_and_keeps_what_was_there() -> None:
    """Once, though the policy does it and `remember` does it; a logout ends the session."""
    store = Notebook()

    def home(request: Any) -> Any:
        request.session["cart"] = request.session.get("cart", 0) + 1
        return Response(f"{request.authenticated_userid} {request.session['cart']}")

    def login(request: Any) -> Any:
        return Response(headers=remember(request, "ann"))

    def logout(request: Any) -> Any:
        headers = forget(request)
        request.session.invalidate()
        return Response(headers=headers)

    client = TestApp(serving(home, ServerSessionFactory(store), login=login, logout=logout))
    client.get("/")
    planted = client.cookies["session"]
    store.asked.clear()
    client.get("/login")

    assert ["read", "create", "delete"] == store.asked
    assert planted != client.cookies["session"]
    assert [key_of(client.cookies["session"])] == list(store.kept)
    assert "ann 2" == client.get("/").text
    client.get("/logout")
    assert ({}, {}) == (store.kept, client.cookies)


def test_what_was_set_before_a_redirect_was_raised_is_kept(factory: Any) -> None:
    """A message and a redirect are what a form answers."""

    def submit(request: Any) -> Any:
        request.session.flash("saved")
        raise HTTPFound("/read")

    def read(request: Any) -> Any:
        return Response(", ".join(request.session.pop_flash()))

    client = TestApp(serving(submit, factory, read=read))

    assert "saved" == client.get("/").follow().text
    assert "" == client.get("/read").text


def test_a_later_response_callback_finds_the_session_written(factory: Any) -> None:
    """It may read it; what it sets would be lost, and is an error that names the place to do it."""

    def view(request: Any) -> Any:
        request.session["a"] = 1
        request.add_response_callback(lambda request, response: request.session.update(a=2))
        return Response("")

    with pytest.raises(RuntimeError, match="set it before, in the view or in an earlier response callback"):
        TestApp(serving(view, factory)).get("/")


def test_an_earlier_response_callback_may_still_set(factory: Any) -> None:
    """The session is written when its turn comes."""

    def view(request: Any) -> Any:
        request.add_response_callback(lambda request, response: request.session.update(a=2))
        return Response("")

    def read(request: Any) -> Any:
        return Response(str(dict(request.session)))

    client = TestApp(serving(view, factory, read=read))
    client.get("/")

    assert "{'a': 2}" == client.get("/read").text


def test_a_head_request_writes_its_session_as_well(factory: Any) -> None:
    """It is the same request without a body."""

    def view(request: Any) -> Any:
        request.session["n"] = request.session.get("n", 0) + 1
        return Response(str(request.session["n"]))

    client = TestApp(serving(view, factory))
    client.head("/")

    assert "2" == client.get("/").text


def test_a_request_leaves_no_cycle_of_its_session_behind(factory: Any) -> None:
    """Memory is given back when the request ends, and not when the collector runs."""
    sessions: list[ref[Any]] = []

    def view(request: Any) -> Any:
        request.session["a"] = 1
        sessions.append(ref(request.session))
        return Response("")

    application = serving(view, factory)
    environ = Request.blank("/").environ
    gc.collect()
    gc.disable()
    try:
        list(application({**environ}, lambda status, headers, exc_info=None: None))
        alive = [each() for each in sessions]
    finally:
        gc.enable()

    assert [None] == alive


def test_two_cookies_of_one_name_are_one_session_or_none(
    factory: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The request is answered either way, and a cookie that is refused is logged once."""
    caplog.set_level(logging.INFO, logger="corefw.web.sessions")

    def view(request: Any) -> Any:
        return Response(str(len(request.session) + len(request.session)))

    client = TestApp(serving(view, factory))

    assert "0" == client.get("/", headers={"Cookie": "session=abc; session=" + "d" * 43}).text
    assert 1 == len([row for row in caplog.records if row.name.startswith("corefw.web.sessions")])
