"""corefw, as its tutorial writes it: every check is on, and nothing is switched off or prepared."""

from __future__ import annotations

from functools import cache
from typing import Any

from benchmarks.requests.cases import MANY, ROWS
from corefw.config import Configurator
from corefw.request import Request

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
        case "page":
            return _page(is_transaction=True)
        case "page-without-transaction":
            return _page(is_transaction=False)
        case "page-with-manager":
            return _page_of_two()
    return _small()


def plain(request: Request) -> str:
    return "Hello, World!"


def greet(request: Request) -> dict[str, str]:
    return {"message": "Hello, World!"}


def number(request: Any) -> dict[str, int]:
    return {"id": request.matchdict["id"]}


def form(request: Request) -> dict[str, str]:
    return dict(request.POST)


def fail(request: Request) -> None:
    raise ValueError("broken")


def failed(error: ValueError, request: Request) -> dict[str, str]:
    request.response.status = 409
    return {"error": str(error)}


@cache
def _small() -> Any:
    config = Configurator()
    config.add_route("plain", "/plain")
    config.add_view(plain, route_name="plain", renderer="string")
    config.add_route("json", "/json")
    config.add_view(greet, route_name="json", renderer="json")
    config.add_route("user", "/users/{id:int}")
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
        config.add_route(f"part{part}", f"/part{part}/{{id:int}}")
        config.add_view(number, route_name=f"part{part}", renderer="json")
    return config.make_wsgi_app()


def rows(request: Request) -> dict[str, Any]:
    return {"title": "Fruit", "rows": ROWS}


@cache
def _template() -> Any:
    config = Configurator(settings={"corefw.addons": ["mako"]})
    config.add_route("rows", "/rows")
    config.add_view(rows, route_name="rows", renderer="benchmarks:requests/templates/rows.html")
    return config.make_wsgi_app()


@cache
def _page_of_two() -> Any:
    from benchmarks.requests.contenders.corefw_page import make, page_of_two

    return make(is_transaction=True, view=page_of_two)


@cache
def _page(is_transaction: bool) -> Any:
    # Its imports, SQLAlchemy's above all, are for this case alone.
    from benchmarks.requests.contenders.corefw_page import make

    return make(is_transaction)
