"""The event that comes before each rendering, and the system values it carries.  Floor 4."""

from __future__ import annotations

from functools import partial
from typing import Any

from zope.interface import implementer

from corefw.contracts.interfaces import IBeforeRender
from corefw.web.i18n.templates import TemplateTranslator, template_domain
from corefw.web.security.csrf import get_csrf_token

__all__ = ["BeforeRender", "system_values"]


@implementer(IBeforeRender)
class BeforeRender(dict[str, Any]):
    """The system values of one rendering, to which subscribers add globals.

    ``rendering_val`` is what the view returned.
    """

    def __init__(self, system: dict[str, Any], rendering_val: Any = None) -> None:
        super().__init__(system)
        self.rendering_val = rendering_val


def system_values(request: Any, name: str, info: Any, view: Any = None) -> dict[str, Any]:
    """Return the names that every template may use: those that Pyramid documents, and translation."""
    package_name = info.package_name if info is not None else ""
    return {
        "view": view,
        "renderer_name": name,
        "renderer_info": info,
        "context": getattr(request, "context", None),
        "request": request,
        "req": request,
        "get_csrf_token": partial(get_csrf_token, request),
        **TemplateTranslator(request, template_domain(name, package_name)).names(),
    }
