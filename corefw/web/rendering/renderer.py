"""The renderer of a view: made once, it turns what the view returns into a response.

If nobody touched ``request.response``, the response is made from constant headers; else that
response gets the body and keeps its status, headers and cookies.  How a name becomes a
renderer is in the neighbour ``resolve``.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zope.interface import implementedBy

from corefw.contracts.interfaces import IResponseFactory
from corefw.web.rendering.before_render import BeforeRender, system_values
from corefw.web.rendering.info import RendererFunction, RendererInfo
from corefw.web.response import Response, check_headers, quick_response

__all__ = ["Direct", "NullRenderer", "Renderer", "null_renderer"]

#: Called with what a view returned and the request; returns it as text or bytes.
Direct = Callable[[Any, Any], Any]

_HTML = "text/html; charset=UTF-8"


class Renderer:
    """One renderer, used by many threads at once.

    The function may say its constant headers (``headers``, with a Content-Type) and may have
    ``render_value(value, request)``, which is called instead where no subscriber wants
    to see the system values.
    """

    __slots__ = ("_announce", "_direct", "_fresh", "_quick", "function", "headers", "info", "name")

    def __init__(self, info: RendererInfo, function: RendererFunction) -> None:
        self.info = info
        self.name = info.name
        self.function = function
        self.headers: tuple[tuple[str, str], ...] = tuple(
            getattr(function, "headers", (("Content-Type", _HTML),))
        )
        check_headers("200 OK", list(self.headers))
        self._direct = getattr(function, "render_value", None)
        # What follows is asked for at the first rendering: by then the configuration is complete.
        self._quick: Direct | None = None
        self._announce: bool | None = None
        self._fresh = False

    @property
    def package(self) -> Any:
        """The package that the name is relative to."""
        return self.info.package

    @property
    def type(self) -> str:
        """The ending of the name, or the name itself."""
        return self.info.type

    def _look_around(self) -> None:
        registry = self.info.registry
        self._fresh = registry is None or registry.queryUtility(IResponseFactory) is None
        self._announce = registry is not None and registry.listeners(implementedBy(BeforeRender))
        if not self._announce:
            self._quick = self._direct

    def render(self, value: Any, system: Mapping[str, Any] | None = None, request: Any = None) -> Any:
        """Return what the renderer makes of *value*: text or bytes.

        *system* are the system values, made if None.  Raises what the renderer raises; for a
        template that is `TemplateError`, which names the template and the line.
        """
        if self._announce is None:
            self._look_around()
        if self._quick is not None:
            return self._quick(value, request)
        values: Any = system
        if values is None:
            values = self._system(request)
        if self._announce:
            values = BeforeRender(dict(values), value)
            self.info.registry.notify(values)
        return self.function(value, values)

    def to_response(
        self, value: Any, system: Mapping[str, Any] | None = None, request: Any = None
    ) -> Response:
        """Return the response for *value*: fresh, or ``request.response`` if it was touched."""
        return self.answer(self.render(value, system, request), request)

    def direct(self) -> Direct | None:
        """Return what renders a value, if no more is needed for its response than ``headers``; else None.

        To be asked for at the first request, when the configuration is complete.
        """
        self._look_around()
        return self._quick if self._fresh else None

    def respond(self, value: Any, context: Any, request: Any) -> Response:
        """Return the response for a *value* that a view returned for that *context*."""
        if self._announce is None:
            self._look_around()
        system = None
        if self._quick is None:
            system = self._system(request)
            if context is not None:
                system["context"] = context
        return self.answer(self.render(value, system, request), request)

    def _system(self, request: Any) -> dict[str, Any]:
        view = None if request is None else request.__dict__.get("__view__")
        return system_values(request, self.name, self.info, view)

    def answer(self, result: Any, request: Any) -> Response:
        """Return a fresh response with the rendered *result*, or ``request.response`` if it was touched."""
        if request is None or (self._fresh and request._response is None):
            if type(result) is str:
                result = result.encode("utf-8")
            if type(result) is bytes:
                return quick_response(result, self.headers)
            return self._fill(quick_response(b"", self.headers), result)
        return self.fill(request.response, result)

    def fill(self, response: Response, result: Any) -> Response:
        """Give *response* the rendered *result* as its body, and return it.

        The renderer's own headers are set where the response has none of that name; so is its type,
        unless the response has another one than that which it was made with.
        """
        if type(response) is Response and type(result) in (str, bytes):
            response.take_headers(self.headers)
            response.take_body(result)
            return response
        if response.content_type in (None, response.default_content_type):
            response.headers["Content-Type"] = dict(self.headers)["Content-Type"]
        for name, text in self.headers:
            if name != "Content-Type":
                response.headers.setdefault(name, text)
        return self._fill(response, result)

    @staticmethod
    def _fill(response: Response, result: Any) -> Response:
        if isinstance(result, str):
            response.body = result.encode(response.charset or "utf-8")
        elif isinstance(result, bytes):
            response.body = result
        elif isinstance(result, Iterable):
            response.app_iter = result
        elif result is not None:
            raise TypeError(
                f"a renderer returns text, bytes or an iterable of bytes, not {type(result).__name__}"
            )
        return response


class NullRenderer:
    """No rendering at all: what the view returns is passed on as it is."""

    __slots__ = ()
    name = ""
    package = None
    type = ""

    def render(self, value: Any, system: Mapping[str, Any] | None = None, request: Any = None) -> Any:
        """Return *value* itself."""
        return value

    def to_response(self, value: Any, system: Mapping[str, Any] | None = None, request: Any = None) -> Any:
        """Return *value* itself."""
        return value


#: The one that is given as ``renderer=`` to switch rendering off for a view.
null_renderer = NullRenderer()
