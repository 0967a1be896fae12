"""What add_route declares: the words for a route, and the record it becomes.

Which arguments there are and what is decided at once is ``routes``' business.  Floor 5.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.base.places import Place
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Need
from corefw.engine.introspection import Introspectable
from corefw.web.predicates.compiling import (
    PredicateInfo,
    RoutePredicate,
    arranged_definitions,
    compile_predicates,
)
from corefw.web.routing.pattern import Pattern, parse_pattern
from corefw.web.routing.placeholders import BUILTIN_TYPES, PlaceholderType
from corefw.web.routing.route import Route
from corefw.web.views.record import called

__all__ = ["RouteDeclaration", "external_address"]

_OWN_OPTIONS = ("factory", "pattern", "traverse", "use_global_views", "pregenerator", "static")


@dataclass(slots=True, eq=False)
class RouteDeclaration:
    """One route as it was declared.  A large application has thousands, so it holds little."""

    config: Configuration
    place: Place
    name: str
    #: The whole pattern, with the prefix of what included it.
    pattern: str
    factory: Callable[[Any], Any] | None
    #: The predicates that were given, by name; most routes have none.
    options: Mapping[str, Any]
    #: The external address that the pattern began with ("https://host"), or "".
    external: str
    traverse: str | None
    pregenerator: Callable[..., Any] | None
    use_global_views: bool
    is_static: bool
    #: The number of the declaration, which orders routes that were declared by calls.
    sequence: int

    def perform(self) -> None:
        """Put the route into the registry; raises `ConfigurationError` for what cannot be parsed."""
        registry = self.config.registry
        self._refuse_unknown()
        parsed, traversed = self._parsed()
        predicates = compile_predicates(
            registry.derived(RoutePredicate, arranged_definitions),
            self.options,
            PredicateInfo(self.config.package, registry),
        )
        route = Route(
            name=self.name,
            pattern=self.pattern,
            parsed=parsed,
            factory=self.factory,
            predicates=predicates.predicates,
            pregenerator=self.pregenerator,
            use_global_views=self.use_global_views,
            is_static=self.is_static,
            external=self.external,
            traverse=traversed,
            sequence=self.sequence,
            scan_block=self.config.scan_block,
            place=self.place,
        )
        registry.put(Route, self.name, route)

    @property
    def title(self) -> str:
        """The route by its name."""
        return f'route "{self.name}"'

    @property
    def needs(self) -> Sequence[Need]:
        """Nothing: what it requires of ports is declared beside it."""
        return ()

    def words(self) -> str:
        """Say what else tells it from other routes of its name: nothing does."""
        return ""

    def details(self) -> str:
        """Say what a reviewer wants to see changing: the pattern, the predicates, the factory."""
        facts = [self.pattern, *(f"{key}={value}" for key, value in self.options.items())]
        return ", ".join([*facts, f"factory {called(self.factory)}"] if self.factory is not None else facts)

    def introspectables(self) -> Sequence[Introspectable]:
        """Tell name, pattern, factory and methods."""
        title = f"{self.name} (pattern: {self.pattern!r})"
        made = self.config.introspectable("routes", self.name, title, "route")
        made.update(
            name=self.name,
            pattern=self.pattern,
            factory=self.factory,
            request_methods=self.options.get("request_method"),
        )
        return (made,)

    @property
    def _witness(self) -> Witness:
        return Witness(self.place, str(self.config.owner))

    def _refuse_unknown(self) -> None:
        predicates = self.config.registry.derived(RoutePredicate, arranged_definitions)
        known = [*(row.name for row in predicates), *_OWN_OPTIONS]
        for key in self.options:
            if key not in known:
                raise ConfigurationError(
                    Problem(
                        "CFW-501",
                        f'The route "{self.name}" has an unknown argument "{key}".'
                        + did_you_mean(key, [*known, "replaces"]),
                        witnesses=(self._witness,),
                        fixes=(
                            *near_fixes(key, [*known, "replaces"], lambda near: f"write  {near}=..."),
                            Fix("a predicate is to take it", f'config.add_route_predicate("{key}", Factory)'),
                            Fix("an addon brings it", "enable the addon in [corefw], or include it"),
                        ),
                    )
                )

    def _parsed(self) -> tuple[Pattern, Pattern | None]:
        """Parse the pattern of the route and the one of its traversal, which may use the same names."""
        types = self.config.registry.derived(PlaceholderType, _with_builtin)
        try:
            pattern = parse_pattern(self.pattern[len(self.external) :], types)
            # As Pyramid documents it, what the pattern itself leaves to traversal goes first.
            asked = "" if "traverse" in pattern.names else self.traverse
            traversed = parse_pattern(asked, types) if asked else None
        except ConfigurationError as error:
            why, fixes = _forms(types)
            problems = (
                dataclasses.replace(row, witnesses=(self._witness,), why=why, fixes=fixes)
                for row in error.problems
            )
            raise ConfigurationError(*problems) from None
        missing = [name for name in traversed.names if name not in pattern.names] if traversed else []
        if missing:
            raise ConfigurationError(
                Problem(
                    "CFW-513",
                    f'The traversal "{self.traverse}" needs "{missing[0]}", '
                    f'which the pattern "{self.pattern}" does not give.'
                    + did_you_mean(missing[0], pattern.names),
                    witnesses=(self._witness,),
                    fixes=(
                        *near_fixes(missing[0], pattern.names, lambda near: f"traverse with {{{near}}}"),
                        Fix("the path is to give it", f'"{self.pattern.rstrip("/")}/{{{missing[0]}}}"'),
                    ),
                )
            )
        return pattern, traversed


def _forms(types: Mapping[Any, PlaceholderType]) -> tuple[str, tuple[Fix, ...]]:
    """Return what a pattern may hold, as a sentence and as forms to paste."""
    return (
        "The name of a placeholder has letters, digits and underscores, and stands in a pattern once.",
        (
            Fix("the text up to the next slash", "/{id}"),
            Fix("a value of a type", f"/{{id:int}}   of {', '.join(sorted(map(str, types)))}"),
            Fix("what an expression matches", r"/{id:\d+}   its braces in pairs, its groups without names"),
            Fix("all that is left of the path", "/*rest   at the end"),
        ),
    )


def _with_builtin(added: Mapping[Any, PlaceholderType]) -> dict[Any, PlaceholderType]:
    """Return the placeholder types by name: corefw's own and those that were *added*."""
    return {**BUILTIN_TYPES, **added}


def external_address(text: str) -> str:
    """Return "scheme://host", or "//host" for any scheme, if *text* is an address and not a path."""
    scheme, found, rest = text.partition("//")
    if found and (not scheme or (scheme.endswith(":") and scheme[:-1].isalnum())):
        return f"{scheme}//{rest.partition('/')[0]}"
    return ""
