"""The same application, written once and built with corefw and with Pyramid.

What is asked of both is what Pyramid documents; that Pyramid answers so as well shows that the
expectation is not our own.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["Framework"]


class Framework:
    """The public modules of a framework as attributes, and what the tests of both do with them."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, name: str) -> Any:
        return importlib.import_module(f"{self.name}.{name}")

    def configurator(self, **kw: Any) -> Any:
        """Return a configurator that does not look at who calls."""
        return self.config.Configurator(package="tests", **kw)

    def says(self, text: str) -> Any:
        """Return a view that says *text*."""
        return lambda context, request: self.response.Response(text)

    def ask(self, app: Any, path: str, **kw: Any) -> Any:
        """Return the response of *app* to a request for *path*."""
        return self.request.Request.blank(path, **kw).get_response(app)

    def texts(self, config: Any, *asked: Any) -> list[str]:
        """Build the application and return what it says to paths, or to (path, keywords); else the status."""
        app = config.make_wsgi_app()
        found = []
        for one in asked:
            path, kw = one if isinstance(one, tuple) else (one, {})
            response = self.ask(app, path, **kw)
            found.append(response.text if response.status_int == 200 else str(response.status_int))
        return found
