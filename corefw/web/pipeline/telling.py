"""The views of HTTP exceptions that corefw brings; one tells the developer, and nobody else, why.

Who is on this machine is decided here; what is told of errors is the business of ``application``.
Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corefw.web.response import Response

__all__ = ["OWN_VIEWS", "default_exceptionresponse_view", "is_local", "tell_why"]

_LOCAL_ADDRESSES = ("127.0.0.1", "::1")
_RELAYED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def is_local(environ: Mapping[str, Any]) -> bool:
    """Whether the client is on this machine itself, and not only a proxy that speaks for another."""
    is_relayed = any(header in environ for header in _RELAYED)
    return environ.get("REMOTE_ADDR") in _LOCAL_ADDRESSES and not is_relayed


def default_exceptionresponse_view(context: Any, request: Any) -> Any:
    """Answer with the exception itself, which is a response."""
    return context


def tell_why(exception: Any, request: Any) -> Any:
    """Answer with *exception*, a response; to a client on this machine say why, if anybody knows.

    The view of HTTP exceptions where ``corefw.debug`` is on.  What is known is which views were
    considered and what refused each.
    """
    reasons = getattr(exception, "reasons", ())
    if not reasons or not is_local(request.environ):
        return exception
    lines = [
        exception.status,
        "",
        f"{request.method} {request.path} was answered so because",
        "",
        *(f"  {reason}" for reason in reasons),
        "",
        "You are told this because corefw.debug is on and you are on the machine of the server.",
    ]
    told = Response("\n".join(lines) + "\n", status=exception.status, content_type="text/plain")
    if "Allow" in exception.headers:
        told.headers["Allow"] = exception.headers["Allow"]
    return told


#: Both, of which one answers where an application has no other.
OWN_VIEWS = (default_exceptionresponse_view, tell_why)
