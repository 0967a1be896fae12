"""WebOb by hand: a request, a response, and an if for each address."""

from __future__ import annotations

import json
import re
from typing import Any

from webob import Request, Response

__all__ = ["application"]

_USER = re.compile(r"/users/([0-9]+)")


def application(case: str) -> Any:
    """Return the application that answers *case*."""
    known = ("plaintext", "json", "parameter", "form", "missing", "error")
    return _application if case in known else None


def _application(environ: dict[str, Any], start_response: Any) -> Any:
    request = Request(environ)
    try:
        response = _respond(request)
    except ValueError as error:
        response = Response(json_body={"error": str(error)}, status=409)
    return response(environ, start_response)


def _respond(request: Request) -> Response:
    path = request.path_info
    if path == "/plain":
        return Response("Hello, World!", content_type="text/plain")
    if path == "/json":
        return _json({"message": "Hello, World!"})
    if found := _USER.fullmatch(path):
        return _json({"id": int(found[1])})
    if path == "/form" and request.method == "POST":
        return _json(dict(request.POST))
    if path == "/error":
        raise ValueError("broken")
    return Response("not found", status=404, content_type="text/plain")


def _json(value: object) -> Response:
    return Response(json.dumps(value).encode(), content_type="application/json", charset=None)
