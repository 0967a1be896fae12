"""A cache for the length of one request."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.request import Request, RequestLocalCache
from corefw.response import Response
from tests.wsgi import ask


def counting(value: Any = "made") -> Any:
    """Return a creator that counts its calls."""

    def create(request: Any) -> Any:
        create.calls += 1  # type: ignore[attr-defined]
        return value

    create.calls = 0  # type: ignore[attr-defined]
    return create


@pytest.mark.parametrize("value", ["made", None, 0, ()])
def test_a_value_is_made_once_a_request(value: Any) -> None:
    """Whatever it is; another request has its own."""
    create = counting(value)
    cache = RequestLocalCache(create)
    one, other = Request.blank("/"), Request.blank("/")

    assert [value, value, value] == [cache.get_or_create(row) for row in (one, one, other)]
    assert 2 == create.calls


def test_a_function_is_decorated() -> None:
    """The cache is its attribute ``cache``; the function keeps its name."""
    create = counting()
    cached = RequestLocalCache()(create)
    request = Request.blank("/")

    assert ["made", "made", "create"] == [cached(request), cached(request), cached.__name__]
    assert "made" == cached.cache.get(request)  # type: ignore[attr-defined]
    assert "made" == cached.cache.get_or_create(Request.blank("/"))  # type: ignore[attr-defined]
    assert 2 == create.calls


def test_a_value_can_be_set_read_and_cleared() -> None:
    """What is not there is NO_VALUE, or a default."""
    cache, other = RequestLocalCache(), RequestLocalCache()
    request = Request.blank("/")
    before = [cache.get(request), cache.get(request, "default"), cache.clear(request)]
    cache.set(request, 1)

    assert [RequestLocalCache.NO_VALUE, "default", RequestLocalCache.NO_VALUE] == before
    assert not cache.NO_VALUE
    assert "<NO_VALUE>" == repr(cache.NO_VALUE)
    assert [1, 1, cache.NO_VALUE] == [cache.get(request), cache.clear(request), cache.get(request)]
    assert other.NO_VALUE is other.get(request)
    assert "own" == cache.get_or_create(request, lambda request: "own")


def test_without_a_creator_nothing_can_be_made() -> None:
    """The error says so."""
    with pytest.raises(ValueError, match="nothing is cached, and the cache was given no creator"):
        RequestLocalCache().get_or_create(Request.blank("/"))


def test_values_are_gone_with_the_request() -> None:
    """Also one that leads back to it: the end of the request lets it go."""
    cache = RequestLocalCache(lambda request: [request])
    seen: list[weakref.ref[Any]] = []

    def view(request: Any) -> Response:
        assert cache.get_or_create(request) is cache.get_or_create(request)
        seen.append(weakref.ref(request))
        return Response("x")

    config = Configurator()
    config.add_route("x", "/")
    config.add_view(view, route_name="x")
    app = config.make_wsgi_app()
    gc.collect()
    gc.disable()
    try:
        ask(app, "/")
        assert None is seen[0]()
    finally:
        gc.enable()
