"""The functions by which application code renders: ``render`` and its kin.  Floor 4."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from corefw.web.current import get_current_registry
from corefw.web.rendering.before_render import system_values
from corefw.web.rendering.renderer import Renderer
from corefw.web.rendering.resolve import resolve_renderer
from corefw.web.response import Response

__all__ = ["get_renderer", "render", "render_to_response"]


def render(renderer_name: str, value: Any, request: Any = None, package: ModuleType | None = None) -> Any:
    """Return the text that a renderer makes of *value*; ``request.response`` is left alone.

    Without a request the registry is that of the current one, if there is one, and only the
    built-in renderers are known if not.  Raises as `resolve_renderer`.
    """
    renderer = _renderer(renderer_name, request, package or _caller())
    with _kept_response(request):
        made = renderer.render(value, _system(renderer, request), request)
    return made.decode("utf-8") if isinstance(made, bytes) else made


def render_to_response(
    renderer_name: str,
    value: Any,
    request: Any = None,
    package: ModuleType | None = None,
    response: Response | None = None,
) -> Response:
    """Return a response with what a renderer makes of *value*.

    *response* is filled if it is given; what was done to ``request.response`` does not show in a
    fresh one, and stays as it is.  Raises as `resolve_renderer`.
    """
    renderer = _renderer(renderer_name, request, package or _caller())
    if not _has_response(request):
        made = renderer.render(value, _system(renderer, request), request)
        return renderer.answer(made, None) if response is None else renderer.fill(response, made)
    with _kept_response(request):
        if response is not None:
            request.response = response
        return renderer.to_response(value, _system(renderer, request), request)


def get_renderer(renderer_name: str, package: ModuleType | None = None, registry: Any = None) -> Any:
    """Return what the factory of that renderer made: a function of (value, system)."""
    package = package or _caller()
    return resolve_renderer(renderer_name, package, registry or get_current_registry()).function


def _renderer(name: str, request: Any, package: ModuleType | None) -> Renderer:
    registry = get_current_registry() if request is None else request.registry
    return resolve_renderer(name, package, registry)


def _system(renderer: Renderer, request: Any) -> dict[str, Any]:
    return system_values(request, renderer.name, renderer.info)


def _has_response(request: Any) -> bool:
    """Say whether there is a request, and one of corefw's: any other may have a registry, and no more."""
    return hasattr(request, "set_response_aside")


@contextmanager
def _kept_response(request: Any) -> Iterator[None]:
    """Put ``request.response`` back as it was: what a renderer does to it does not leak."""
    if not _has_response(request):
        yield
        return
    before = request.set_response_aside()
    try:
        yield
    finally:
        request.set_response_aside()
        if before is not None:
            request.response = before


def _caller() -> ModuleType | None:
    """Return the package of the code that called the function which asks."""
    names = sys._getframe(2).f_globals
    name = names.get("__package__") or names.get("__name__", "")
    return sys.modules.get(name)
