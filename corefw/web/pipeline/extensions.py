"""Request extensions: methods and properties that addons and applications give a request.

They live on one subclass of the request class per application, made when the application is
built, so that a request pays nothing for them.  Foreign requests (of another class, in a
subrequest, say) get a subclass of theirs.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any
from urllib.parse import quote

from corefw.addon.hookcaller import HookCaller
from corefw.web.reify import reify
from corefw.web.request import Request
from corefw.web.routing import urls
from corefw.web.transactions import begin_unit_of_work

__all__ = ["RequestClasses", "RequestExtension"]

_REMEMBERED = 64
#: Where a class with extensions keeps the one that it extends.
_PLAIN = "__corefw_plain__"


@dataclass(frozen=True, slots=True)
class RequestExtension:
    """A method (or a property, or a property computed once) under a name."""

    name: str
    callable: Callable[..., Any] | None
    is_property: bool = False
    is_reified: bool = False


class RequestClasses:
    """The request classes of one application: for each base class one with the extensions."""

    def __init__(self, application: Any, registry: Any) -> None:
        self._namespace: dict[str, Any] = {
            "application": application,
            "registry": registry,
            "route_url": urls.route_url,
            "route_path": urls.route_path,
            "current_route_url": urls.current_route_url,
            "current_route_path": _current_route_path,
            "invoke_subrequest": _invoke_subrequest,
            "invoke_exception_view": _invoke_exception_view,
            "hooks": property(lambda request: request.registry.find(HookCaller, "hooks")),
            "unit_of_work": _reified("unit_of_work", begin_unit_of_work),
        }
        for row in registry.all(RequestExtension).values():
            if row.callable is None:
                self._namespace.pop(row.name, None)
            elif row.is_reified:
                self._namespace[row.name] = _reified(row.name, row.callable)
            elif row.is_property:
                self._namespace[row.name] = property(row.callable)
            else:
                self._namespace[row.name] = _method(row.callable)
        self._made: dict[type, type] = {}

    def of(self, base: type) -> type:
        """Return the subclass of *base* that has the extensions."""
        # What another application extended is taken as it was before: the two share nothing.
        base = vars(base).get(_PLAIN, base) if not self._is_ours(base) else base
        made = self._made.get(base)
        if made is None:
            if self._is_ours(base):
                return base
            own = {"__module__": base.__module__, _PLAIN: base, **self._namespace}
            made = type(base.__name__, _bases(base), own)
            if len(self._made) < _REMEMBERED:
                self._made[base] = made
        return made

    def _is_ours(self, base: type) -> bool:
        return getattr(base, "application", None) is self._namespace["application"]

    def extend(self, request: Any) -> Any:
        """Give *request*, of whatever class, the extensions; return it."""
        request.__class__ = self.of(type(request))
        return request


def _bases(base: type) -> tuple[type, ...]:
    """Return what to inherit so that a foreign request has what the pipeline asks of a request."""
    if issubclass(base, Request):
        return (base,)
    return (Request,) if issubclass(Request, base) else (base, Request)


def _method(function: Callable[..., Any]) -> Any:
    """Return *function* as a class binds it; only plain functions are given the request by Python."""
    if isinstance(function, FunctionType):
        return function

    def method(request: Any, *args: Any, **kw: Any) -> Any:
        return function(request, *args, **kw)

    method.__doc__ = function.__doc__
    return method


def _reified(name: str, function: Callable[[Any], Any]) -> Any:
    made = reify(_method(function))
    made.name = name
    return made


def _current_route_path(request: Any, *elements: Any, **kw: Any) -> str:
    """Return `current_route_url` without scheme and host."""
    kw["_app_url"] = quote(request.script_name)
    return urls.current_route_url(request, *elements, **kw)


def _invoke_subrequest(request: Any, subrequest: Any, use_tweens: bool = False) -> Any:
    """Send *subrequest* through this application and return its response.

    Exceptions are raised unless *use_tweens*, as Pyramid documents it.
    """
    return request.application.invoke_subrequest(subrequest, use_tweens=use_tweens)


def _invoke_exception_view(
    this: Any, exc_info: Any = None, request: Any = None, secure: bool = True, reraise: bool = False
) -> Any:
    """Return the response of the exception view for *exc_info* (or the exception under way).

    Raises HTTPNotFound if there is none, or the exception itself with *reraise*.
    """
    return this.application.invoke_exception_view(
        request if request is not None else this, exc_info, reraise=reraise
    )
