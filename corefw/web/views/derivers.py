"""The derivers that corefw brings: what stands around a view, outermost first.

secured_view, csrf_view, owrapped_view, http_cached_view, decorated_view, then those of
addons, rendered_view, mapped_view.  Each is asked once, at commit, and returns the view
unchanged where it has nothing to do, so that nothing unused costs anything.  Floor 4.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import Any

import webob

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.ordering import Entry, arrange
from corefw.contracts.interfaces import IResponse, ISecurityPolicy, IViewMapperFactory
from corefw.web.exceptions import BadCSRFOrigin
from corefw.web.httpexceptions import HTTPForbidden
from corefw.web.rendering.before_render import system_values
from corefw.web.rendering.renderer import NullRenderer, Renderer
from corefw.web.rendering.resolve import resolve_renderer
from corefw.web.security.csrf import cross_site_reason
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.mapping import DefaultViewMapper, MappedView
from corefw.web.views.record import DefaultPermission, ViewDeriverDefinition, ViewInfo

__all__ = ["INGRESS", "VIEW", "arranged_derivers", "default_derivers", "derive", "deriver_options"]

log = logging.getLogger("corefw.security")

INGRESS = "INGRESS"
VIEW = "VIEW"

_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))


def secured_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Let the security policy decide before the view is called."""
    permission = info.options.get("permission")
    default = info.registry.find(DefaultPermission, "permission")
    if permission is None and default is not None and not info.answers_exceptions:
        permission = default.permission
    if permission is None or permission == NO_PERMISSION_REQUIRED:
        return view
    policy = info.registry.queryUtility(ISecurityPolicy)
    if policy is None:
        raise ConfigurationError(_no_policy(info, permission))
    permits = policy.permits

    def secured(context: Any, request: Any) -> Any:
        result = permits(request, context, permission)
        if result:
            return view(context, request)
        raise HTTPForbidden(f'The permission "{permission}" is needed.', result=result)

    return secured


secured_view.options = ("permission",)  # type: ignore[attr-defined]


def csrf_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Refuse unsafe requests that another site's page made with this site's cookies."""
    wanted = info.options.get("require_csrf")
    if wanted is False or (info.answers_exceptions and not wanted):
        return view
    origins = info.settings.get("corefw.trusted_origins", ())
    trusted = (origins,) if isinstance(origins, str) else tuple(origins)

    def checked(context: Any, request: Any) -> Any:
        if request.environ["REQUEST_METHOD"] not in _SAFE_METHODS:
            reason = cross_site_reason(request, trusted)
            if reason is not None:
                # The reason quotes what the client sent, so it is the operator's only.
                log.warning("refused an unsafe request: %s (corefw.trusted_origins)", reason)
                raise BadCSRFOrigin()
        return view(context, request)

    return checked


csrf_view.options = ("require_csrf",)  # type: ignore[attr-defined]


def owrapped_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Hand the response to the view named ``wrapper``, which may put it into a frame."""
    name = info.options.get("wrapper")
    if not name:
        return view

    def wrapped(context: Any, request: Any) -> Any:
        response = view(context, request)
        request.wrapped_response = response
        request.wrapped_body = response.body
        request.wrapped_view = view
        outer = request.application.view_named(name, context, request)
        if outer is None:
            raise ValueError(f'there is no view "{name}" to wrap {info.named}')
        return outer

    return wrapped


owrapped_view.options = ("wrapper",)  # type: ignore[attr-defined]


def http_cached_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Set the caching headers that ``http_cache`` asks for, unless the view forbids it."""
    asked = info.options.get("http_cache")
    if asked is None or info.settings.get("corefw.prevent_http_cache"):
        return view
    seconds, options = asked if isinstance(asked, tuple) and len(asked) == 2 else (asked, {})
    if not isinstance(options, dict) or not isinstance(seconds, (int, timedelta, type(None))):
        raise ConfigurationError(
            Problem(
                "CFW-504",
                f"http_cache must be seconds, a timedelta, or a pair of one and options; it is {asked!r}.",
                witnesses=(Witness(info.place),),
            )
        )

    def cached(context: Any, request: Any) -> Any:
        response = view(context, request)
        if not getattr(response.cache_control, "prevent_auto", False):
            if seconds is None:
                for key, value in options.items():
                    setattr(response.cache_control, key, value)
            else:
                response.cache_expires(seconds, **options)
        return response

    return cached


http_cached_view.options = ("http_cache",)  # type: ignore[attr-defined]


def decorated_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Apply the decorators of the option ``decorator``, the first outermost."""
    decorators = info.options.get("decorator")
    if decorators is None:
        return view
    for decorate in reversed(decorators if isinstance(decorators, (list, tuple)) else (decorators,)):
        view = decorate(view)
    return view


