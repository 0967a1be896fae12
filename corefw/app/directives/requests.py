"""Directives for the request and its surroundings: methods, factories, policies, tweens.  Floor 5."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.app.directives.utilities import declare_utility
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.contracts.interfaces import (
    IExecutionPolicy,
    IRequestFactory,
    IResponseFactory,
    IRootFactory,
    ISecurityPolicy,
    ISessionFactory,
)
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, PHASE2_CONFIG, Replaces, shown_value
from corefw.web.pipeline.extensions import RequestExtension
from corefw.web.pipeline.tweens import EXCVIEW, INGRESS, MAIN, TWEENS_SETTING, Tween, chosen_names
from corefw.web.views.record import called as dotted_name

__all__ = [
    "add_request_method",
    "add_tween",
    "set_execution_policy",
    "set_request_factory",
    "set_response_factory",
    "set_root_factory",
    "set_security_policy",
    "set_session_factory",
]


def add_request_method(
    config: Configuration,
    /,
    callable: Any = None,
    name: str | None = None,
    property: bool = False,
    reify: bool = False,
    *,
    replaces: Replaces = (),
) -> None:
    """Give requests a method, or a property (*reify*: computed once a request).

    *callable* takes the request first.  None takes an earlier extension of that name away.
    """
    function = callable_of(config, "request method", callable) if callable is not None else None
    called = name or getattr(function, "__name__", None)
    if called is None or not called.isidentifier():
        raise ConfigurationError(
            Problem(
                "CFW-508",
                "A request method needs a name.",
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", 'name="..."'),),
            )
        )
    kind = "property" if property or reify else "method"
    made = RequestExtension(called, function, is_property=property or reify, is_reified=reify)
    intro = config.introspectable(
        "request extensions", called, f'request {kind} "{called}"', f"request {kind}"
    )
    intro.update(callable=function, property=property or reify, reify=reify)
    config.action(
        ("request extension", called),
        lambda: config.registry.put(RequestExtension, called, made),
        introspectables=(intro,),
        kind="request extension",
        title=f'request {kind} "{called}"',
        details=dotted_name(function) if function is not None else "taken away",
        replaces=replaces,
    )


def _factory(
    config: Configuration, interface: Any, value: Any, title: str, order: int, replaces: Replaces
) -> None:
    _utility(config, interface, callable_of(config, title, value), title, order, replaces)


def _utility(
    config: Configuration, interface: Any, found: Any, title: str, order: int, replaces: Replaces
) -> None:
    # The categories are named as Pyramid documents them, this one in the plural.
    category = "root factories" if title == "root factory" else title
    intro = config.introspectable(category, None, title, title)
    intro["factory"] = found
    declare_utility(config, interface, found, intro, order=order, replaces=replaces)


def set_root_factory(config: Configuration, /, factory: Any, *, replaces: Replaces = ()) -> None:
    """Set what makes the root of the resource tree: ``factory(request)``."""
    _factory(config, IRootFactory, factory, "root factory", PHASE2_CONFIG, replaces)


def set_session_factory(config: Configuration, /, factory: Any, *, replaces: Replaces = ()) -> None:
    """Set what makes ``request.session``: ``factory(request)``."""
    _factory(config, ISessionFactory, factory, "session factory", PHASE2_CONFIG, replaces)


def set_request_factory(config: Configuration, /, factory: Any, *, replaces: Replaces = ()) -> None:
    """Set what makes requests: a class (then it gets the extensions once), or a callable."""
    _factory(config, IRequestFactory, factory, "request factory", PHASE2_CONFIG, replaces)


def set_response_factory(config: Configuration, /, factory: Any, *, replaces: Replaces = ()) -> None:
    """Set what makes ``request.response``: ``factory(request)``."""
    _factory(config, IResponseFactory, factory, "response factory", PHASE1_CONFIG, replaces)


def set_security_policy(config: Configuration, /, policy: Any, *, replaces: Replaces = ()) -> None:
    """Set the security policy: who is asking, and may they (ISecurityPolicy).

    Raises `ConfigurationError` (CFW-528) for a class, since an instance is needed, and for what
    has none of the methods of a policy.
    """
    found = config.maybe_dotted(policy)
    if inspect.isclass(found):
        raise ConfigurationError(
            Problem(
                "CFW-528",
                f"The security policy is the class {found.__qualname__}, and an instance is needed.",
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", f"config.set_security_policy({found.__qualname__}())"),),
            )
        )
    methods = ("identity", "authenticated_userid", "permits", "remember", "forget")
    if not any(callable(getattr(found, name, None)) for name in methods):
        raise ConfigurationError(
            Problem(
                "CFW-528",
                f"The security policy is {shown_value(found)}, which has none of the methods of one.",
                witnesses=(Witness(config.place, str(config.owner)),),
                why=f"A policy has {', '.join(methods)}.",
                fixes=(
                    Fix("", "class Policy: ...   with these methods, and  set_security_policy(Policy())"),
                ),
            )
        )
    _utility(config, ISecurityPolicy, found, "security policy", PHASE2_CONFIG, replaces)


def set_execution_policy(config: Configuration, /, policy: Any, *, replaces: Replaces = ()) -> None:
    """Set the execution policy: ``policy(environ, application)`` returns the response."""
    _factory(config, IExecutionPolicy, policy, "execution policy", PHASE2_CONFIG, replaces)


def add_tween(
    config: Configuration,
    /,
    tween_factory: Any,
    under: Any = None,
    over: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Put a tween around the handling of requests: ``factory(handler, registry)`` (or its dotted name).

    *under* and *over* are names of tweens, INGRESS, EXCVIEW or MAIN; a tuple holds fallbacks.
    """
    factory: Callable[..., Any] = callable_of(config, "tween factory", tween_factory)
    name = (
        tween_factory
        if isinstance(tween_factory, str)
        else f"{factory.__module__}.{getattr(factory, '__qualname__', type(factory).__qualname__)}"
    )
    made = Tween(name, factory, _names(under), _names(over))
    if name in (INGRESS, MAIN) or INGRESS in made.over or MAIN in made.under:
        raise ConfigurationError(
            Problem(
                "CFW-521",
                f'The tween "{name}" cannot stand outside INGRESS or inside MAIN.',
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", f"under=INGRESS, over=MAIN or a tween between them, such as {EXCVIEW}"),),
            )
        )
    chosen = chosen_names(config.settings)
    intro = config.introspectable("tweens", name, name, "tween")
    intro.update(name=name, factory=factory, under=under, over=over)
    config.action(
        ("tween", name),
        lambda: config.registry.put(Tween, name, made),
        introspectables=(intro,),
        kind="tween",
        title=f'tween "{name}"',
        disabled="" if not chosen or name in chosen else f"the setting {TWEENS_SETTING} does not name it",
        replaces=replaces,
    )


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)
