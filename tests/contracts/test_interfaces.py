"""The interfaces of the web layer are keys for lookups, named as Pyramid names them."""

from __future__ import annotations

import pytest
from zope.interface import Interface
from zope.interface.interface import InterfaceClass

from corefw.contracts import interfaces


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
    events = [
        interfaces.IApplicationCreated,
        interfaces.INewRequest,
        interfaces.IBeforeTraversal,
        interfaces.IContextFound,
        interfaces.INewResponse,
        interfaces.IBeforeRender,
    ]

    assert [] == [(one, other) for one in events for other in events if one.extends(other)]
