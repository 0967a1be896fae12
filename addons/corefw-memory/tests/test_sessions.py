"""Sessions in memory: how many, and for how long."""

from __future__ import annotations

import time
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.ports import Persistence, SessionStore, SessionStoreRefused, StoredSession
from corefw_memory import MemorySessionStore


def session() -> StoredSession:
    return StoredSession({"a": "1"}, int(time.time()), int(time.time()))


def test_there_are_no_more_than_are_allowed() -> None:
    """What is over makes room; what is not stays."""
    store = MemorySessionStore(most=2)
    store.create("a", session(), None)
    store.create("b", session(), int(time.time()) - 1)
    store.create("c", session(), None)

    with pytest.raises(SessionStoreRefused, match=r"there are 2 sessions, the most that memory\.sessions"):
        store.create("d", session(), None)
    assert [True, False, True, False] == [store.read(key) is not None for key in "abcd"]
    assert "2 sessions are kept in memory" == store.health().detail


def test_what_is_over_is_forgotten_now_and_then() -> None:
    """Though nobody sweeps."""
    store = MemorySessionStore()
    for number in range(2000):
        store.create(str(number), session(), int(time.time()) - 1)

    assert "1 sessions are kept in memory" == store.health().detail


def work(request: Any) -> Any:
    """Write a record and a session, and fail if that is asked for."""
    request.unit_of_work.table("notes").put(1, "x")
    request.session["n"] = request.session.get("n", 0) + 1
    request.response.status_int = int(request.GET.get("status", 200))
    return dict(request.session)


def test_a_session_is_not_a_part_of_the_unit_of_work() -> None:
    """It is written by itself, whatever becomes of the unit."""
    config = Configurator(
        settings={
            "corefw.addons": ["memory"],
            "corefw.ports.session_store": "memory",
            "corefw.sessions.kind": "server",
        }
    )
    config.add_route("work", "/")
    config.add_view(work, route_name="work", renderer="json")
    application = config.make_wsgi_app()
    client = TestApp(application)
    client.get("/?status=409", status=409)

    with application.registry.port(Persistence).begin() as unit:
        assert application.registry.port(SessionStore).within(unit) is None
        assert 0 == len(unit.table("notes"))
    assert {"n": 2} == client.get("/").json


def test_the_store_is_there_only_where_it_is_chosen() -> None:
    """So that it stands in nobody's way."""
    application = Configurator(settings={"corefw.addons": ["memory"]}).make_wsgi_app()

    assert [] == [row for row in application.registry.plan if row.key == ("port", "session_store")]
