"""The current request of a context."""

from __future__ import annotations

import threading
from typing import Any

from corefw.config import Configurator
from corefw.response import Response
from corefw.threadlocal import get_current_registry, get_current_request
from corefw.web.current import RequestContext
from tests.wsgi import ask


def test_nothing_is_current_outside_a_request() -> None:
    """Neither a request nor a registry."""
    assert get_current_request() is None
    assert get_current_registry() is None


def test_the_current_registry_is_that_of_the_request() -> None:
    """While a request is answered."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(
        lambda request: Response(str(get_current_registry() is request.registry)), route_name="it"
    )

    assert "True" == ask(config.make_wsgi_app()).text


def test_a_context_of_a_request_puts_back_what_was_current() -> None:
    """As a block or from ``begin`` to ``end``; ending twice is no harm."""
    outer, inner = RequestContext("outer"), RequestContext("inner")

    assert "outer" == outer.begin()
    with inner as made:
        assert ("inner", "inner") == (made, get_current_request())
    assert "outer" == get_current_request()
    outer.end()
    outer.end()
    assert get_current_request() is None


def test_a_configurator_makes_a_request_current() -> None:
    """``begin`` and ``end`` nest."""
    config = Configurator()
    config.begin("first")
    config.begin("second")
    seen = [get_current_request()]
    config.end()
    seen.append(get_current_request())
    config.end()
    config.end()

    assert ["second", "first", None] == [*seen, get_current_request()]


def test_threads_do_not_see_each_others_requests() -> None:
    """A context variable holds in threads as well."""
    barrier = threading.Barrier(8)
    seen: list[bool] = []

    def view(request: Any) -> Response:
        barrier.wait(10)
        seen.append(get_current_request() is request)
        return Response(request.path)

    config = Configurator()
    config.add_route("it", "/{n}")
    config.add_view(view, route_name="it")
    app = config.make_wsgi_app()
    threads = [threading.Thread(target=ask, args=(app, f"/{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [True] * 8 == seen
