"""What the addon brings to an application: the templating port, and a check of the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corefw.hooks import Check, Configure, Finding, Hooks
from corefw.ports import Templating
from corefw_mako.compiled import Compiled
from corefw_mako.lint import weaknesses
from corefw_mako.provider import MakoTemplating
from corefw_mako.settings import MakoSettings

__all__ = ["MakoAddon"]


class MakoAddon(Hooks):
    """Mako behind the templating port."""

    def configure(self, event: Configure) -> None:
        """Fill the port; templates are looked at again in debug mode, or if the settings say so."""
        settings = event.settings
        assert isinstance(settings, MakoSettings)
        reload = settings.reload_templates
        if reload is None:
            reload = event.config.settings.get("corefw.debug", False) is True
        provider = MakoTemplating(reload=reload, imports=settings.imports, registry=event.config.registry)
        event.config.provide_port(Templating, provider)

    def check(self, event: Check) -> Iterable[Finding]:
        """Find expressions that escaping does not protect, in the templates that views use."""
        provider = event.registry.port(Templating)
        if isinstance(provider, MakoTemplating):
            for compiled in provider.lookup.all_compiled():
                yield from _findings(compiled)


def _findings(compiled: Compiled) -> Iterator[Finding]:
    for weakness in weaknesses(compiled.source):
        yield Finding(
            "mako.unprotected",
            f"{compiled.name.shown}:{weakness.line}: {weakness.what}.",
            hint=f"{weakness.hint}, or write  ## safe: why  on the line above",
        )
