"""``derive_view``: a view that is called and not declared."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response


class Page:
    """A view of the class kind."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context

    def show(self) -> dict[str, Any]:
        """Return what a renderer is to render."""
        return {"context": self.context}


def plain(request: Any) -> Response:
    """Answer."""
    return Response("plain")


def test_any_shape_becomes_one_of_context_and_request() -> None:
    """A function of the request, a method of a class with a renderer, a dotted name."""
    config = Configurator(default_permission="never asked for")
    derived = [
        config.derive_view(plain),
        config.derive_view(f"{__name__}.plain"),
        config.derive_view(Page, attr="show", renderer="json"),
    ]
    request = config.make_wsgi_app().make_request("/")

    assert ["plain", "plain", '{"context":"c"}'] == [view("c", request).text for view in derived]


def test_what_is_no_response_needs_a_renderer() -> None:
    """As for every view."""
    config = Configurator()
    view = config.derive_view(lambda request: {})
    request = config.make_wsgi_app().make_request("/")

    with pytest.raises(TypeError, match="is not a response"):
        view(None, request)


def test_a_renderer_that_nothing_provides_is_told_at_once() -> None:
    """Not at the first request."""
    with pytest.raises(ConfigurationError, match="CFW-541"):
        Configurator().derive_view(plain, renderer="page.nosuch")


def test_derivers_of_the_application_stand_around_it() -> None:
    """Those that are committed."""

    def loud(view: Any, info: Any) -> Any:
        def louder(context: Any, request: Any) -> Any:
            response = view(context, request)
            response.text = response.text.upper()
            return response

        return louder

    config = Configurator()
    config.add_view_deriver(loud)
    config.commit()
    view = config.derive_view(plain)

    assert "PLAIN" == view(None, config.make_wsgi_app().make_request("/")).text
