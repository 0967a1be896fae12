"""Starlette, driven without a server."""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

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


async def plain(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Hello, World!")


async def greet(request: Request) -> JSONResponse:
    return JSONResponse({"message": "Hello, World!"})


async def number(request: Request) -> JSONResponse:
    return JSONResponse({"id": request.path_params["id"]})


async def form(request: Request) -> JSONResponse:
    return JSONResponse(dict(await request.form()))


async def fail(request: Request) -> None:
    raise ValueError("broken")


async def failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status_code=409)


@cache
def _small() -> Any:
    return Starlette(
        routes=[
            Route("/plain", plain),
            Route("/json", greet),
            Route("/users/{id:int}", number),
            Route("/form", form, methods=["POST"]),
            Route("/error", fail),
        ],
        exception_handlers={ValueError: failed},
    )


@cache
def _numbered(many: int) -> Any:
    return Starlette(routes=[Route(f"/part{part}/{{id:int}}", number) for part in range(many)])
