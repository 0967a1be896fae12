"""Views keep their types under the decorators, and requests know what is theirs."""

from __future__ import annotations

from typing import Any, assert_type

from corefw.config import Configurator, not_, route_config
from corefw.decorator import reify
from corefw.request import Request
from corefw.response import Response
from corefw.view import exception_view_config, notfound_view_config, view_config, view_defaults


@route_config("card", "/cards/{id:int}")
@view_config(route_name="card", renderer="json", request_method="GET", xhr=not_(True))
def card(request: Request) -> dict[str, object]:
    return {"id": (request.matchdict or {})["id"], "who": request.authenticated_userid}


@notfound_view_config(append_slash=True)
def nothing(request: Request) -> Response:
    return Response("nothing", status=404)


@exception_view_config(KeyError, ValueError, renderer="json")
def wrong(error: Exception, request: Request) -> dict[str, str]:
    return {"error": str(error)}


@view_defaults(route_name="card")
class Pages:
    def __init__(self, request: Request) -> None:
        self.request = request

    @reify
    def title(self) -> str:
        return "Cards"

    @view_config(request_method="POST", renderer="json")
    def add(self) -> dict[str, str]:
        return {"title": self.title}


class PageRequest(Request):
    """A request of an application that says what its addons put on it."""

    theme: str = "light"


def themed(request: PageRequest) -> str:
    return request.theme


def includeme(config: Configurator) -> None:
    config.add_request_method(themed, "themed", reify=True)
    config.add_route("home", "/", request_method=("GET", "POST"))
    config.add_view(card, route_name="home", renderer="json", permission="view")


def what_is_left_of_a_decorated_view(request: Request, pages: Pages) -> None:
    """Read the types: a decorator that gave Any would not be seen otherwise."""
    assert_type(card(request), dict[str, object])
    assert_type(nothing(request), Response)
    assert_type(pages.add(), dict[str, str])
    assert_type(pages.title, str)
    assert_type(request.is_authenticated, bool)
    assert_type(request.matchdict, dict[str, Any] | None)
    assert_type(request.route_path("home"), str)
    assert_type(request.subpath, tuple[str, ...])
