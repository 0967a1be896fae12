"""Falcon, from its compiled wheel."""

from __future__ import annotations

from functools import cache
from typing import Any

import falcon

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


class Plain:
    def on_get(self, req: Any, resp: Any) -> None:
        resp.content_type = falcon.MEDIA_TEXT
        resp.text = "Hello, World!"


class Greeting:
    def on_get(self, req: Any, resp: Any) -> None:
        resp.media = {"message": "Hello, World!"}


class Number:
    def on_get(self, req: Any, resp: Any, id: int) -> None:
        resp.media = {"id": id}


class Form:
    def on_post(self, req: Any, resp: Any) -> None:
        resp.media = req.get_media()


class Failing:
    def on_get(self, req: Any, resp: Any) -> None:
        raise ValueError("broken")


def failed(req: Any, resp: Any, error: ValueError, params: Any) -> None:
    resp.status = falcon.HTTP_409
    resp.media = {"error": str(error)}


@cache
def _small() -> Any:
    app = falcon.App()
    app.add_route("/plain", Plain())
    app.add_route("/json", Greeting())
    app.add_route("/users/{id:int}", Number())
    app.add_route("/form", Form())
    app.add_route("/error", Failing())
    app.add_error_handler(ValueError, failed)
    return app


@cache
def _numbered(many: int) -> Any:
    app = falcon.App()
    for part in range(many):
        app.add_route(f"/part{part}/{{id:int}}", Number())
    return app
