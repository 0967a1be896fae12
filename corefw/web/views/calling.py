"""Calling a view by its name, from code that has a request.  As Pyramid documents it.  Floor 4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["render_view", "render_view_to_iterable", "render_view_to_response"]


def render_view_to_response(context: Any, request: Any, name: str = "", secure: bool = True) -> Any:
    """Return the response of the view *name* for *context*, or None if there is no such view.

    Views of the request's own route come first.  Without *secure* no permission is asked for.
    Raises HTTPForbidden, PredicateMismatch where predicates refuse the request, and what the
    view raises.
    """
    return request.application.view_named(name, context, request, secure=secure)


def render_view_to_iterable(
    context: Any, request: Any, name: str = "", secure: bool = True
) -> Iterable[bytes] | None:
    """Return the body of `render_view_to_response` as an iterable of bytes, or None."""
    response = render_view_to_response(context, request, name, secure)
    return None if response is None else response.app_iter


def render_view(context: Any, request: Any, name: str = "", secure: bool = True) -> bytes | None:
    """Return the body of `render_view_to_response` as bytes, or None."""
    parts = render_view_to_iterable(context, request, name, secure)
    return None if parts is None else b"".join(parts)
