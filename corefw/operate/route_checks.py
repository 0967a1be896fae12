"""What corefw itself looks at with every ``corefw check``: routes that are understood otherwise than meant.

What cannot be understood at all stops the application (CFW-510); what is here works, and is
odd.  Each check has an id that stays the same.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from corefw.app.hooks import Finding
from corefw.base.nearest import nearest
from corefw.engine.registry import Registry
from corefw.web.routing.pattern import Placeholder
from corefw.web.routing.placeholders import BUILTIN_TYPES, PlaceholderType
from corefw.web.routing.route import Route

__all__ = ["ROUTE_CHECKS"]


def placeholder_type(registry: Registry) -> Iterator[Finding]:
    """An expression that is a mere word matches that word alone; where a type is near, the type was meant."""
    types = {*BUILTIN_TYPES, *map(str, registry.all(PlaceholderType))}
    for route in registry.all(Route).values():
        for part in route.parsed.parts:
            if not isinstance(part, Placeholder) or part.type is not None or not part.regex.isidentifier():
                continue
            near = nearest(part.regex, types)
            if near is not None:
                written = f"{{{part.name}:{part.regex}}}"
                typed = route.pattern.replace(written, f"{{{part.name}:{near}}}")
                literal = route.pattern.replace(written, f"{{{part.name}:(?:{part.regex})}}")
                yield Finding(
                    "core.route.type",
                    f'The route "{route.name}" has {written}, which matches the word "{part.regex}" alone. '
                    f'Did you mean the type "{near}"?',
                    f'"{typed}", or "{literal}" where that word is meant',
                    "warning",
                    route.place,
                )


#: Every check with the ids that it may report, so that a silenced id can be told from a wrong one.
ROUTE_CHECKS: Mapping[Callable[[Registry], Iterable[Finding]], tuple[str, ...]] = MappingProxyType(
    {placeholder_type: ("core.route.type",)}
)
