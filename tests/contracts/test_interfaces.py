"""The interfaces of the web layer are keys for lookups, named as Pyramid names them."""

from __future__ import annotations

from typing import Any

import pytest
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.interface.verify import verifyObject

from corefw.config import Configurator
from corefw.contracts import interfaces
from corefw.events import BeforeRender
from corefw.interfaces import IDict
from corefw.renderers import RendererInfo
from corefw.session import SignedCookieSessionFactory
from corefw.web.routing.route import Route


@pytest.mark.parametrize("name", interfaces.__all__)
def test_each_is_an_interface_that_says_what_it_is_for(name: str) -> None:
    """The docstring is a sentence."""
    found = getattr(interfaces, name)

    assert isinstance(found, InterfaceClass)
    assert found.extends(Interface)
    assert found.getDoc().strip().endswith(".")


def test_a_raised_response_is_a_response() -> None:
    """Whoever subscribes to the general finds the special."""
    assert interfaces.IExceptionResponse.extends(interfaces.IResponse)


def test_no_event_is_another() -> None:
    """A subscriber of one event is not called for the others."""
    events: list[Any] = [
        interfaces.IApplicationCreated,
        interfaces.INewRequest,
        interfaces.IBeforeTraversal,
        interfaces.IContextFound,
        interfaces.INewResponse,
        interfaces.IBeforeRender,
    ]

    assert [] == [(one, other) for one in events for other in events if one.extends(other)]


def test_a_session_and_the_names_for_a_renderer_are_dictionaries() -> None:
    """As Pyramid documents them."""
    assert interfaces.ISession.extends(IDict)
    assert interfaces.IBeforeRender.extends(IDict)


def test_what_says_that_it_provides_an_interface_has_its_members() -> None:
    """Routes, what renderer factories are told, sessions and the event of rendering."""
    config = Configurator()
    config.add_route("it", "/it")
    app = config.make_wsgi_app()
    request = app.make_request("/")

    assert verifyObject(interfaces.IRoute, app.registry.find(Route, "it"))
    assert verifyObject(interfaces.IRendererInfo, RendererInfo("it.txt"))
    assert verifyObject(interfaces.ISession, SignedCookieSessionFactory("s" * 40)(request))
    assert verifyObject(interfaces.IBeforeRender, BeforeRender({}, None))
