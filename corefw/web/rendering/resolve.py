"""From the name of a renderer to the renderer: its factory, or the templating port.

A name is looked for among the factories by its ending or as a whole; then among the suffixes of
the templating providers; a neutral name (``card.html``) goes to the one provider of the
application, which is asked for it with each of its suffixes.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.base.nearest import did_you_mean
from corefw.contracts.contract import as_interface
from corefw.contracts.templating import Template, TemplateError, TemplateNotFound, Templating
from corefw.web.assets import overriding_templates
from corefw.web.rendering.csv import CSV
from corefw.web.rendering.info import RendererFactory, RendererInfo
from corefw.web.rendering.json import JSON
from corefw.web.rendering.renderer import Renderer
from corefw.web.rendering.text import string_renderer_factory
from corefw.web.rendering.xml import XML

__all__ = ["default_renderer", "default_renderers", "resolve_renderer", "shared_renderer"]

_NEUTRAL = {
    ".html": "text/html; charset=UTF-8",
    ".txt": "text/plain; charset=UTF-8",
    ".xml": "application/xml; charset=UTF-8",
}


def default_renderers() -> dict[str, RendererFactory]:
    """Return fresh factories of the built-in renderers by name."""
    return {
        "csv": RendererFactory("csv", CSV()),
        "json": RendererFactory("json", JSON()),
        "string": RendererFactory("string", string_renderer_factory),
        "xml": RendererFactory("xml", XML()),
    }


def resolve_renderer(name: str, package: ModuleType | None = None, registry: Any = None) -> Renderer:
    """Return the renderer that *name* names, seen from *package*.

    Raises `ConfigurationError`: CFW-541 if nothing renders such a name, CFW-542 if the
    template does not exist or cannot be compiled, CFW-543 if several providers could.
    """
    info = RendererInfo(name, package, registry)
    factories = _factories(registry)
    for key in (name, info.type):  # what is registered for one name comes before its ending
        if key in factories:
            return Renderer(info, factories[key].factory(info))
    providers = _providers(registry)
    suffixes = [(suffix, one) for one in providers.values() for suffix in one.suffixes]
    suffixes.sort(key=lambda row: -len(row[0]))
    for suffix, provider in suffixes:
        if name.endswith(suffix):
            return Renderer(info, _TemplateRenderer(_load(provider, info, [name]), name, suffix))
    if info.type in _NEUTRAL and providers:
        provider = _the_one(providers, name)
        tried = [name + suffix for suffix in provider.suffixes]
        return Renderer(info, _TemplateRenderer(_load(provider, info, tried), name, ""))
    if "" in factories:
        return Renderer(info, factories[""].factory(info))
    raise ConfigurationError(_unknown(info, factories, [suffix for suffix, _ in suffixes]))


def shared_renderer(name: str, package: ModuleType | None, registry: Any) -> Renderer:
    """Return what `resolve_renderer` does, the same for all views that name the same in the same package.

    Each has a renderer of its own where that is a template.
    """
    made = registry.derived(RendererFactory, _no_renderers)
    renderer: Renderer | None = made.get((name, package))
    if renderer is None:
        renderer = resolve_renderer(name, package, registry)
        if not isinstance(renderer.function, _TemplateRenderer):
            made[name, package] = renderer
    return renderer


def _no_renderers(factories: object) -> dict[tuple[str, ModuleType | None], Renderer]:
    """Return where the renderers of an application are kept."""
    return {}


def default_renderer(package: ModuleType | None = None, registry: Any = None) -> Renderer | None:
    """Return the renderer of views that name none, or None if the application has no such renderer."""
    row = _factories(registry).get("")
    if row is None:
        return None
    info = RendererInfo("", package, registry)
    return Renderer(info, row.factory(info))


class _TemplateRenderer:
    """The renderer function of a template."""

    def __init__(self, template: Template, name: str, suffix: str) -> None:
        self.template = template
        bare = name.removesuffix(suffix) if suffix else name
        kind = next((kind for ending, kind in _NEUTRAL.items() if bare.endswith(ending)), None)
        self.headers = (("Content-Type", kind or _NEUTRAL[".html"]),)

    def __call__(self, value: Any, system: Any) -> str:
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise TypeError(
                f"the template {self.template.origin} needs a mapping of names to values, "
                f"and the view returned {type(value).__name__}"
            )
        return self.template.render({**system, **value} if system else value)


def _factories(registry: Any) -> Mapping[Any, RendererFactory]:
    if registry is None:
        return default_renderers()
    found: Mapping[Any, RendererFactory] = registry.all(RendererFactory)
    return found


def _providers(registry: Any) -> dict[str, Templating]:
    if registry is None:
        return {}
    return dict(registry.getUtilitiesFor(as_interface(Templating)))


def _the_one(providers: Mapping[str, Templating], name: str) -> Templating:
    if "" in providers:
        return providers[""]
    if len(providers) == 1:
        return next(iter(providers.values()))
    raise ConfigurationError(
        Problem(
            "CFW-543",
            f'"{name}" does not say which template language, and there are several: '
            f"{', '.join(sorted(providers))}.",
            fixes=(
                Fix("one of them is the application's", "register it without a name"),
                Fix("only this template is meant", f'name its file, as in "{name}.mako"'),
            ),
        )
    )


def _load(provider: Templating, info: RendererInfo, specs: list[str]) -> Template:
    missing: list[TemplateNotFound] = []
    for spec in _with_overrides(provider, info, specs):
        try:
            return provider.template(spec, info.package_name)
        except TemplateNotFound as error:
            missing.append(error)
        except TemplateError as error:
            raise ConfigurationError(
                Problem("CFW-542", f'The template "{spec}" cannot be used: {error}')
            ) from error
    seen = "\n".join(str(error) for error in missing)
    raise ConfigurationError(
        Problem(
            "CFW-542",
            f'There is no template "{info.name}", seen from the package "{info.package_name}".',
            why=seen,
        )
    )


def _with_overrides(provider: Templating, info: RendererInfo, specs: list[str]) -> list[str]:
    """Return *specs* after what overrides them."""
    found: list[str] = []
    for spec in specs:
        whole = spec if ":" in spec else f"{info.package_name}:{spec}"
        found += overriding_templates(info.registry, whole, provider.suffixes)
    return [*dict.fromkeys(found), *specs]


def _unknown(info: RendererInfo, factories: Mapping[Any, Any], suffixes: list[str]) -> Problem:
    known = sorted({str(key) for key in factories if key} | set(suffixes))
    fixes = [Fix("a renderer of your own is meant", f'config.add_renderer("{info.type}", factory)')]
    if info.type.startswith("."):
        fixes.append(Fix("a template is meant", "enable an addon that provides templating, such as mako"))
    return Problem(
        "CFW-541",
        f'Nothing renders "{info.name}".{did_you_mean(info.type, known)}',
        why=f"Known are: {', '.join(known) or 'none'}.",
        fixes=tuple(fixes),
    )
