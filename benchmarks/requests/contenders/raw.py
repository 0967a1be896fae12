"""WSGI without any framework: what is done by hand for one address, and nothing is checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from benchmarks.requests.cases import ROWS

__all__ = ["application"]

_JSON = "application/json"
_encode = json.dumps


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    if case == "template":
        return _template()
    if case == "page":
        from benchmarks.requests.contenders.raw_page import page

        return page
    if case == "page-with-transaction":
        from benchmarks.requests.contenders.raw_page import page_in_transaction

        return page_in_transaction
    return _CASES.get(case)


def _answer(
    start_response: Callable[..., Any], body: bytes, kind: str, status: str = "200 OK"
) -> list[bytes]:
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = b"Hello, World!"
    start_response(
        "200 OK", [("Content-Type", "text/plain; charset=UTF-8"), ("Content-Length", str(len(body)))]
    )
    return [body]


def greet(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = _encode({"message": "Hello, World!"}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def number(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    return _answer(start_response, _encode({"id": int(environ["PATH_INFO"][7:])}).encode(), _JSON)


def form(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    return _answer(start_response, _encode(dict(parse_qsl(sent))).encode(), _JSON)


def missing(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    return _answer(start_response, b"not found", "text/plain", "404 Not Found")


def _fail() -> None:
    raise ValueError("broken")


def error(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    try:
        _fail()
    except ValueError as error:
        return _answer(start_response, _encode({"error": str(error)}).encode(), _JSON, "409 Conflict")
    return []


_CASES = {
    "plaintext": plain,
    "json": greet,
    "parameter": number,
    "form": form,
    "missing": missing,
    "error": error,
}


def _template() -> Any:
    from benchmarks.requests import shop

    template = shop.template("rows.html.mako")

    def rows(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = template.render(title="Fruit", rows=ROWS).encode()
        return _answer(start_response, body, "text/html; charset=UTF-8")

    return rows
