"""The decorators that a scan finds.

Each is made with the public helper ``decorator``, as an addon makes one for a directive of
its own, and calls the directive of its name when it is found.  Names and arguments are those
that Pyramid documents.  Floor 5.
"""

from __future__ import annotations

import inspect
from typing import Any, TypeVar

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import caller_place
from corefw.engine.attachment import Target, decorator
from corefw.engine.declaration import Replaces

__all__ = [
    "adapter_config",
    "exception_view_config",
    "forbidden_view_config",
    "notfound_view_config",
    "response_adapter",
    "route_config",
    "subscriber",
    "utility_config",
    "view_config",
    "view_defaults",
]

T = TypeVar("T")


def _view_options(target: Target, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with the method's name, where a method was decorated."""
    return options if target.attr is None else {"attr": target.attr, **options}


def _refuse_method(target: Target, via: str) -> None:
    """Raise `ConfigurationError` (CFW-304) for a method: what would be declared is its class."""
    if target.attr is None:
        return
    what = (
        f"{via} cannot decorate the method {target.name}.{target.attr}: nothing says what it is a method of."
    )
    raise ConfigurationError(
        Problem("CFW-304", what, fixes=(Fix("", "decorate a function or a class at the top of a module"),))
    )


@decorator("view", via="@view_config")
def view_config(config: Any, target: Target, /, **options: Any) -> None:
    """Declare the decorated function, class or method as a view; see ``config.add_view``."""
    config.add_view(target.object, **_view_options(target, options))


@decorator("view", via="@notfound_view_config")
def notfound_view_config(config: Any, target: Target, /, **options: Any) -> None:
    """Declare it as the view of what is not found; see ``config.add_notfound_view``."""
    config.add_notfound_view(target.object, **_view_options(target, options))


@decorator("view", via="@forbidden_view_config")
def forbidden_view_config(config: Any, target: Target, /, **options: Any) -> None:
    """Declare it as the view of missing permissions; see ``config.add_forbidden_view``."""
    config.add_forbidden_view(target.object, **_view_options(target, options))


@decorator("view", via="@exception_view_config")
def exception_view_config(config: Any, target: Target, /, *contexts: Any, **options: Any) -> None:
    """Declare it as the view of exceptions of the given classes; see ``config.add_exception_view``."""
    for context in contexts or (options.pop("context", Exception),):
        config.add_exception_view(target.object, context=context, **_view_options(target, options))


@decorator("route", via="@route_config")
def route_config(config: Any, target: Target, /, name: str, pattern: str, **options: Any) -> None:
    """Declare a route beside its view; see ``config.add_route``.

    The routes of one scan have no order of their own: the more specific is tried first.
    """
    config.add_route(name, pattern, **options)


@decorator("subscriber", via="@subscriber")
def subscriber(config: Any, target: Target, /, *ifaces: Any, **predicates: Any) -> None:
    """Declare it as a subscriber of each of *ifaces*, or of every event; see ``config.add_subscriber``."""
    _refuse_method(target, "@subscriber")
    for iface in ifaces or (None,):
        config.add_subscriber(target.object, iface, **predicates)


@decorator("adapter", via="@adapter_config")
def adapter_config(
    config: Any,
    target: Target,
    /,
    for_: Any = None,
    provides: Any = None,
    name: str = "",
    *,
    replaces: Replaces = (),
) -> None:
    """Declare it as an adapter of *for_* to *provides*; see ``config.add_adapter``."""
    _refuse_method(target, "@adapter_config")
    config.add_adapter(target.object, for_=for_, provides=provides, name=name, replaces=replaces)


@decorator("utility", via="@utility_config")
def utility_config(
    config: Any, target: Target, /, provides: Any = None, name: str = "", *, replaces: Replaces = ()
) -> None:
    """Declare it as a utility: a class is called for its instance, a function for what it returns."""
    _refuse_method(target, "@utility_config")
    is_factory = inspect.isclass(target.object) or inspect.isfunction(target.object)
    key = "factory" if is_factory else "component"
    config.add_utility(provides=provides, name=name, replaces=replaces, **{key: target.object})


@decorator("response adapter", via="@response_adapter")
def response_adapter(config: Any, target: Target, /, *types_or_ifaces: Any, replaces: Replaces = ()) -> None:
    """Declare it as what makes responses of those types; see ``config.add_response_adapter``."""
    _refuse_method(target, "@response_adapter")
    with config.replacing(replaces):  # one name may be that of what answers one of the types
        for one in types_or_ifaces:
            config.add_response_adapter(target.object, one)


class view_defaults:
    """Give a class of views options that its ``view_config`` decorators need not repeat.

    A subclass inherits them, unless it has its own ``view_defaults``.
    """

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.place = caller_place()

    def __call__(self, cls: type[T]) -> type[T]:
        """Return the class; raises `ConfigurationError` (CFW-509) for what is not one."""
        if not isinstance(cls, type):
            raise ConfigurationError(
                Problem(
                    "CFW-509",
                    "view_defaults decorates classes only.",
                    witnesses=(Witness(self.place),),
                    fixes=(Fix("", "give its options to the @view_config of the function"),),
                )
            )
        cls.__view_defaults__ = self.options  # type: ignore[attr-defined]
        return cls
