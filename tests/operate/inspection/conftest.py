"""A registry with routes and views of several kinds."""

from __future__ import annotations

from typing import Any

import pytest
from zope.interface import Interface

from corefw.app.configurator import Configurator
from corefw.engine.registry import Registry
from corefw.web.response import Response


class IThing(Interface):
    """Something to look at."""


class Page:
    """A view class."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def show(self) -> Response:
        return Response("shown")


def see(request: Any) -> Response:
    return Response("seen")


def root(request: Any) -> object:
    return object()


@pytest.fixture
def registry() -> Registry:
    """Give the registry of a small application."""
    config = Configurator()
    config.add_route("second", "/b/{id}", factory=root)
    config.add_route("first", "/b/c")
    config.add_route("outside", "https://example.org/x", static=True)
    config.add_view(see, route_name="second", request_method="POST", require_csrf=False)
    config.add_view(Page, attr="show", route_name="second", request_method="GET", request_param="a")
    config.add_view(see, context=IThing, name="look")
    config.add_view(see, context=ValueError)
    made: Registry = config.make_wsgi_app().registry
    return made


@pytest.fixture
def owner(registry: Registry) -> str:
    """Give the application as an owner."""
    return next(str(row.owner) for row in registry.plan if row.owner.kind == "application")
