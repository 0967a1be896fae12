"""Directives for routes, their placeholder types and predicates.  Floor 5."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Any

from corefw.app.directives.ports import require_each
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, PHASE2_CONFIG
from corefw.web.predicates.compiling import (
    PredicateInfo,
    RoutePredicate,
    arranged_definitions,
    compile_predicates,
)
from corefw.web.routing.pattern import Pattern, parse_pattern
from corefw.web.routing.placeholders import BUILTIN_TYPES, PlaceholderType
from corefw.web.routing.route import Route, specificity
from corefw.web.views.record import called

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
    pregenerator: Callable[..., Any] | None = None,
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
    if text is None:
        raise ConfigurationError(
            Problem(
                "CFW-511",
                f'The route "{name}" has no pattern.',
                witnesses=(Witness(place, str(config.owner)),),
                fixes=(Fix("", f'config.add_route("{name}", "/path/{{id}}")'),),
            )
        )
    factory = config.maybe_dotted(factory)
    external = _external(text)
    prefix = config.route_prefix
    whole = text if external else _prefixed(prefix, text, inherit_slash)
    options = {
        **predicates,
        "header": header,
        "xhr": xhr,
        "accept": accept,
        "path_info": path_info,
        "request_method": request_method,
        "request_param": request_param,
    }
    # The number that the declaration below will have.
    block, sequence = config.scan_block, config.ledger.sequence + 1
    package, registry, owner = config.package, config.registry, str(config.owner)

    def register() -> None:
        definitions = registry.derived(RoutePredicate, arranged_definitions)
        _refuse_unknown(options, [row.name for row in definitions], name, place, owner)
        parsed, traversed = _parsed(whole, traverse, registry, Witness(place, owner))
        registry.put(
            Route,
            name,
            Route(
                name=name,
                pattern=whole,
                parsed=parsed,
                factory=factory,  # type: ignore[arg-type]  # maybe_dotted has resolved it
                predicates=compile_predicates(
                    definitions, options, PredicateInfo(package, registry)
                ).predicates,
                pregenerator=pregenerator,
                use_global_views=use_global_views,
                is_static=static or bool(external),
                external=external,
                traverse=traversed,
                rank=(block, 1, specificity(parsed), sequence) if block else (sequence, 0),
                place=place,
            ),
        )

    intro = config.introspectable("routes", name, f"{name} (pattern: {whole!r})", "route")
    intro.update(name=name, pattern=whole, factory=factory, request_methods=request_method)
    config.action(
        ("route", name),
        register,
        order=PHASE2_CONFIG,
        introspectables=(intro,),
        kind="route",
        title=f'route "{name}"',
        details=_details(whole, factory, options),
    )
    require_each(config, requires, by=f'the route "{name}"')


def _parsed(
    text: str, traverse: str | None, registry: Any, witness: Witness
) -> tuple[Pattern, Pattern | None]:
    """Parse the pattern of a route and the one of its traversal, which may use the same names."""
    types = placeholder_types(registry)
    try:
        pattern = parse_pattern(
            text.partition("://")[2].partition("/")[2] if _external(text) else text, types
        )
        traversed = parse_pattern(traverse, types) if traverse else None
    except ConfigurationError as error:
        raise ConfigurationError(
            *(dataclasses.replace(problem, witnesses=(witness,)) for problem in error.problems)
        ) from None
    missing = [name for name in traversed.names if name not in pattern.names] if traversed else []
    if missing:
        raise ConfigurationError(
            Problem(
                "CFW-513",
                f'The traversal "{traverse}" needs "{missing[0]}", which the pattern "{text}" does not give.'
                + did_you_mean(missing[0], pattern.names),
                witnesses=(witness,),
            )
        )
    return pattern, traversed


def _details(pattern: str, factory: Any, options: dict[str, Any]) -> str:
    facts = [pattern, *(f"{key}={value}" for key, value in options.items() if value is not None)]
    return ", ".join([*facts, f"factory {called(factory)}"] if factory is not None else facts)


def placeholder_types(registry: Any) -> dict[str, PlaceholderType]:
    """Return the placeholder types by name: corefw's own and those that were added."""
    return {**BUILTIN_TYPES, **registry.all(PlaceholderType)}


def add_placeholder_type(
    config: Configuration,
    /,
    name: str,
    regex: str,
    parse: Callable[[str], Any] = str,
    build: Callable[[Any], str] = str,
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
                witnesses=(Witness(place),),
            )
        ) from None
    if slash:
        raise ConfigurationError(
            Problem(
                "CFW-512",
                f'The placeholder type "{name}" matches a slash, and must stay in one segment.',
                witnesses=(Witness(place),),
            )
        )
    config.action(
        ("placeholder type", name),
        lambda: config.registry.put(PlaceholderType, name, made),
        order=PHASE1_CONFIG,
        kind="placeholder type",
        title=f'placeholder type "{name}"',
    )


def _external(text: str) -> str:
    """Return "scheme://host" if *text* is an address and not a path."""
    scheme, found, rest = text.partition("://")
    if found and "/" not in scheme and "{" not in scheme:
        return f"{scheme}://{rest.partition('/')[0]}"
    return ""


def _prefixed(prefix: str | None, text: str, inherit_slash: bool | None) -> str:
    prefix = (prefix or "").strip("/")
    if not prefix:
        return text if text.startswith("/") else "/" + text
    if text == "" and inherit_slash:
        return "/" + prefix
    return f"/{prefix}/{text.lstrip('/')}"


def _refuse_unknown(options: dict[str, Any], known: list[str], name: str, place: Any, owner: str) -> None:
    known = [*known, "factory", "pattern", "traverse", "use_global_views", "pregenerator", "static"]
    for key in options:
        if options[key] is not None and key not in known:
            raise ConfigurationError(
                Problem(
                    "CFW-501",
                    f'The route "{name}" has an unknown argument "{key}".{did_you_mean(key, known)}',
                    witnesses=(Witness(place, owner),),
                )
            )
