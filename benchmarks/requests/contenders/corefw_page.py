"""corefw, the case "page": sessions, tokens, a security policy, and the addons for Mako and SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import sessionmaker

from benchmarks.requests import shop
from corefw.authentication import SessionAuthenticationHelper
from corefw.config import Configurator
from corefw.csrf import get_csrf_token
from corefw.ports import Persistence
from corefw.request import Request
from corefw.response import Response
from corefw.security import remember
from corefw.session import SignedCookieSessionFactory

__all__ = ["make", "page_of_two"]


class Policy:
    """Who is asking is in the session; what they may do is in a table."""

    def __init__(self) -> None:
        self.session = SessionAuthenticationHelper()

    def identity(self, request: Request) -> Any:
        return self.session.authenticated_userid(request)

    def authenticated_userid(self, request: Request) -> Any:
        return self.identity(request)

    def permits(self, request: Request, context: object, permission: str) -> bool:
        return permission in shop.USERS.get(self.identity(request), ())

    def remember(self, request: Request, userid: str, **kw: Any) -> Any:
        return self.session.remember(request, userid, **kw)

    def forget(self, request: Request, **kw: Any) -> Any:
        return self.session.forget(request, **kw)


def log_in(request: Request) -> Response:
    headers = remember(request, "ann")
    get_csrf_token(request)
    response = Response("hello", content_type="text/plain")
    response.headerlist.extend(headers)
    return response


def page(request: Request) -> dict[str, Any]:
    return {
        "title": "Items",
        "user": request.authenticated_userid,
        "rows": shop.items(request.db),
        "token": get_csrf_token(request),
    }


def page_of_two(request: Request) -> dict[str, Any]:
    """Use the transaction manager, as what is to commit together with the database does."""
    assert request.unit_of_work.manager.get() is not None
    return page(request)


def make(is_transaction: bool, view: Callable[[Request], dict[str, Any]] = page) -> Any:
    """Return the application, whose rows come by a unit of work, or by a session of its own."""
    addons = ["mako", "sqlalchemy"] if is_transaction else ["mako"]
    settings: dict[str, Any] = {"corefw.addons": addons}
    if is_transaction:
        settings |= {"sqlalchemy.url": "sqlite://", "sqlalchemy.create_schema": True}
    config = Configurator(
        settings=settings,
        security_policy=Policy(),
        session_factory=SignedCookieSessionFactory(
            shop.SECRET, timeout=shop.TIMEOUT, reissue_time=shop.REISSUE
        ),
    )
    config.set_default_csrf_options()
    config.add_route("login", "/login")
    config.add_view(log_in, route_name="login")
    config.add_route("page", "/page")
    config.add_view(
        view, route_name="page", permission="view", renderer="benchmarks:requests/templates/page.html"
    )
    if is_transaction:
        config.add_metadata(shop.Base.metadata)
    else:
        sessions = sessionmaker(shop.open_database())

        def db(request: Request) -> Any:
            session = sessions()
            request.add_finished_callback(lambda request: session.close())
            return session

        config.add_request_method(db, reify=True)
    app = config.make_wsgi_app()
    if is_transaction:
        with app.registry.port(Persistence).begin() as unit:
            shop.fill(unit.session)
    return app
