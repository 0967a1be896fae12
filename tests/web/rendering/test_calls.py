"""Rendering from application code."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
import webob

from corefw.config import Configurator
from corefw.engine.registry import Registry
from corefw.web.current import CURRENT_REQUEST
from corefw.web.rendering.calls import get_renderer, render, render_to_response
from corefw.web.rendering.info import RendererFactory
from corefw.web.rendering.text import string_renderer_factory
from corefw.web.request import Request
from corefw.web.response import Response


@pytest.fixture
def request_() -> Request:
    """Return a request whose registry knows a renderer that touches the response."""

    def factory(info: Any) -> Any:
        def touch(value: Any, system: Any) -> str:
            system["request"].response.status = 202
            return str(info.package.__name__ if info.package else "")

        return touch

    made: Request = Request.blank("/")
    made.registry = Registry("board")
    made.registry.put(RendererFactory, "touch", RendererFactory("touch", factory))
    return made


def test_text_is_returned_also_of_json() -> None:
    """The built-in renderers need no request."""
    assert '{"a":1}' == render("json", {"a": 1})
    assert "7" == render("string", 7)


def test_what_a_renderer_does_to_the_response_does_not_leak(request_: Request) -> None:
    """Rendering a mail is no reason to change the page."""
    request_.response.status = 201
    mine = request_.response
    render("touch", {}, request_)

    assert mine is request_.response
    assert 201 == request_.response.status_int


def test_a_response_is_filled(request_: Request) -> None:
    """The one that is given, or a fresh one."""
    given = Response()

    assert given is render_to_response("touch", {}, request_, response=given)
    assert 202 == given.status_int
    assert request_.set_response_aside() is None
    assert b"[1]" == render_to_response("json", [1]).body


def test_a_response_is_filled_without_a_request() -> None:
    """With the type of the renderer, unless it has its own."""
    given, own = Response(status=201), Response(content_type="application/hal+json", charset="UTF-8")

    assert given is render_to_response("json", [1], response=given)
    assert (201, b"[1]", "application/json") == (given.status_int, given.body, given.content_type)
    assert "application/hal+json" == render_to_response("json", [1], response=own).content_type


def test_what_was_done_to_the_requests_response_stays_there(request_: Request) -> None:
    """A fresh response has nothing of it, as Pyramid documents since 1.6."""
    request_.registry.put(RendererFactory, "string", RendererFactory("string", string_renderer_factory))
    request_.response.status = 201

    made = render_to_response("string", "a", request_)

    assert (200, 201) == (made.status_int, request_.response.status_int)


def test_a_name_is_relative_to_the_callers_package(request_: Request) -> None:
    """Or to the package that is given."""
    import corefw.web.rendering as package

    own = __name__.rpartition(".")[0]
    expected = own if own in sys.modules else ""
    assert render("touch", {}, request_) in (expected, __name__)
    assert "corefw.web.rendering" == render("touch", {}, request_, package=package)


def test_without_a_request_the_current_one_helps(request_: Request) -> None:
    """Its registry is used."""
    token = CURRENT_REQUEST.set(request_)
    try:
        assert callable(get_renderer("touch"))
    finally:
        CURRENT_REQUEST.reset(token)


@pytest.mark.parametrize("kind", [webob.Request.blank, lambda path: SimpleNamespace()])
def test_a_request_of_another_kind_has_a_registry_and_no_response(kind: Any) -> None:
    """Renderers are told of it, and what they make is put into a fresh response, or into the one given."""
    other = kind("/")
    other.registry = Configurator().make_wsgi_app().registry
    given = Response(status=208)

    assert '{"a":1}' == render("json", {"a": 1}, other)
    assert "application/json" == render_to_response("json", {"a": 1}, other).content_type
    assert given is render_to_response("json", {"a": 1}, other, response=given)
    assert ("208 Success", b'{"a":1}') == (given.status, given.body)
