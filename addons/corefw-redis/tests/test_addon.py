"""The addon in an application: sessions that two processes share, and what a check finds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError
from corefw.hooks import Check
from corefw.ports import SessionStore
from corefw_redis import RedisSessionStore
from corefw_redis.addon import RedisAddon

Make = Callable[..., Any]


def count(request: Any) -> Any:
    name = request.GET.get("name", "count")
    request.session[name] = request.session.get(name, 0) + 1
    return dict(request.session)


def show(request: Any) -> Any:
    return dict(request.session)


def login(request: Any) -> Any:
    request.session.renew()
    return {}


@pytest.fixture
def make() -> Iterator[Make]:
    """Make applications, which are closed afterwards."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        given = {"corefw.addons": ["redis"], "corefw.sessions.kind": "server"}
        config = Configurator(
            settings=given | {key.replace("__", "."): value for key, value in settings.items()}
        )
        for view in (count, show, login):
            config.add_route(view.__name__, f"/{view.__name__}")
            config.add_view(view, route_name=view.__name__, renderer="json")
        made.append(config.make_wsgi_app())
        return made[-1]

    yield make
    for application in made:
        application.close()


def test_two_processes_share_the_sessions(make: Make, redis_url: str, prefix: str) -> None:
    """Two applications over one server, as two processes have them."""
    first, second = (TestApp(make(redis__url=redis_url, redis__prefix=prefix)) for _ in range(2))
    first.get("/count")
    second.set_cookie("session", first.cookies["session"])

    assert {"count": 2} == second.get("/count").json
    assert {"count": 3} == first.get("/count").json


def test_two_applications_of_one_server_share_nothing(make: Make, redis_url: str, prefix: str) -> None:
    """Each has its own prefix."""
    first = TestApp(make(redis__url=redis_url, redis__prefix=f"{prefix}1:"))
    second = TestApp(make(redis__url=redis_url, redis__prefix=f"{prefix}2:"))
    first.get("/count")
    second.set_cookie("session", first.cookies["session"])

    assert {} == second.get("/show").json


def test_redis_forgets_by_itself_and_knows_no_id(make: Make, redis_url: str, prefix: str) -> None:
    """Its keys are hashes, and end with the session."""
    application = make(redis__url=redis_url, redis__prefix=prefix, corefw__sessions__timeout=600)
    client = TestApp(application)
    client.get("/count")
    store = application.registry.port(SessionStore)
    [name] = store.client.scan_iter(match=f"{prefix}*")

    assert client.cookies["session"] not in name.decode()
    assert 0 < store.client.ttl(name) <= 600
    store.client.expireat(name, int(time.time()) - 1)
    assert {} == client.get("/show").json


def test_a_hundred_requests_at_once_lose_nothing(make: Make, redis_url: str, prefix: str) -> None:
    """Each sets a value of its own."""
    application = make(redis__url=redis_url, redis__prefix=prefix)
    client = TestApp(application)
    client.get("/count?name=start")

    def visit(number: int) -> None:
        one = TestApp(application)
        one.set_cookie("session", client.cookies["session"])
        one.get(f"/count?name=n{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(100)))

    assert {"start": 1, **{f"n{number}": 1 for number in range(100)}} == client.get("/show").json


def test_a_login_moves_the_session(make: Make, redis_url: str, prefix: str) -> None:
    """One key goes and another comes."""
    application = make(redis__url=redis_url, redis__prefix=prefix)
    client = TestApp(application)
    client.get("/count")
    store = application.registry.port(SessionStore)
    before = list(store.client.scan_iter(match=f"{prefix}*"))
    client.get("/login")
    after = list(store.client.scan_iter(match=f"{prefix}*"))

    assert (1, 1, False) == (len(before), len(after), before == after)
    assert {"count": 1} == client.get("/show").json


def test_the_check_finds_a_server_that_does_not_answer(make: Make, redis_url: str) -> None:
    """As an error, without the password."""
    well = make(redis__url=redis_url)
    ill = make(redis__url="redis://zoe:s3cret@127.0.0.1:1/0")

    assert [] == list(RedisAddon().check(Check(well.registry)))
    [finding] = RedisAddon().check(Check(ill.registry))
    assert ("redis.unreachable", "error") == (finding.id, finding.level)
    assert finding.message.startswith("The addon redis cannot reach redis://zoe:***@127.0.0.1:1/0: ")
    assert "start the server, or mend url in [redis]" == finding.hint


def test_an_address_that_cannot_be_used_is_told_with_where_it_was_given() -> None:
    """And without the address."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings={"corefw.addons": ["redis"], "redis.url": "s3cret"})

    assert "REDIS-101" in str(caught.value)
    assert "test_addon.py" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_another_store_may_be_chosen_beside_it(make: Make) -> None:
    """Then this one is not asked."""
    application = make(corefw__addons=["redis", "memory"], corefw__ports__session_store="memory")

    assert not isinstance(application.registry.port(SessionStore), RedisSessionStore)
    assert [] == list(RedisAddon().check(Check(application.registry)))
