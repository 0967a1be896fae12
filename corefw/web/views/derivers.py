"""The derivers that corefw brings: what stands around a view, outermost first.

secured_view, csrf_view, owrapped_view, http_cached_view, decorated_view, then those of
addons, rendered_view, mapped_view.  Each is asked once, at commit, and returns the view
unchanged where it has nothing to do, so that nothing unused costs anything.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta
from typing import Any, Final

import webob
from zope.interface import implementedBy

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.ordering import Entry, arrange
from corefw.contracts.interfaces import IResponse, ISecurityPolicy, IViewMapperFactory
from corefw.web.httpexceptions import HTTPForbidden
from corefw.web.rendering.renderer import Direct, NullRenderer, Renderer
from corefw.web.rendering.resolve import default_renderer, resolve_renderer, shared_renderer
from corefw.web.response import Headers, Response, new_response
from corefw.web.security.csrf_view import csrf_view
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.security.telling import telling
from corefw.web.views.mapping import DefaultViewMapper, MappedView, ViewOfRequest, owner_of
from corefw.web.views.record import DefaultPermission, ViewDeriverDefinition, ViewInfo

__all__ = [
    "INGRESS",
    "VIEW",
    "arranged_derivers",
    "default_derivers",
    "derive",
    "deriver_options",
    "permissive",
]

_NONE_YET: Final[frozenset[type]] = frozenset()

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

    return _Secured(view, permits, permission).secured


class _Secured:
    """A view that is called with a permission only."""

    __slots__ = ("permission", "permits", "view")

    def __init__(self, view: MappedView, permits: Callable[..., Any], permission: str) -> None:
        self.view = view
        self.permits = permits
        self.permission = permission

    def secured(self, context: Any, request: Any) -> Any:
        """Call the view if the policy permits it; raises HTTPForbidden."""
        permits, view = self.permits, self.view  # by names of their own, as in `_Rendered`
        result = permits(request, context, self.permission)
        if result:
            return view(context, request)
        raise HTTPForbidden(f'The permission "{self.permission}" is needed.', result=result)


def permissive(view: MappedView) -> MappedView:
    """Return a derived view without its check of a permission, for code that answers for that itself."""
    owner = owner_of(view)
    return owner.view if isinstance(owner, _Secured) else view


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
        renderer = shared_renderer(named, info.package, info.registry)
    elif renderer is None:
        renderer = default_renderer(info.package, info.registry)
    if isinstance(renderer, NullRenderer):
        return view
    return _Rendered(view, info, renderer).rendered


class _Rendered:
    """A view of whose results responses are made."""

    __slots__ = ("direct", "headers", "info", "plain", "renderer", "takes_request_only", "view")

    def __init__(self, view: MappedView, info: ViewInfo, renderer: Renderer | None) -> None:
        mapped = owner_of(view)
        self.takes_request_only = isinstance(mapped, ViewOfRequest)
        self.view: Callable[..., Any] = mapped.function if isinstance(mapped, ViewOfRequest) else view
        self.info = info
        self.renderer = renderer
        self.headers: Headers = () if renderer is None else renderer.headers
        # Both are asked for at the first request: by then every adapter and every subscriber is known.
        self.plain = _NONE_YET
        self.direct: Direct | None = None

    def rendered(self, context: Any, request: Any) -> Any:
        """Call the view and return the response."""
        view = self.view  # by a name of its own: Python would look for a method first
        result = view(request) if self.takes_request_only else view(context, request)
        kind = type(result)
        if kind is Response:
            return result
        if kind not in self.plain or request.override_renderer is not None:
            return self._considered(result, context, request)
        direct = self.direct
        if direct is None:
            return self._responded(result, context, request)
        body = direct(result, request)
        if type(body) is bytes and request._response is None:
            response: Any = new_response(Response)  # as `quick_response` does
            response._status = "200 OK"
            response._app_iter = [body]
            response._constant = self.headers
            return response
        return self.renderer.answer(body, request)  # type: ignore[union-attr]

    def _considered(self, result: Any, context: Any, request: Any) -> Any:
        """Return the response for a *result* that may be one, or that another renderer is for."""
        if type(result) not in self.plain:
            response = as_response(result, self.info.registry)
            if response is not None:
                return response
            if not self.plain:
                self.plain = kinds_to_render(self.info.registry)
                self.direct = None if self.renderer is None else self.renderer.direct()
        named = request.override_renderer
        if named is None:
            return self._responded(result, context, request)
        request.__dict__.pop("override_renderer", None)  # it was for this rendering
        other = resolve_renderer(named, self.info.package, self.info.registry)
        return other.respond(result, context, request)

    def _responded(self, result: Any, context: Any, request: Any) -> Any:
        if self.renderer is None:
            raise TypeError(_no_response(result, self.info))
        return self.renderer.respond(result, context, request)


rendered_view.options = ("renderer",)  # type: ignore[attr-defined]


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
    """Return the derivers, the outermost first; of two in the same place the later one is outside."""
    newest_first = list(definitions.values())[::-1]
    ordered = arrange(Entry(row.name, row, before=row.over, after=row.under) for row in newest_first)
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
