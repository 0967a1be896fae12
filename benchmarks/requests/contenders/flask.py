"""Flask, with its own sessions; the rows, the template and the permission by hand."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Any

import flask

from benchmarks.requests.cases import MANY

__all__ = ["application"]


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    match case:
        case "template":
            return None
        case "page":
            return _page()
        case "one-route":
            return _numbered(1)
        case "many-routes":
            return _numbered(MANY)
    return _small()


def plain() -> Any:
    return flask.Response("Hello, World!", mimetype="text/plain")


def greet() -> dict[str, str]:
    return {"message": "Hello, World!"}


def number(id: int) -> dict[str, int]:
    return {"id": id}


def form() -> dict[str, str]:
    return dict(flask.request.form.items())


def fail() -> None:
    raise ValueError("broken")


def failed(error: ValueError) -> Any:
    return {"error": str(error)}, 409


@cache
def _small() -> Any:
    app = flask.Flask("small")
    app.add_url_rule("/plain", view_func=plain)
    app.add_url_rule("/json", view_func=greet)
    app.add_url_rule("/users/<int:id>", view_func=number)
    app.add_url_rule("/form", view_func=form, methods=["POST"])
    app.add_url_rule("/error", view_func=fail)
    app.register_error_handler(ValueError, failed)
    return app


@cache
def _numbered(many: int) -> Any:
    app = flask.Flask("numbered")
    for part in range(many):
        app.add_url_rule(f"/part{part}/<int:id>", f"part{part}", number)
    return app


@cache
def _page() -> Any:
    from sqlalchemy.orm import sessionmaker

    from benchmarks.requests import shop

    app = flask.Flask("page")
    app.secret_key = shop.SECRET
    sessions = sessionmaker(shop.open_database())
    template = shop.template("page.html.mako")

    def log_in() -> str:
        flask.session["user"] = "ann"
        flask.session["token"] = secrets.token_urlsafe(32)
        return "hello"

    def page() -> str:
        user = flask.session.get("user")
        if "view" not in shop.USERS.get(user, ()):
            flask.abort(403)
        with sessions() as db:
            rows = shop.items(db)
            text: str = template.render(title="Items", user=user, rows=rows, token=flask.session["token"])
            return text

    app.add_url_rule("/login", view_func=log_in)
    app.add_url_rule("/page", view_func=page)
    return app
