"""Directives for routes, their placeholder types and predicates.  Floor 5."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.app.directives.ports import require_each
from corefw.app.directives.route_declaration import RouteDeclaration, external_address
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import NO_ARGUMENTS, PHASE1_CONFIG, PHASE2_CONFIG, Replaces
from corefw.web.routing.placeholders import PlaceholderType

__all__ = ["add_placeholder_type", "add_route"]


def add_route(
    config: Configuration,
    /,
    name: str,
    pattern: str | None = None,
    factory: Callable[[Any], Any] | str | None = None,
    for_: Any = None,
    header: Any = None,
    xhr: Any = None,
    accept: Any = None,
    path_info: Any = None,
    request_method: Any = None,
    request_param: Any = None,
    traverse: str | None = None,
    use_global_views: bool = False,
    path: str | None = None,
    pregenerator: Callable[..., Any] | str | None = None,
    static: bool = False,
    inherit_slash: bool | None = None,
    requires: Iterable[str] = (),
    **predicates: Any,
) -> None:
    """Declare a route, as Pyramid documents ``Configurator.add_route``.

    Routes declared by calls are tried in their order; those of one scan stand at the place of
    its call, the more specific first.  *requires* names capabilities of ports without which the
    application does not start, such as ``"persistence:savepoints"``.
    """
    text = pattern if pattern is not None else path
    place = config.place
    if not isinstance(name, str) or not name:
        raise ConfigurationError(
            Problem(
                "CFW-204",
                f"The name of a route is text, and is {name!r} here.",
                witnesses=(Witness(place, str(config.owner)),),
                fixes=(Fix("", 'config.add_route("name", "/path/{id}")'),),
            )
        )
    if not isinstance(text, str):
        raise ConfigurationError(
            Problem(
                "CFW-511",
                f'The route "{name}" has no pattern.'
                if text is None
                else f'The pattern of the route "{name}" must be text, and is {text!r}.',
                witnesses=(Witness(place, str(config.owner)),),
                fixes=(Fix("", f'config.add_route("{name}", "/path/{{id}}")'),),
            )
        )
    external = external_address(text)
    options = {
        **predicates,
        "header": header,
        "xhr": xhr,
        "accept": accept,
        "path_info": path_info,
        "request_method": request_method,
        "request_param": request_param,
    }
    declared = RouteDeclaration(
        config,
        place,
        name,
        text if external else _prefixed(config.route_prefix, text, inherit_slash),
        callable_of(config, "factory of a route", factory) if factory is not None else None,
        {key: value for key, value in options.items() if value is not None} or NO_ARGUMENTS,
        external,
        traverse,
        callable_of(config, "pregenerator of a route", pregenerator) if pregenerator is not None else None,
        use_global_views,
        static or bool(external),
        # The number that the declaration below will have.
        config.ledger.sequence + 1,
    )
    config.action(
        ("route", name),
        order=PHASE2_CONFIG,
        kind="route",
        account=declared,
    )
    require_each(config, requires, by=f'the route "{name}"')


def add_placeholder_type(
    config: Configuration,
    /,
    name: str,
    regex: str,
    parse: Callable[[str], Any] = str,
    build: Callable[[Any], str] = str,
    *,
    replaces: Replaces = (),
) -> None:
    """Let patterns say ``{x:name}``: *regex* within one segment, *parse* to a value, *build* back.

    *parse* may raise ValueError, which makes the path a miss.
    """
    made = PlaceholderType(name, regex, parse, build)
    place = config.place
    try:
        # As it will stand in a pattern, where an expression cannot set flags, say.
        slash = re.fullmatch(f"(?P<value>{regex})", "/") is not None
    except re.error as error:
        raise ConfigurationError(
            Problem(
                "CFW-512",
                f'The expression of the placeholder type "{name}" is not one: {error}.',
                witnesses=(Witness(place, str(config.owner)),),
                fixes=(Fix("", f'config.add_placeholder_type("{name}", r"[a-z]+")'),),
            )
        ) from None
    if slash:
        raise ConfigurationError(
            Problem(
                "CFW-512",
                f'The placeholder type "{name}" matches a slash, and must stay in one segment.',
                witnesses=(Witness(place, str(config.owner)),),
                fixes=(
                    Fix("any text without a slash", f'config.add_placeholder_type("{name}", "[^/]+")'),
                    Fix("several segments are wanted", "end the pattern of the route with  *rest"),
                ),
            )
        )
    config.action(
        ("placeholder type", name),
        lambda: config.registry.put(PlaceholderType, name, made),
        order=PHASE1_CONFIG,
        kind="placeholder type",
        title=f'placeholder type "{name}"',
        replaces=replaces,
    )


def _prefixed(prefix: str | None, text: str, inherit_slash: bool | None) -> str:
    prefix = (prefix or "").strip("/")
    if not prefix:
        return text if text.startswith("/") else "/" + text
    if text == "" and inherit_slash:
        return "/" + prefix
    return f"/{prefix}/{text.lstrip('/')}"
