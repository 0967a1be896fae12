"""Calling a view by its name."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.exceptions import PredicateMismatch
from corefw.httpexceptions import HTTPForbidden
from corefw.response import Response
from corefw.view import render_view, render_view_to_iterable, render_view_to_response


class Deny:
    """Nobody may do anything."""

    def identity(self, request: Any) -> None:
        """Return nobody."""

    authenticated_userid = identity

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        """Return False."""
        return False


@pytest.fixture
def request_() -> Any:
    """Return a request of an application with four views."""
    config = Configurator(security_policy=Deny())
    config.add_view(lambda context, request: Response(f"for {context}"), name="open")
    config.add_view(lambda context, request: Response("text"), name="text", context=str)
    config.add_view(lambda context, request: Response("closed"), name="closed", permission="see")
    config.add_view(lambda context, request: Response("x"), name="picky", request_param="x")
    return config.make_wsgi_app().make_request("/")


def test_a_view_is_called_by_its_name(request_: Any) -> None:
    """Its response, its body in parts, its body whole."""
    assert "for 1" == render_view_to_response(1, request_, "open").text
    assert [b"for 1"] == list(render_view_to_iterable(1, request_, "open") or ())
    assert b"for 1" == render_view(1, request_, "open")


def test_a_view_that_is_not_there_is_none(request_: Any) -> None:
    """By its name, or for the context."""
    assert None is render_view_to_response("a", request_, "nosuch")
    assert None is render_view_to_iterable(1, request_, "text")
    assert None is render_view(1, request_, "text")
    assert b"text" == render_view("a", request_, "text")


def test_permissions_are_asked_for_unless_said_otherwise(request_: Any) -> None:
    """The code that says so answers for it."""
    with pytest.raises(HTTPForbidden):
        render_view(1, request_, "closed")

    assert b"closed" == render_view(1, request_, "closed", secure=False)
    assert b"for 1" == render_view(1, request_, "open", secure=False)


@pytest.mark.parametrize("secure", [True, False])
def test_predicates_are_asked_in_any_case(request_: Any, secure: bool) -> None:
    """A miss is raised."""
    with pytest.raises(PredicateMismatch):
        render_view(1, request_, "picky", secure=secure)