decorated_view.options = ("decorator",)  # type: ignore[attr-defined]


def rendered_view(view: MappedView, info: ViewInfo) -> MappedView:
    """Make a response of what the view returns: by its renderer, or by an adapter to IResponse."""
    named = info.options.get("renderer")
    renderer: Renderer | NullRenderer | None = named if isinstance(named, (Renderer, NullRenderer)) else None
    if renderer is None and isinstance(named, str):
        renderer = resolve_renderer(named, info.package, info.registry)
    if isinstance(renderer, NullRenderer):
        return view
    adapts = any(row.provided is IResponse for row in info.registry.registeredAdapters())
    to_response = renderer.to_response if renderer is not None else None
    needs_system = renderer is not None and getattr(renderer, "_direct", None) is None

    def rendered(context: Any, request: Any) -> Any:
        result = view(context, request)
        if isinstance(result, webob.Response):
            return result
        if adapts:
            adapted = info.registry.queryAdapter(result, IResponse)
            if adapted is not None:
                return adapted
        if IResponse.providedBy(result):
            return result
        if to_response is None:
            raise TypeError(_no_response(result, info))
        system = None
        if needs_system:
            system = system_values(request, renderer.name, renderer.info, request.__dict__.get("__view__"))  # type: ignore[union-attr]
            if context is not None:
                system["context"] = context
        return to_response(result, system, request)

    return rendered


rendered_view.options = ("renderer",)  # type: ignore[attr-defined]


def mapped_view(view: Any, info: ViewInfo) -> MappedView:
    """Call the view as its shape wants, by its own mapper if it names one."""
    mapper = info.options.get("mapper") or getattr(view, "__view_mapper__", None)
    mapper = mapper or info.registry.queryUtility(IViewMapperFactory) or DefaultViewMapper
    mapped: MappedView = mapper(**info.options)(view)
    return mapped


mapped_view.options = ("mapper", "attr")  # type: ignore[attr-defined]


def default_derivers() -> list[ViewDeriverDefinition]:
    """Return corefw's own derivers, each under the one before it."""
    rows: list[ViewDeriverDefinition] = []
    for derive in (
        secured_view,
        csrf_view,
        owrapped_view,
        http_cached_view,
        decorated_view,
        rendered_view,
        mapped_view,
    ):
        under = (rows[-1].name,) if rows else (INGRESS,)
        rows.append(ViewDeriverDefinition(derive.__name__, derive, under=under, over=(VIEW,)))
    return rows


def derive(view: Any, info: ViewInfo) -> MappedView:
    """Put every deriver of the registry around *view*, the innermost first."""
    for definition in info.registry.derived(ViewDeriverDefinition, _innermost_first):
        view = definition.derive(view, info)
    result: MappedView = view
    return result


def arranged_derivers(
    definitions: Mapping[Hashable, ViewDeriverDefinition],
) -> list[ViewDeriverDefinition]:
    """Return the derivers, the outermost first."""
    ordered = arrange(Entry(row.name, row, before=row.over, after=row.under) for row in definitions.values())
    return [entry.value for entry in ordered]


def _innermost_first(
    definitions: Mapping[Hashable, ViewDeriverDefinition],
) -> list[ViewDeriverDefinition]:
    return arranged_derivers(definitions)[::-1]


def deriver_options(definitions: Mapping[Hashable, ViewDeriverDefinition]) -> frozenset[str]:
    """Return every view option that some deriver takes."""
    return frozenset(option for row in definitions.values() for option in row.options)


def _no_policy(info: ViewInfo, permission: str) -> Problem:
    return Problem(
        "CFW-503",
        f'The view {info.named} asks for the permission "{permission}", and there is no security policy.',
        witnesses=(Witness(info.place),),
        why="Without a policy nobody can be refused, so the view would be open to everybody.",
        fixes=(
            Fix("the view is protected", "config.set_security_policy(YourPolicy())"),
            Fix("it is public", "permission=NO_PERMISSION_REQUIRED, or no permission at all"),
        ),
    )


def _no_response(result: Any, info: ViewInfo) -> str:
    shown = repr(result)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    hint = ""
    if hasattr(result, "cr_await"):
        hint = " (it was not awaited: is a decorator hiding an async def?)"
        result.close()
    return (
        f"The view {info.named} returned {shown}, which is not a response{hint}, and it has no renderer. "
        "Return a Response, or declare the view with renderer=..."
    )
