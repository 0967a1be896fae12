"""wheezy.web, with its default options and its router."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

from wheezy.http import HTTPResponse, WSGIApplication, json_response
from wheezy.routing import url
from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory

from benchmarks.requests.cases import MANY

__all__ = ["application"]


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    match case:
        case "template" | "page":
            return None
        case "one-route":
            return _numbered(1)
        case "many-routes":
            return _numbered(MANY)
        case "error":
            return _small(_answers_errors)
    return _small()


def plain(request: Any) -> Any:
    response = HTTPResponse("text/plain; charset=UTF-8")
    response.write("Hello, World!")
    return response


def greet(request: Any) -> Any:
    return json_response({"message": "Hello, World!"})


def number(request: Any) -> Any:
    return json_response({"id": int(request.environ["route_args"]["id"])})


def form(request: Any) -> Any:
    return json_response({name: values[0] for name, values in request.form.items()})


def fail(request: Any) -> Any:
    raise ValueError("broken")


def _answers_errors(options: Any) -> Callable[..., Any]:
    def middleware(request: Any, following: Callable[[Any], Any]) -> Any:
        try:
            return following(request)
        except ValueError as error:
            response = json_response({"error": str(error)})
            response.status_code = 409
            return response

    return middleware


@cache
def _small(*more: Any) -> Any:
    return _made(
        [
            url("plain", plain, name="plain"),
            url("json", greet, name="json"),
            url("users/{id:int}", number, name="user"),
            url("form", form, name="form"),
            url("error", fail, name="error"),
        ],
        *more,
    )


@cache
def _numbered(many: int) -> Any:
    return _made([url(f"part{part}/{{id:int}}", number, name=f"part{part}") for part in range(many)])


def _made(addresses: list[Any], *more: Any) -> Any:
    middleware = [bootstrap_defaults(url_mapping=addresses), *more, path_routing_middleware_factory]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that there is no template engine, and there need be none
        return WSGIApplication(middleware=middleware, options={})
