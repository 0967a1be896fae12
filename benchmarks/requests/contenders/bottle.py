"""Bottle."""

from __future__ import annotations

from functools import cache
from typing import Any

import bottle

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
    return _small()


def plain() -> str:
    bottle.response.content_type = "text/plain; charset=UTF-8"
    return "Hello, World!"


def greet() -> dict[str, str]:
    return {"message": "Hello, World!"}


def number(id: int) -> dict[str, int]:
    return {"id": id}


def form() -> dict[str, str]:
    # Attributes of bottle's forms are decoded, their items are not.
    return dict(bottle.request.forms.decode())


def fail() -> None:
    raise ValueError("broken")


def answers_errors(callback: Any) -> Any:
    def answer(*args: Any, **kw: Any) -> Any:
        try:
            return callback(*args, **kw)
        except ValueError as error:
            bottle.response.status = 409
            return {"error": str(error)}

    return answer


@cache
def _small() -> Any:
    app = bottle.Bottle()
    app.route("/plain", callback=plain)
    app.route("/json", callback=greet)
    app.route("/users/<id:int>", callback=number)
    app.route("/form", method="POST", callback=form)
    app.route("/error", callback=fail, apply=[answers_errors])
    return app


@cache
def _numbered(many: int) -> Any:
    app = bottle.Bottle()
    for part in range(many):
        app.route(f"/part{part}/<id:int>", callback=number)
    return app
