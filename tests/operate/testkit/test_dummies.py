"""The stand-ins for unit tests."""

from __future__ import annotations

from typing import Any

import pytest
from webob import BaseRequest
from webob.acceptparse import AcceptValidHeader
from zope.interface import Interface
from zope.interface.verify import verifyObject

from corefw.config import Configurator
from corefw.contracts.interfaces import ISecurityPolicy, ISession
from corefw.testing import (
    DummyRequest,
    DummyResource,
    DummySecurityPolicy,
    DummySession,
    DummyTemplateRenderer,
)


class IFolder(Interface):
    """A kind of resource."""


def test_a_dummy_request_is_a_request() -> None:
    """So that everything that takes a request takes it."""
    request = DummyRequest()

    assert isinstance(request, BaseRequest)
    assert ("GET", "/", "http://example.com/", "example.com:80") == (
        request.method,
        request.path,
        request.url,
        request.host,
    )
    assert ({}, {}, {}, {}, {}) == (
        request.params,
        request.GET,
        request.POST,
        request.cookies,
        request.matchdict,
    )


def test_a_dummy_request_hands_out_what_it_was_given() -> None:
    """Values of any type, as they are."""
    thing = object()

    request = DummyRequest({"thing": thing}, headers={"X-Shop": "yes"}, path="/cart", cookies={"a": "1"})

    assert thing is request.params["thing"] is request.GET["thing"] is request.POST["thing"]
    assert ("yes", "/cart", "1") == (request.headers["X-Shop"], request.path_info, request.cookies["a"])


def test_fields_of_a_post_are_not_among_the_parameters() -> None:
    """So that a view that takes them from anywhere is found out."""
    request = DummyRequest(post={"name": "Ann"})

    assert ("POST", {"name": "Ann"}, {}) == (request.method, request.POST, request.params)


def test_other_keywords_are_attributes() -> None:
    """Also over those that a request has."""
    context = DummyResource()

    request = DummyRequest(context=context, matchdict={"id": 1}, theme="dark", accept="text/html")

    assert (context, {"id": 1}, "dark") == (request.context, request.matchdict, request.theme)
    assert isinstance(request.accept, AcceptValidHeader)


def test_the_environment_can_be_given() -> None:
    """As a server gives it."""
    request = DummyRequest(environ={"REMOTE_ADDR": "10.0.0.1"})

    assert "10.0.0.1" == request.client_addr


def test_the_registry_is_the_one_that_was_assigned() -> None:
    """Without one it is the current one, of which there is none here."""
    request = DummyRequest()
    assert request.registry is None

    request.registry = registry = Configurator().registry
    assert registry is request.registry

    del request.registry
    assert request.registry is None


def test_a_dummy_request_has_a_session_and_a_response() -> None:
    """Each its own."""
    first, second = DummyRequest(), DummyRequest()

    first.session["a"] = 1
    first.response.status_int = 201

    assert {} == second.session
    assert (201, 200) == (first.response.status_int, second.response.status_int)


def test_a_dummy_session_keeps_its_interface() -> None:
    """It flashes, has a token and forgets."""
    session = DummySession(a=1)
    assert ISession.providedBy(session)
    assert session.new

    session.flash("once")
    session.flash("once", allow_duplicate=False)
    session.flash("other", "queue")
    token = session.get_csrf_token()

    assert ["once"] == session.peek_flash() == session.pop_flash()
    assert [] == session.pop_flash()
    assert ["other"] == session.pop_flash("queue")
    assert token == session.new_csrf_token() == session.get_csrf_token()
    session.renew()
    assert {"a": 1} == session
    session.changed()
    session.invalidate()
    assert {} == session


def test_a_dummy_resource_knows_its_place() -> None:
    """A child that is put into it is told its name and parent."""
    root, child = DummyResource(), DummyResource(title="Cards", __provides__=IFolder)

    root["cards"] = child

    assert ("cards", root, "Cards") == (child.__name__, child.__parent__, child.title)  # type: ignore[attr-defined]
    assert IFolder.providedBy(child)
    assert (child, None, ["cards"], [child], [("cards", child)], 1) == (
        root.get("cards"),
        root.get("nothing"),
        list(root),
        list(root.values()),
        list(root.items()),
        len(root),
    )
    assert ["cards"] == list(root.keys())
    assert "cards" in root
    del root["cards"]
    assert bool(root)
    with pytest.raises(KeyError):
        root["cards"]


def test_a_clone_is_independent() -> None:
    """Its children are copies, and it may have another name, parent and attributes."""
    first = DummyResource("first", title="First", __provides__=(IFolder,))
    first["child"] = DummyResource(n=1)

    second = first.clone(__name__="second", __parent__=first, title="Second")
    second["child"].n = 2

    assert ("second", first, "Second") == (second.__name__, second.__parent__, second.title)  # type: ignore[attr-defined]
    assert 1 == first["child"].n
    assert ("first", None) == (first.clone().__name__, first.clone().__parent__)


@pytest.mark.parametrize("permissive", [True, False])
def test_a_dummy_policy_says_what_it_was_told_to(permissive: bool) -> None:
    """And keeps what it was asked."""
    policy = DummySecurityPolicy("ann", {"name": "Ann"}, permissive, [("A", "b")], [("C", "d")])
    request = DummyRequest()

    assert verifyObject(ISecurityPolicy, policy)
    assert ("ann", {"name": "Ann"}) == (policy.authenticated_userid(request), policy.identity(request))
    assert policy.permits(request, None, "edit") is permissive
    assert [("A", "b")] == policy.remember(request, "bob")
    assert [("C", "d")] == policy.forget(request)
    assert ("bob", True) == (policy.remembered, policy.forgotten)


def test_a_dummy_renderer_shows_what_it_was_given() -> None:
    """As attributes, and by a comparison that names every difference."""
    renderer = DummyTemplateRenderer("text")

    assert "text" == renderer({"title": "Cards"}, {"renderer_name": "page.mako"})
    assert ("Cards", "page.mako") == (renderer.title, renderer.renderer_name)
    assert renderer.assert_(title="Cards")  # noqa: PT009
    with pytest.raises(AttributeError, match="nothing"):
        renderer.nothing  # noqa: B018
    with pytest.raises(AssertionError) as caught:
        renderer.assert_(title="Boards", count=3)  # noqa: PT009
    assert (
        "the renderer was given other values:\n"
        "title: expected 'Boards', got 'Cards'\n"
        "count: expected 3, got nothing" == str(caught.value)
    )


def test_code_under_test_may_make_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the routes of the registry that it was given."""
    config: Any = Configurator(autocommit=True)
    config.add_route("card", "/cards/{id:int}")
    request = DummyRequest()
    request.registry = config.registry

    assert "http://example.com/cards/7" == request.route_url("card", id=7)
