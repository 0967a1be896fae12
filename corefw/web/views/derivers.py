"""The derivers that corefw brings: what stands around a view, outermost first.

secured_view, csrf_view, owrapped_view, http_cached_view, decorated_view, then those of
addons, rendered_view, mapped_view.  Each is asked once, at commit, and returns the view
unchanged where it has nothing to do, so that nothing unused costs anything.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import Any

import webob
from zope.interface import implementedBy

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.ordering import Entry, arrange
from corefw.contracts.interfaces import IResponse, ISecurityPolicy, IViewMapperFactory
from corefw.web.httpexceptions import HTTPForbidden
from corefw.web.rendering.before_render import system_values
from corefw.web.rendering.renderer import NullRenderer, Renderer
from corefw.web.rendering.resolve import default_renderer, resolve_renderer
from corefw.web.security.csrf_view import csrf_view
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.security.telling import telling
from corefw.web.views.mapping import DefaultViewMapper, MappedView
from corefw.web.views.record import DefaultPermission, ViewDeriverDefinition, ViewInfo

__all__ = ["INGRESS", "VIEW", "arranged_derivers", "default_derivers", "derive", "deriver_options"]

INGRESS = "INGRESS"
VIEW = "VIEW"


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
    debug = info.settings.get("corefw.debug_authorization")
    permits = telling(policy.permits) if debug else policy.permits

    def secured(context: Any, request: Any) -> Any:
        result = permits(request, context, permission)
        if result:
            return view(context, request)
        raise HTTPForbidden(f'The permission "{permission}" is needed.', result=result)

    # Found again by `permissive`; with its owner, since functools.wraps copies it to what is put around.
    secured.__call_permissive__ = (secured, view)  # type: ignore[attr-defined]
    return secured


secured_view.options = ("permission",)  # type: ignore[attr-defined]


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
    """Make a response of what the view returns: by its renderer, or by an adapter to IResponse.

    A renderer that ``request.override_renderer`` names goes before the view's own.
    """
    named = info.options.get("renderer")
    renderer: Renderer | NullRenderer | None = named if isinstance(named, (Renderer, NullRenderer)) else None
    if renderer is None and isinstance(named, str):
        renderer = resolve_renderer(named, info.package, info.registry)
    elif renderer is None:
        renderer = default_renderer(info.package, info.registry)
    if isinstance(renderer, NullRenderer):
        return view
    to_response = renderer.to_response if renderer is not None else None
    needs_system = renderer is not None and getattr(renderer, "_direct", None) is None
    plain: frozenset[type] | None = None

    def rendered(context: Any, request: Any) -> Any:
        nonlocal plain
        if plain is None:  # asked at the first request: by then every adapter is known
            plain = kinds_to_render(info.registry)
        result = view(context, request)
        if type(result) not in plain:
            response = as_response(result, info.registry)
            if response is not None:
                return response
        if "override_renderer" in request.__dict__:
            other = resolve_renderer(request.__dict__.pop("override_renderer"), info.package, info.registry)
            return other.to_response(result, _system(other, context, request), request)
        if to_response is None:
            raise TypeError(_no_response(result, info))
        system = _system(renderer, context, request) if needs_system else None
        return to_response(result, system, request)

    return rendered


rendered_view.options = ("renderer",)  # type: ignore[attr-defined]


def _system(renderer: Any, context: Any, request: Any) -> dict[str, Any]:
    """Return the system values of a rendering for a view."""
    system = system_values(request, renderer.name, renderer.info, request.__dict__.get("__view__"))
    if context is not None:
        system["context"] = context
    return system


def mapped_view(view: Any, info: ViewInfo) -> MappedView:
    """Call the view as its shape wants, by its own mapper if it names one."""
    mapper = info.options.get("mapper") or getattr(view, "__view_mapper__", None)
    mapper = mapper or info.registry.queryUtility(IViewMapperFactory) or DefaultViewMapper
    mapped: MappedView = mapper(**info.options)(view)
    return mapped


mapped_view.options = ("mapper", "attr")  # type: ignore[attr-defined]


#: What views return to be rendered; an object of them cannot provide an interface that its type does not.
_BUILT_IN = (dict, list, tuple, str, bytes, int, float, bool, type(None))


def kinds_to_render(registry: Any) -> frozenset[type]:
    """Return the built-in types that are no response and that no adapter makes one of."""
    return frozenset(
        kind
        for kind in _BUILT_IN
        if registry.adapters.lookup1(implementedBy(kind), IResponse) is None
        and not IResponse.implementedBy(kind)
    )


def as_response(result: Any, registry: Any) -> Any:
    """Return what a view returned if it is a response, or what an adapter makes of it; else None."""
    if isinstance(result, webob.Response):
        return result
    adapted = registry.queryAdapter(result, IResponse)
    return adapted if adapted is not None else result if IResponse.providedBy(result) else None


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
