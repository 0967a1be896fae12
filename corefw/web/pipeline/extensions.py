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

from webob import BaseRequest

from corefw.addon.hookcaller import HookCaller
from corefw.contracts.contract import as_interface
from corefw.contracts.persistence import Persistence
from corefw.web.body.limits import limits_of
from corefw.web.reify import reify
from corefw.web.request import Request, become
from corefw.web.transactions import begin_unit_of_work

__all__ = ["RequestClasses", "RequestExtension", "provides_units"]

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


def provides_units(registry: Any) -> bool:
    """Say whether a request can have a unit of work: of a provider, or of an extension of that name."""
    extension = registry.find(RequestExtension, "unit_of_work")
    return registry.queryUtility(as_interface(Persistence)) is not None or extension is not None


class RequestClasses:
    """The request classes of one application: for each base class one with the extensions."""

    def __init__(self, application: Any, registry: Any) -> None:
        self._namespace: dict[str, Any] = {
            "application": application,
            "registry": registry,
            "_body_limits": limits_of(registry),
            "hooks": property(lambda request: request.registry.find(HookCaller, "hooks")),
            "unit_of_work": _reified("unit_of_work", begin_unit_of_work),
        }
        for row in registry.all(RequestExtension).values():
            if row.callable is None:
                self._namespace.pop(row.name, None)
            elif row.is_reified:
                self._namespace[row.name] = _reified(row.name, row.callable)
            elif row.is_property:
                self._namespace[row.name] = _ComputedEachTime(row.callable)
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

    def maker(self, factory: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
        """Return what makes a request of an environment, as *factory* does, with the extensions."""
        if not isinstance(factory, type):
            return lambda environ: self.extend(factory(environ))
        made = self.of(factory)
        return _quick_maker(made) if _is_usual(made) else made

    def _is_ours(self, base: type) -> bool:
        return getattr(base, "application", None) is self._namespace["application"]

    def extend(self, request: Any) -> Any:
        """Give *request*, of whatever class, the extensions; return it."""
        become(request, self.of(type(request)))
        return request


def _bases(base: type) -> tuple[type, ...]:
    """Return what to inherit so that a foreign request has what the pipeline asks of a request."""
    if issubclass(base, Request):
        return (base,)
    return (Request,) if issubclass(Request, base) else (base, Request)


#: What the pipeline asks of every request.
_ASKED = ("response_callbacks", "finished_callbacks", "override_renderer", "_response")
#: What it tells it.
_TOLD = ("matchdict", "matched_route", "exception", "exc_info", "is_over")


def _is_usual(cls: Any) -> bool:
    """Say whether requests of a class are made by WebOb's constructor, and have what is asked as usual."""
    is_made_by_webob = cls.__init__ is BaseRequest.__init__ and cls.__new__ is object.__new__
    # ``webob.Request`` sets attributes in its own way, for which it needs its environment.
    is_set_by_python = cls.__setattr__ is object.__setattr__
    return is_made_by_webob and is_set_by_python and all(getattr(cls, name) is None for name in _ASKED)


def _quick_maker(cls: type) -> Callable[[dict[str, Any]], Any]:
    """Return what makes the same as ``cls(environ)``, without the questions that WebOb's constructor asks.

    What is `_ASKED` is put on the request itself, where Python finds it sooner than on its class.
    """
    new = object.__new__

    def make(environ: dict[str, Any]) -> Any:
        request: Any = new(cls)
        request.environ = environ
        request.response_callbacks = request.finished_callbacks = None
        request.override_renderer = request._response = None
        return request

    # Python keeps what the first objects of a class have in a table of the class (PEP 412), and makes
    # a dictionary for an object that has something else.
    first = make({})
    for name in _TOLD:
        setattr(first, name, None)
    return make


class _ComputedEachTime:
    """A property that one request can be given another value of, as Pyramid's can: ``request.user = ann``."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __get__(self, request: Any, kind: type | None = None) -> Any:
        return self if request is None else self._function(request)


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


@dataclass(frozen=True, slots=True)
class _NoApplication:
    """Stands for the application of a request where none was built."""

    registry: Any


def apply_request_extensions(request: Any) -> None:
    """Give *request*, which knows its registry, what ``add_request_method`` declared there.

    For scripts and tests that make a request themselves; a request of an application has them.
    """
    application = getattr(request, "application", None)
    if application is not None and application.registry is request.registry:
        application.adopt(request)
    else:
        RequestClasses(_NoApplication(request.registry), request.registry).extend(request)
