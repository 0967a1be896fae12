"""Pyramid, the case "page": as its cookiecutter with SQLAlchemy puts the parts together."""

from __future__ import annotations

from functools import cache
from typing import Any

import zope.sqlalchemy
from pyramid.authentication import SessionAuthenticationHelper
from pyramid.config import Configurator
from pyramid.csrf import get_csrf_token
from pyramid.response import Response
from pyramid.security import remember
from pyramid.session import SignedCookieSessionFactory
from sqlalchemy.orm import sessionmaker

from benchmarks.requests import shop
from benchmarks.requests.contenders.pyramid import MAKO

__all__ = ["make"]


class Policy:
    """Who is asking is in the session; what they may do is in a table."""

    def __init__(self) -> None:
        self.session = SessionAuthenticationHelper()

    def identity(self, request: Any) -> Any:
        return self.session.authenticated_userid(request)

    def authenticated_userid(self, request: Any) -> Any:
        return self.identity(request)

    def permits(self, request: Any, context: object, permission: str) -> bool:
        return permission in shop.USERS.get(self.identity(request), ())

    def remember(self, request: Any, userid: str, **kw: Any) -> Any:
        return self.session.remember(request, userid, **kw)

    def forget(self, request: Any, **kw: Any) -> Any:
        return self.session.forget(request, **kw)


def log_in(request: Any) -> Response:
    headers = remember(request, "ann")
    get_csrf_token(request)
    response = Response("hello", content_type="text/plain")
    response.headerlist.extend(headers)
    return response


def page(request: Any) -> dict[str, Any]:
    return {
        "title": "Items",
        "user": request.authenticated_userid,
        "rows": shop.items(request.db),
        "token": get_csrf_token(request),
    }


@cache
def make(begins: bool = False) -> Any:
    """Return the application; with *begins* SQLite is told of its transactions."""
    config = Configurator(
        settings=MAKO | {"tm.manager_hook": "pyramid_tm.explicit_manager"},
        security_policy=Policy(),
        session_factory=SignedCookieSessionFactory(
            shop.SECRET, timeout=shop.TIMEOUT, reissue_time=shop.REISSUE
        ),
    )
    config.include("pyramid_tm")
    config.include("pyramid_mako")
    config.add_mako_renderer(".mako")
    config.set_default_csrf_options()
    sessions = sessionmaker(shop.open_database(begins))

    def db(request: Any) -> Any:
        session = sessions()
        zope.sqlalchemy.register(session, transaction_manager=request.tm)
        return session

    config.add_request_method(db, reify=True)
    config.add_route("login", "/login")
    config.add_view(log_in, route_name="login")
    config.add_route("page", "/page")
    config.add_view(page, route_name="page", permission="view", renderer="page.html.mako")
    return config.make_wsgi_app()
