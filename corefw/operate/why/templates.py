"""Why for a template: which provider answers for it, which file it is, which views use it.  Floor 6."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from corefw.base.dotted import package_of
from corefw.base.errors import ConfigurationError
from corefw.contracts.contract import as_interface
from corefw.contracts.templating import Templating
from corefw.engine.declaration import Declaration
from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import named, plan_of, shown
from corefw.operate.why.answers import Answer, Tried
from corefw.web.rendering.resolve import resolve_renderer

__all__ = ["template_names", "templates"]


@dataclass(frozen=True, slots=True)
class _Use:
    """A view that names a renderer, and the package that the name is relative to."""

    renderer: str
    package: ModuleType | None
    declaration: Declaration
    view: str


def templates(registry: Registry, name: str) -> Iterator[Answer]:
    """Yield the templates of that name, as a view names them, or which lie beside one that a view names."""
    uses = list(_uses(registry))
    asked: dict[tuple[str, ModuleType | None], None] = {
        (use.renderer, use.package): None for use in uses if name in _names_of(use)
    }
    if not asked:
        asked = {(spec, use.package): None for use in uses for spec in (name, _beside(use.renderer, name))}
    seen: set[str] = set()
    for spec, package in asked:
        origin = _origin(registry, spec, package)
        if origin and origin not in seen:
            seen.add(origin)
            own = [use for use in uses if use.renderer == spec and use.package is package]
            yield _answer(registry, spec, origin, own)


def _beside(renderer: str, name: str) -> str:
    """Return *name* in the folder of the template *renderer*."""
    folder, slash, _ = renderer.rpartition("/")
    return f"{folder}{slash}{name}"


def _answer(registry: Registry, spec: str, origin: str, uses: list[_Use]) -> Answer:
    providers = [provider for _, provider in registry.getUtilitiesFor(as_interface(Templating))]
    port = plan_of(registry).select(state="active", kind="port")
    owner = next((str(row.owner) for row in port if row.key == ("port", "templating")), "")
    tried = tuple(
        Tried(f"view {use.view}", "uses it", "", str(use.declaration.owner), shown(use.declaration.place))
        for use in uses
    )
    facts = (
        ("rendered by", ", ".join(named(provider) for provider in providers)),
        ("views", "" if uses else "no view names it; a template may include it"),
    )
    return Answer(
        kind="template",
        name=spec,
        says=f"is the file {origin}",
        facts=tuple((label, value) for label, value in facts if value),
        owner=owner,
        place=origin,
        tried=tried,
    )


def _origin(registry: Registry, spec: str, package: ModuleType | None) -> str:
    """Return where a template comes from; "" if there is none of that name."""
    try:
        renderer: Any = resolve_renderer(spec, package, registry)
    except (ConfigurationError, ValueError):
        return ""
    template = getattr(renderer.function, "template", None)
    return str(getattr(template, "origin", "")) if template is not None else ""


def _uses(registry: Registry) -> Iterator[_Use]:
    for row in plan_of(registry).select(state="active", kind="view"):
        for intro in row.introspectables:
            renderer = intro.get("renderer")
            if isinstance(renderer, str):
                package = intro.get("package") or _package_at(row)
                yield _Use(renderer, package, row, named(intro.get("callable"), intro.get("attr")))


def _package_at(row: Declaration) -> ModuleType | None:
    module = sys.modules.get(row.place.module)
    return package_of(module) if module is not None else None


def _names_of(use: _Use) -> tuple[str, ...]:
    prefix = use.package.__name__ if use.package is not None else ""
    own = use.renderer.partition(":")[2] or use.renderer
    return (use.renderer, own, f"{prefix}:{use.renderer}", own.rpartition("/")[2])


def template_names(registry: Registry) -> Iterator[str]:
    """Yield the names that views use."""
    yield from (use.renderer for use in _uses(registry) if "." in use.renderer)
