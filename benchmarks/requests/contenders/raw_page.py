"""The case "page" by hand: what itsdangerous, SQLAlchemy and Mako cost with nothing around them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.cookies import SimpleCookie
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.requests import shop

__all__ = ["page", "page_in_transaction"]

_signer = URLSafeSerializer(shop.SECRET)
_sessions = sessionmaker(shop.open_database())
_transactions = sessionmaker(shop.open_database(begins=True))
_page = shop.template("page.html.mako")


def page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer the login and the page."""
    return _answer(_sessions, environ, start_response)


def page_in_transaction(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Answer the same, in a transaction that is committed."""
    return _answer(_transactions.begin, environ, start_response)


def _answer(
    begin: Callable[[], AbstractContextManager[Session]],
    environ: dict[str, Any],
    start_response: Callable[..., Any],
) -> list[bytes]:
    if environ["PATH_INFO"] == "/login":
        return _log_in(start_response)
    session = _session_of(environ)
    user = session.get("user", "")
    if "view" not in shop.USERS.get(user, ()):
        start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []
    with begin() as db:
        text = _page.render(title="Items", user=user, rows=shop.items(db), token=session["token"])
    body = text.encode()
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=UTF-8"), ("Content-Length", str(len(body)))]
    )
    return [body]


def _log_in(start_response: Callable[..., Any]) -> list[bytes]:
    value = _signer.dumps({"user": "ann", "token": secrets.token_urlsafe(32), "time": int(time.time())})
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", f"session={value}; Path=/")])
    return [b"hello"]


def _session_of(environ: dict[str, Any]) -> dict[str, Any]:
    cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("session")
    if cookie is None:
        return {}
    try:
        session: dict[str, Any] = _signer.loads(cookie.value)
    except BadSignature:
        return {}
    return session if session["time"] > time.time() - shop.TIMEOUT else {}
