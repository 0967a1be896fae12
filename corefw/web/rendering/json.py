"""The ``json`` renderer: adapters and ``__json__`` first, NaN never.

Small values of plain types are encoded by msgspec, which is several times as fast; everything
else by the standard library, since msgspec writes NaN as ``null`` and would encode a
dataclass before its ``__json__`` was asked.  Floor 4.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from zope.interface import Interface, implementedBy, providedBy
from zope.interface.adapter import AdapterRegistry
from zope.interface.interfaces import ISpecification

from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.rendering.forms import fault_in, native_form
from corefw.web.rendering.info import RendererInfo

__all__ = ["JSON", "JSONP", "JSONAdapter", "is_plain"]

#: Called with the object and the request; returns something that JSON knows.
JSONAdapter = Callable[[Any, Any], Any]

_MOST_NODES = 200
_SCALARS = frozenset((str, int, bool, type(None)))
_CALLBACK = re.compile(r"[$a-zA-Z_][$\w]{0,99}(?:\.[$a-zA-Z_][$\w]{0,99}){0,3}", re.ASCII)
#: Half a character, as in names of files that are not UTF-8; sent as an escape (RFC 8259, section 8.2).
_SURROGATE = re.compile("[\ud800-\udfff]")
_encode_plain = msgspec.json.Encoder().encode


class _Adapted(Interface):
    """What an adapter makes: the key of a JSON renderer's own adapters."""


def is_plain(value: Any) -> bool:
    """Say whether *value* is small and made of exactly dict, list, str, int, float, bool, None.

    No subclasses, only text as keys, finite numbers: what every encoder writes alike.
    """
    waiting = [value]
    seen = 0
    while waiting:
        one = waiting.pop()
        kind = type(one)
        seen += 1
        if seen > _MOST_NODES:
            return False
        if kind is dict:
            for key, inner in one.items():
                if type(key) is not str:
                    return False
                if type(inner) not in _SCALARS:
                    waiting.append(inner)
        elif kind is list or kind is tuple:
            for inner in one:
                if type(inner) not in _SCALARS:
                    waiting.append(inner)
        elif kind not in _SCALARS and (kind is not float or not math.isfinite(one)):
            return False
    return True


class JSON:
    """The factory of a JSON renderer, configured by its arguments.

    *serializer* is called with the value, ``default`` and the keywords, as ``json.dumps`` is.
    *adapters* are pairs of a type or interface and a function of (object, request).
    """

    content_type = "application/json"

    def __init__(
        self,
        serializer: Callable[..., Any] = json.dumps,
        adapters: Iterable[tuple[Any, JSONAdapter]] = (),
        **kw: Any,
    ) -> None:
        self.serializer = serializer
        self.is_quick = serializer is json.dumps and not kw
        if serializer is json.dumps:
            kw = {"allow_nan": False, "separators": (",", ":"), "ensure_ascii": False, **kw}
            if kw.get("indent") is not None:
                kw["separators"] = (",", ": ")
        self.kw = kw
        self._adapters = AdapterRegistry()
        for type_or_iface, adapter in adapters:
            self.add_adapter(type_or_iface, adapter)

    def add_adapter(self, type_or_iface: Any, adapter: JSONAdapter) -> None:
        """Have *adapter* turn objects of a type or interface, and of its subclasses, into JSON."""
        spec = type_or_iface
        if not ISpecification.providedBy(spec):
            spec = implementedBy(spec)
        self._adapters.register([spec], _Adapted, "", adapter)

    def __call__(self, info: RendererInfo | None) -> JSONRenderer | JSONPRenderer:
        """Return the renderer; called by the view's compilation."""
        return JSONRenderer(self)

    def encode(self, value: Any, request: Any) -> Any:
        """Return *value* as JSON.

        Raises TypeError for an object that neither `__json__` nor an adapter turns into JSON,
        and ValueError for NaN, infinity and circles; each says where in the value that is.
        """
        if self.is_quick:
            is_good = type(value) is dict
            if is_good:  # most are flat, which is seen here, without another call
                for key, inner in value.items():
                    if type(inner) not in _SCALARS or type(key) is not str:
                        is_good = False
                        break
            if is_good or is_plain(value):
                try:
                    return _encode_plain(value)
                except (msgspec.MsgspecError, OverflowError, UnicodeEncodeError):
                    pass  # such as an int of more than 64 bits: the standard library knows how
        default = self._default_for(request)
        try:
            made = self.serializer(value, default=default, **self.kw)
        except (TypeError, ValueError) as error:
            fault = fault_in(value, default) if self.serializer is json.dumps else None
            if fault is None:
                raise
            raise fault from error
        return _SURROGATE.sub(_escaped, made) if self.serializer is json.dumps else made

    def _default_for(self, request: Any) -> Callable[[Any], Any]:
        def default(thing: Any) -> Any:
            if hasattr(thing, "__json__"):
                return thing.__json__(request)
            adapter = self._adapters.lookup1(providedBy(thing), _Adapted, "")
            if adapter is not None:
                return adapter(thing, request)
            return native_form(thing)

        return default


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


class JSONRenderer:
    """What `JSON` makes: a renderer function with constant headers."""

    headers: tuple[tuple[str, str], ...] = (
        ("Content-Type", "application/json"),
        ("X-Content-Type-Options", "nosniff"),
    )

    def __init__(self, factory: JSON) -> None:
        self.factory = factory
        #: Returns a value as JSON, in bytes or text, for a request.
        self.render_value: JSONAdapter = factory.encode

    def __call__(self, value: Any, system: Any) -> Any:
        made = self.factory.encode(value, (system or {}).get("request"))
        return made.decode("utf-8") if isinstance(made, bytes) else made


class JSONP(JSON):
    """JSON inside a call of the function that the request names.

    Any site can read what a view with this renderer answers; it is not registered by
    default.  The name must be an identifier or a short dotted path, else the answer is 400.
    """

    def __init__(self, param_name: str = "callback", **kw: Any) -> None:
        self.param_name = param_name
        super().__init__(**kw)

    def __call__(self, info: RendererInfo | None) -> JSONPRenderer:
        """Return the renderer."""
        return JSONPRenderer(self)


class JSONPRenderer:
    """What `JSONP` makes; with no callback in the query it answers as JSON."""

    headers = JSONRenderer.headers

    def __init__(self, factory: JSONP) -> None:
        self.factory = factory

    def __call__(self, value: Any, system: Any) -> str:
        request = (system or {}).get("request")
        made = self.factory.encode(value, request)
        text: str = made.decode("utf-8") if isinstance(made, bytes) else made
        if request is None or self.factory.param_name not in request.GET:
            return text
        callback = request.GET[self.factory.param_name]
        if not _CALLBACK.fullmatch(callback):
            raise HTTPBadRequest("The name of the callback is not an identifier.")
        response = request.response
        response.content_type = "application/javascript"
        response.headers["X-Content-Type-Options"] = "nosniff"
        # The comment keeps the answer from being read as another format (CVE-2014-4671).
        safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return f"/**/{callback}({safe});"
