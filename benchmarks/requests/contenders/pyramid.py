"""Pyramid, by renderers, as its documentation writes it."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyramid.config import Configurator

from benchmarks.requests.cases import MANY, ROWS

__all__ = ["application"]


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    match case:
        case "one-route":
            return _numbered(1)
        case "many-routes":
            return _numbered(MANY)
        case "template":
            return _template()
        case "page" | "page-with-transaction":
            from benchmarks.requests.contenders.pyramid_page import make

            return make(begins=case == "page-with-transaction")
    return _small()


def plain(request: Any) -> str:
    return "Hello, World!"


def greet(request: Any) -> dict[str, str]:
    return {"message": "Hello, World!"}


def number(request: Any) -> dict[str, int]:
    return {"id": int(request.matchdict["id"])}


def form(request: Any) -> dict[str, str]:
    return dict(request.POST)


def fail(request: Any) -> None:
    raise ValueError("broken")


def failed(error: ValueError, request: Any) -> dict[str, str]:
    request.response.status = 409
    return {"error": str(error)}


@cache
def _small() -> Any:
    config = Configurator()
    config.add_route("plain", "/plain")
    config.add_view(plain, route_name="plain", renderer="string")
    config.add_route("json", "/json")
    config.add_view(greet, route_name="json", renderer="json")
    config.add_route("user", "/users/{id}")
    config.add_view(number, route_name="user", renderer="json")
    config.add_route("form", "/form")
    config.add_view(form, route_name="form", request_method="POST", renderer="json")
    config.add_route("error", "/error")
    config.add_view(fail, route_name="error")
    config.add_exception_view(failed, context=ValueError, renderer="json")
    return config.make_wsgi_app()


@cache
def _numbered(many: int) -> Any:
    config = Configurator()
    for part in range(many):
        config.add_route(f"part{part}", f"/part{part}/{{id}}")
        config.add_view(number, route_name=f"part{part}", renderer="json")
    return config.make_wsgi_app()


def rows(request: Any) -> dict[str, Any]:
    return {"title": "Fruit", "rows": ROWS}


@cache
def _template() -> Any:
    config = Configurator(settings=MAKO)
    config.include("pyramid_mako")
    config.add_mako_renderer(".mako")
    config.add_route("rows", "/rows")
    config.add_view(rows, route_name="rows", renderer="rows.html.mako")
    return config.make_wsgi_app()


#: The safe options that corefw-mako has, too.
MAKO = {
    "mako.directories": "benchmarks:requests/templates",
    "mako.default_filters": "h",
    "mako.strict_undefined": "true",
}
