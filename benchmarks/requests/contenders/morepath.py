"""Morepath: a model for each path, and views for the models."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import morepath

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


class Number:
    """What the paths with a number lead to."""

    def __init__(self, id: int) -> None:
        self.id = id


def number(self: Number, request: Any) -> dict[str, int]:
    return {"id": self.id}


@cache
def _small() -> Any:
    class App(morepath.App):
        pass

    @App.path(path="plain")
    class Plain:
        pass

    @App.view(model=Plain)
    def plain(self: Plain, request: Any) -> Any:
        return morepath.Response("Hello, World!", content_type="text/plain")

    @App.path(path="json")
    class Greeting:
        pass

    @App.json(model=Greeting)
    def greet(self: Greeting, request: Any) -> dict[str, str]:
        return {"message": "Hello, World!"}

    @App.path(path="users/{id}", model=Number)
    def user(id: int = 0) -> Number:
        return Number(id)

    App.json(model=Number)(number)

    @App.path(path="form")
    class Form:
        pass

    @App.json(model=Form, request_method="POST")
    def form(self: Form, request: Any) -> dict[str, str]:
        return dict(request.POST)

    @App.path(path="error")
    class Failing:
        pass

    @App.view(model=Failing)
    def fail(self: Failing, request: Any) -> None:
        raise ValueError("broken")

    @App.view(model=ValueError)
    def failed(self: ValueError, request: Any) -> Any:
        body = json.dumps({"error": str(self)}).encode()
        return morepath.Response(body, status=409, content_type="application/json", charset=None)

    App.commit()
    return App()


@cache
def _numbered(many: int) -> Any:
    class App(morepath.App):
        pass

    for part in range(many):
        model = type(f"Number{part}", (Number,), {})
        App.path(path=f"part{part}/{{id}}", model=model)(_maker(model))
        App.json(model=model)(number)
    App.commit()
    return App()


def _maker(model: type[Number]) -> Any:
    def make(id: int = 0) -> Number:
        return model(id)

    return make
