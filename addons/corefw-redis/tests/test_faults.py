"""A server that is killed, paused, full or read-only: nobody is anybody else, and nobody waits."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.ports import SessionStore, SessionStoreRefused, SessionStoreUnavailable, StoredSession
from corefw_redis import RedisSessionStore, RedisSettings, open_client

KEY = "a" * 64


def who(request: Any) -> Any:
    return {"user": request.session.get("user")}


def login(request: Any) -> Any:
    request.session.renew()
    request.session["user"] = request.GET["user"]
    return who(request)


def logout(request: Any) -> Any:
    request.session.invalidate()
    return {}


@pytest.fixture
def application(server: Any) -> Iterator[Any]:
    """An application whose sessions are on the test's own server."""
    config = Configurator(
        settings={"corefw.addons": ["redis"], "corefw.sessions.kind": "server", "redis.url": server.url}
    )
    for view in (who, login, logout):
        config.add_route(view.__name__, f"/{view.__name__}")
        config.add_view(view, route_name=view.__name__, renderer="json")
    made = config.make_wsgi_app()
    yield made
    made.close()


@pytest.fixture
def ann(application: Any) -> TestApp:
    """A client who is logged in."""
    client = TestApp(application)
    client.get("/login?user=ann")
    assert "ann" == client.get("/who").json["user"]
    return client


def test_while_the_server_is_dead_nobody_is_known(
    server: Any, ann: TestApp, application: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Reading is anonymous and writing 503; afterwards everything goes on, the sessions excepted."""
    server.kill()

    assert ann.get("/who").json["user"] is None
    for path in ("/login?user=bob", "/logout"):
        assert "5" == ann.get(path, status=503).headers["Retry-After"]
    assert "the request goes on without one: The addon redis cannot reach redis://127.0.0.1" in caplog.text
    server.start()
    assert ann.get("/who").json["user"] is None
    ann.get("/login?user=ann")
    assert "ann" == ann.get("/who").json["user"]


def test_a_server_that_came_back_is_found_by_connections_that_went_stale(server: Any, ann: TestApp) -> None:
    """The first request after it does not fail."""
    server.kill()
    server.start()

    ann.get("/login?user=ann")
    assert "ann" == ann.get("/who").json["user"]


def test_a_paused_server_holds_up_nobody(server: Any, ann: TestApp) -> None:
    """And afterwards the session is there as it was."""
    server.pause()
    try:
        for path, status in (("/who", 200), ("/login?user=bob", 503), ("/logout", 503)):
            ann.get(path, status=status)
    finally:
        server.go_on()

    assert "ann" == ann.get("/who").json["user"]


def test_a_silence_is_waited_for_once() -> None:
    """A request waits for its session no longer than the timeout, of which a second is the most."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        store = RedisSessionStore(open_client(RedisSettings(url=url, timeout=0.05)))
        with pytest.raises(SessionStoreUnavailable, match=r"[Tt]imeout"):
            store.read(KEY)
        store.close()
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_a_full_server_keeps_no_new_session(
    server: Any, ann: TestApp, application: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has one is still known, and can log out."""
    with server.client() as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1mb")
        bob = TestApp(application)
        bob.get("/login?user=bob")

        assert {} == bob.cookies
        assert bob.get("/who").json["user"] is None
        assert "A session could not be kept: The addon redis cannot write to redis://127.0.0.1" in caplog.text
        assert "ann" == ann.get("/who").json["user"]
        ann.get("/logout")
        assert ann.get("/who").json["user"] is None
        client.config_set("maxmemory", "0")
        bob.get("/login?user=bob")
        assert "bob" == bob.get("/who").json["user"]


def test_a_server_that_may_only_be_read_keeps_nothing(server: Any, ann: TestApp, application: Any) -> None:
    """A logout that did not happen is not told as one."""
    with server.client() as client:
        # A replica of nobody that still answers with what it has.
        client.config_set("replica-serve-stale-data", "yes")
        client.execute_command("REPLICAOF", "127.0.0.1", "1")
        bob = TestApp(application)
        bob.get("/login?user=bob")

        assert {} == bob.cookies
        assert "ann" == ann.get("/who").json["user"]
        ann.get("/logout", status=503)
        assert "ann" == ann.get("/who").json["user"]
        client.execute_command("REPLICAOF", "NO", "ONE")


def test_a_session_that_was_evicted_is_none(server: Any, ann: TestApp) -> None:
    """The client begins anew."""
    with server.client() as client:
        client.flushall()

    assert ann.get("/who").json["user"] is None
    ann.get("/login?user=ann")
    assert "ann" == ann.get("/who").json["user"]


def test_what_the_server_says_is_told_apart(server: Any, application: Any) -> None:
    """Whoever writes to the store directly gets one of two errors, and never another."""
    store = application.registry.port(SessionStore)
    session = StoredSession({"a": "1"}, int(time.time()), int(time.time()))
    with server.client() as client:
        client.set(store.prefix + KEY, "no hash")
        with pytest.raises(SessionStoreUnavailable, match="WRONGTYPE"):
            store.read(KEY)
        client.execute_command("REPLICAOF", "127.0.0.1", "1")
        with pytest.raises(SessionStoreRefused, match=r"READONLY|read only"):
            store.create(KEY, session, None)
    server.kill()
    with pytest.raises(SessionStoreUnavailable, match=re.escape(f"cannot reach {server.url}")):
        store.read(KEY)
    assert not store.health().ok
