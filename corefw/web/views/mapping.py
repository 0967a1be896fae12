"""Mapping: from a function, a method or a class to ``view(context, request)``.

The documented shapes: ``view(request)``, ``view(context, request)``, a class made with either
whose instance is called (or whose method ``attr`` is), an instance that is called.  An
``async def`` is awaited through ``web/waiting``.  Floor 4.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, NamedTuple

from zope.interface import implementer, provider

from corefw.contracts.configuring import IViewMapper
from corefw.contracts.interfaces import IViewMapperFactory
from corefw.web.waiting import wait

__all__ = [
    "DefaultViewMapper",
    "MappedView",
    "ViewOfRequest",
    "owner_of",
    "takes_one_only",
    "takes_request_only",
]

MappedView = Callable[[Any, Any], Any]


@provider(IViewMapperFactory)
@implementer(IViewMapper)
class DefaultViewMapper:
    """The mapper of views that name no other; made with the view's options."""

    def __init__(self, **options: Any) -> None:
        self.attr: str | None = options.get("attr")

    def __call__(self, view: Any) -> MappedView:
        """Return *view* as a callable of context and request."""
        if inspect.isclass(view):
            return self._of_class(view)
        function = getattr(view, self.attr) if self.attr else view
        if is_asynchronous(function):
            function = _awaiting(function)
        if takes_request_only(function):
            return ViewOfRequest(function).mapped
        plain: MappedView = function
        return plain

    def _of_class(self, view: Any) -> MappedView:
        name = self.attr or "__call__"
        method = getattr(view, name, None)
        awaits = method is not None and is_asynchronous(method)
        only_request = takes_request_only(view)

        def call(context: Any, request: Any) -> Any:
            made = view(request) if only_request else view(context, request)
            # Kept for renderers, which may use it as ``view``; it leads back to the request.
            request.__view__ = made
            if request.finished_callbacks is None:
                request.finished_callbacks = ()
            result = getattr(made, name)()
            return wait(result) if awaits else result

        return call


class ViewOfRequest:
    """A view that is called with the request only, as its method ``mapped`` for those who know both.

    As what derivers put around a view it is an object whose method is called: a large application has
    thousands, and a closure takes three times the memory.
    """

    __slots__ = ("function",)

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def mapped(self, context: Any, request: Any) -> Any:
        """Call the view."""
        function = self.function  # by a name of its own: Python would look for a method first
        return function(request)


def owner_of(view: Any) -> Any:
    """Return the object whose method *view* is; None for what only answers as the method that it wraps."""
    return view.__self__ if type(view) is MethodType else None


def is_asynchronous(function: Any) -> bool:
    """Whether calling *function* gives a coroutine."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - the method itself is looked at
    )


def _awaiting(function: Any) -> Any:
    if takes_request_only(function):
        return lambda request: wait(function(request))
    return lambda context, request: wait(function(context, request))


def takes_request_only(view: Any) -> bool:
    """Whether *view* is called with a request, and not with a context and a request.

    So it is if it has one required argument, or if its first is called "request" and the rest
    have defaults (as Pyramid documents it).
    """
    shape = _shape(view)
    if shape is None or not shape.names:
        return False
    if len(shape.names) == 1:
        return not shape.takes_more or shape.required == 1
    return shape.required <= 1 and shape.names[0] == "request"


def takes_one_only(function: Any) -> bool:
    """Whether *function* can be called with one positional argument, and not with two."""
    shape = _shape(function)
    return shape is not None and len(shape.names) == 1 and not shape.takes_more


#: By these ``inspect.signature`` is told of other parameters than those of the code.
_TELLS_OTHERWISE = frozenset(("__wrapped__", "__signature__"))


class _Shape(NamedTuple):
    """The positional parameters of a callable."""

    names: tuple[str, ...]
    required: int
    takes_more: bool


def _shape(view: Any) -> _Shape | None:
    """Return the shape of a callable, or None if it cannot be told."""
    if type(view) is FunctionType and _TELLS_OTHERWISE.isdisjoint(vars(view)):
        # A plain function tells by its code object; a signature costs twenty times as much, and
        # a large application has thousands of views.
        code = view.__code__
        names = code.co_varnames[: code.co_argcount]
        required = code.co_argcount - len(view.__defaults__ or ())
        return _Shape(names, required, bool(code.co_flags & inspect.CO_VARARGS))
    try:
        parameters = list(inspect.signature(view).parameters.values())
    except (TypeError, ValueError):
        return None
    positional = [row for row in parameters if row.kind in (row.POSITIONAL_ONLY, row.POSITIONAL_OR_KEYWORD)]
    return _Shape(
        tuple(row.name for row in positional),
        sum(row.default is row.empty for row in positional),
        any(row.kind is row.VAR_POSITIONAL for row in parameters),
    )
