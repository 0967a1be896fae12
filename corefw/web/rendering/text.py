"""The ``string`` renderer: what a view returns, as plain text.  Floor 4."""

from __future__ import annotations

from typing import Any

from corefw.web.rendering.info import RendererInfo

__all__ = ["StringRenderer", "string_renderer_factory"]


class StringRenderer:
    """Renders a text as it is and everything else by ``str()``."""

    headers = (("Content-Type", "text/plain; charset=UTF-8"),)

    def render_value(self, value: Any, request: Any) -> bytes:
        """Return *value* as text in UTF-8."""
        return str(value).encode()

    def __call__(self, value: Any, system: Any) -> str:
        """Return *value* as text."""
        return str(value)


def string_renderer_factory(info: RendererInfo) -> StringRenderer:
    """Return the ``string`` renderer."""
    return StringRenderer()
