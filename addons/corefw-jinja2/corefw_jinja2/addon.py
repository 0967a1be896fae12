"""What the addon brings to an application: the templating port, and a check of the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from corefw.hooks import Check, Configure, Finding, Hooks
from corefw.ports import Templating
from corefw_jinja2.environment import Environment
from corefw_jinja2.lint import weaknesses
from corefw_jinja2.provider import Jinja2Templating
from corefw_jinja2.settings import Jinja2Settings

__all__ = ["Jinja2Addon"]


class Jinja2Addon(Hooks):
    """Jinja2 behind the templating port."""

    def configure(self, event: Configure) -> None:
        """Fill the port; templates are looked at again in debug mode, or if the settings say so."""
        config, settings = event.config, event.settings
        assert isinstance(settings, Jinja2Settings)
        reload = settings.reload_templates
        if reload is None:
            reload = config.settings.get("corefw.debug", False) is True
        provider = Jinja2Templating(
            reload=reload,
            cache_size=settings.cache_size,
            extensions=settings.extensions,
            filters={name: config.maybe_dotted(dotted) for name, dotted in settings.filters.items()},
            globals={name: config.maybe_dotted(dotted) for name, dotted in settings.globals.items()},
            registry=config.registry,
        )
        config.provide_port(Templating, provider)

    def check(self, event: Check) -> Iterable[Finding]:
        """Find expressions that escaping does not protect, in the templates that views use."""
        provider: Any = event.registry.port(Templating)
        if isinstance(provider, Jinja2Templating):
            yield from _findings(provider.environment)


def _findings(environment: Environment) -> Iterator[Finding]:
    for shown in sorted(environment.files):
        for weakness in weaknesses(environment, environment.source_of(shown)):
            yield Finding(
                "jinja2.unprotected",
                f"{shown}:{weakness.line}: {weakness.what}.",
                hint=f"{weakness.hint}, or write  {{# safe: why #}}  on the line above",
            )
