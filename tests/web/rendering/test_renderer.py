"""The renderer of a view."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.contracts.interfaces import IBeforeRender, IResponseFactory
from corefw.engine.registry import Registry
from corefw.web.rendering.before_render import BeforeRender
from corefw.web.rendering.info import RendererInfo
from corefw.web.rendering.json import JSON
from corefw.web.rendering.renderer import NullRenderer, Renderer, null_renderer
from corefw.web.rendering.text import string_renderer_factory
from corefw.web.request import Request
from corefw.web.response import Response


@pytest.fixture
def registry() -> Registry:
    """Return an empty registry."""
    return Registry("board")


@pytest.fixture
def request_(registry: Registry) -> Request:
    """Return a request of that registry."""
    made: Request = Request.blank("/")
    made.registry = registry
    return made


def of(function: Any, registry: Registry | None = None, name: str = "a.txt") -> Renderer:
    """Return a renderer around *function*."""
    return Renderer(RendererInfo(name, None, registry), function)


def json_of(registry: Registry) -> Renderer:
    """Return the JSON renderer."""
    return of(JSON()(None), registry, "json")


def test_an_untouched_response_is_not_even_made(registry: Registry, request_: Request) -> None:
    """The response is made of the renderer's constant headers."""
    response = json_of(registry).to_response({}, None, request_)

    assert b"{}" == response.body
    assert request_.set_response_aside() is None


def test_a_touched_response_keeps_status_headers_and_cookies(registry: Registry, request_: Request) -> None:
    """And gets the renderer's type and body."""
    request_.response.status = 201
    request_.response.set_cookie("a", "1")

    response = json_of(registry).to_response({}, None, request_)

    assert response is request_.response
    assert ("201 Created", "application/json", b"{}", "a=1; Path=/", "nosniff") == (
        response.status,
        response.content_type,
        response.body,
        response.headers["Set-Cookie"],
        response.headers["X-Content-Type-Options"],
    )


def test_a_type_that_the_view_set_stays(registry: Registry, request_: Request) -> None:
    """The view knows better than its renderer."""
    request_.response.content_type = "application/hal+json"

    response = json_of(registry).to_response({}, None, request_)

    assert ("application/hal+json", "nosniff") == (
        response.content_type,
        response.headers["X-Content-Type-Options"],
    )


def test_the_factory_of_the_application_makes_every_response(registry: Registry, request_: Request) -> None:
    """There is no short cut round it."""

    class Mine(Response):
        pass

    registry.registerUtility(lambda request: Mine(), IResponseFactory)

    assert isinstance(json_of(registry).to_response({}, None, request_), Mine)


def test_the_string_renderer_gives_plain_text(registry: Registry, request_: Request) -> None:
    """Markup is text in it."""
    response = of(string_renderer_factory(RendererInfo("string"))).to_response(7, None, request_)

    assert (b"7", "text/plain; charset=UTF-8") == (response.body, response.headers["Content-Type"])


def test_a_renderer_gets_the_system_values(registry: Registry, request_: Request) -> None:
    """By the names that Pyramid documents, and those by which templates translate."""
    seen: dict[str, Any] = {}
    of(lambda value, system: seen.update(system) or "", registry).render({}, None, request_)

    documented = ["view", "renderer_name", "renderer_info", "context", "request", "req"]
    documented += ["get_csrf_token"]
    assert [*documented, "_", "gettext", "ngettext", "pgettext"] == list(seen)
    assert (request_, request_, "a.txt", request_.context) == (
        seen["request"],
        seen["req"],
        seen["renderer_name"],
        seen["context"],
    )


def test_subscribers_may_add_globals(registry: Registry, request_: Request) -> None:
    """The event is the dictionary of system values, and knows what the view returned."""

    def add(event: BeforeRender) -> None:
        event["site"] = f"board of {event.rendering_val['who']}"

    registry.registerHandler(add, [IBeforeRender])

    made = of(lambda value, system: system["site"], registry).render({"who": "ann"}, None, request_)

    assert "board of ann" == made


def test_a_subscriber_sees_the_rendering_of_json_too(registry: Registry, request_: Request) -> None:
    """The short cut is for those to whom nobody listens."""
    seen: list[Any] = []
    registry.registerHandler(lambda event: seen.append(event.rendering_val), [IBeforeRender])

    assert "[1]" == json_of(registry).render([1], None, request_)
    assert [[1]] == seen


@pytest.mark.parametrize(
    ("made", "body"), [("é", "é".encode()), (b"\xff", b"\xff"), ([b"a", b"b"], b"ab"), (None, b"")]
)
def test_what_a_renderer_may_return(registry: Registry, request_: Request, made: Any, body: bytes) -> None:
    """Text, bytes, an iterable of bytes, or nothing."""
    assert body == of(lambda value, system: made, registry).to_response({}, None, request_).body


def test_anything_else_is_an_error(registry: Registry, request_: Request) -> None:
    """It says what came."""
    with pytest.raises(TypeError, match="a renderer returns text, bytes or an iterable of bytes, not int"):
        of(lambda value, system: 7, registry).to_response({}, None, request_)


def test_the_null_renderer_passes_on_what_the_view_returns() -> None:
    """For views that others ask for values."""
    value = object()

    assert value is null_renderer.to_response(value) is null_renderer.render(value)
    assert isinstance(null_renderer, NullRenderer)
