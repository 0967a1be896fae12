"""The main handler: the order of its events, and what a request costs that nobody listens to."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.events import (
    ApplicationCreated,
    BeforeTraversal,
    ContextFound,
    NewRequest,
    NewResponse,
)
from corefw.interfaces import INewRequest
from corefw.request import Request
from corefw.response import Response
from corefw.web import events
from tests.wsgi import ask


def app_of(*subscribers: tuple[Any, Any], **options: Any) -> Any:
    """Return an application with a route of every kind and these subscribers."""
    config = Configurator(**options)
    config.add_route("plain", "/plain")
    config.add_route("factory", "/factory", factory=lambda request: "made")
    config.add_route("star", "/star/*traverse", factory=lambda request: {"a": "found"})
    for name in ("plain", "factory", "star"):
        config.add_view(lambda request: Response("x"), route_name=name)
    for function, kind in subscribers:
        config.add_subscriber(function, kind)
    return config.make_wsgi_app()


def test_the_events_of_a_request_come_in_their_documented_order() -> None:
    """Each knows what is known by then: the route, then the context, then the response."""
    seen: list[Any] = []
    app = app_of(
        (lambda event: seen.append(("new", event.request.matched_route)), NewRequest),
        (lambda event: seen.append(("before", event.request.matched_route.name)), BeforeTraversal),
        (lambda event: seen.append(("found", event.request.context)), ContextFound),
        (lambda event: seen.append(("response", event.response.text)), NewResponse),
    )
    ask(app, "/factory")
    ask(app, "/star/a")

    assert [
        ("new", None),
        ("before", "factory"),
        ("found", "made"),
        ("response", "x"),
        ("new", None),
        ("before", "star"),
        ("found", "found"),
        ("response", "x"),
    ] == seen


def test_a_context_is_found_for_plain_routes_as_well() -> None:
    """Whoever listens gets the context that the view gets."""
    seen: list[Any] = []

    def plain(context: Any, request: Any) -> Response:
        seen.append(context)
        return Response("x")

    config = Configurator()
    config.add_subscriber(lambda event: seen.append(event.request.context), ContextFound)
    config.add_route("plain", "/plain")
    config.add_view(plain, route_name="plain")
    ask(config.make_wsgi_app(), "/plain")

    assert seen[0] is seen[1]


@pytest.mark.parametrize("kind", [NewRequest, INewRequest, None])
def test_a_subscriber_names_a_class_or_an_interface_or_nothing(kind: Any) -> None:
    """Without one it hears of every event."""
    seen: list[Any] = []
    ask(app_of((seen.append, kind)), "/plain")

    assert NewRequest in [type(event) for event in seen]
    assert (1 if kind else 5) == len({type(event) for event in seen})
    assert (kind is None) is (ApplicationCreated in [type(event) for event in seen])


def test_an_event_that_nobody_listens_to_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """One subscriber does not switch on the events of others."""
    made: list[str] = []
    for kind in (NewRequest, BeforeTraversal, ContextFound, NewResponse):

        def counted(self: Any, *args: Any, plain: Any = kind.__init__) -> None:
            made.append(type(self).__name__)
            plain(self, *args)

        monkeypatch.setattr(kind, "__init__", counted)
    ask(app_of(), "/factory")
    assert [] == made

    ask(app_of((lambda event: None, ContextFound)), "/plain")
    assert ["ContextFound"] == made
    assert events.NewRequest is NewRequest


def test_a_subscriber_that_raises_is_answered_like_a_view() -> None:
    """Its exception finds its exception view."""

    def refuse(event: Any) -> None:
        raise PermissionError("not you")

    config = Configurator()
    config.add_subscriber(refuse, NewRequest)
    config.add_exception_view(lambda exc, request: Response(str(exc), status=403), context=PermissionError)

    assert (403, "not you") == ask(config.make_wsgi_app(), "/").said


def test_an_application_is_announced_when_it_is_built() -> None:
    """Before its registry is frozen, with the application and under its older name."""
    seen: list[Any] = []

    def created(event: Any) -> None:
        event.app.registry["seen"] = event.object is event.app
        seen.append(event.app)

    app = app_of((created, ApplicationCreated))

    assert [app] == seen
    assert app.registry["seen"] is True


def test_a_root_factory_makes_the_context_of_routes_that_have_none() -> None:
    """As Pyramid documents it: the factory of the route, else that of the application."""
    config = Configurator(root_factory=lambda request: f"root of {request.path}")
    config.add_route("own", "/own", factory=lambda request: "own")
    config.add_route("none", "/none")
    for name in ("own", "none"):
        config.add_view(lambda context, request: Response(f"{context} {request.root}"), route_name=name)
    app = config.make_wsgi_app()

    assert ["own own", "root of /none root of /none"] == [ask(app, path).text for path in ("/own", "/none")]


def test_nothing_of_a_route_is_left_where_its_predicates_refuse() -> None:
    """A request that fell through to no route knows of none."""
    seen: list[Any] = []

    def lost(request: Any) -> Response:
        seen.append((request.matched_route, request.matchdict))
        return Response("no", status=404)

    config = Configurator()
    config.add_route("post", "/x/{y}", request_method="POST")
    config.add_view(lambda request: Response("x"), route_name="post")
    config.add_notfound_view(lost)
    ask(config.make_wsgi_app(), "/x/1")

    assert [(None, None)] == seen


def test_a_request_holds_no_more_than_it_was_asked_for() -> None:
    """Plain routes set what the view may ask for, and nothing else."""
    seen: list[list[str]] = []

    def view(request: Request) -> Response:
        seen.append(sorted(name for name, value in request.__dict__.items() if value is not None))
        return Response("x")

    config = Configurator()
    config.add_route("plain", "/plain")
    config.add_view(view, route_name="plain")
    ask(config.make_wsgi_app(), "/plain")

    assert [["environ", "matchdict", "matched_route"]] == seen
