"""Applications with addons that a test has just written."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.addon.health import LoadReport
from corefw.config import ConfigurationError, Configurator

__all__ = ["FAILING", "PAGE", "PAGES", "configurator", "refusal", "states"]

PAGES = """
def configure(self, event: Configure) -> None:
    event.config.add_route("page", "/page")
    event.config.add_view(page, route_name="page")
"""
PAGE = """
from corefw.response import Response


def page(request):
    return Response("the addon's page")
"""
FAILING = """
def configure(self, event: Configure) -> None:
    raise OSError("no disk")
"""


def configurator(*addons: str, **core: Any) -> Configurator:
    """Return a configurator with these addons enabled."""
    return Configurator(settings={"corefw": {"addons": [*addons], **core}})


def refusal(*addons: str, **core: Any) -> str:
    """Return what is said when an application with these addons is built."""
    with pytest.raises(ConfigurationError) as caught:
        configurator(*addons, **core).make_wsgi_app()
    return str(caught.value)


def states(config: Configurator) -> dict[str, str]:
    """Return what became of each addon."""

    report = config.registry.find(LoadReport, "addons")
    assert report is not None
    return {row.name: row.state for row in report.statuses if row.name in ("a", "b", "c", "pages", "late")}
