"""Litestar, driven without a server."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body

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
            # Only here: what Litestar raises for an unknown path is a ValueError, too.
            return _small(answers_errors=True)
    return _small()


@get("/plain", media_type=MediaType.TEXT)
async def plain() -> str:
    return "Hello, World!"


@get("/json")
async def greet() -> dict[str, str]:
    return {"message": "Hello, World!"}


@get("/users/{id:int}")
async def number(id: int) -> dict[str, int]:
    return {"id": id}


@post("/form", status_code=200)
async def form(
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> dict[str, str]:
    return data


@get("/error")
async def fail() -> None:
    raise ValueError("broken")


def failed(request: Request, error: Exception) -> Response:
    return Response({"error": str(error)}, status_code=409)


@cache
def _small(answers_errors: bool = False) -> Any:
    handlers = {ValueError: failed} if answers_errors else {}
    return Litestar(
        [plain, greet, number, form, fail],
        openapi_config=None,
        logging_config=None,
        exception_handlers=handlers,
    )


@cache
def _numbered(many: int) -> Any:
    async def numbered(id: int) -> dict[str, int]:
        return {"id": id}

    paths = [f"/part{part}/{{id:int}}" for part in range(many)]
    return Litestar([get(paths)(numbered)], openapi_config=None, logging_config=None)
