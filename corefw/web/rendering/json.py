"""The ``json`` renderer: adapters and ``__json__`` first, NaN never.

Small values of plain types are encoded by msgspec, which is several times as fast; everything
else by the standard library, since msgspec writes NaN as ``null`` and would encode a
dataclass before its ``__json__`` was asked.  Floor 4.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from zope.interface import Interface, implementedBy, providedBy
from zope.interface.adapter import AdapterRegistry
from zope.interface.interfaces import ISpecification

from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.rendering.info import RendererInfo

__all__ = ["JSON", "JSONP", "JSONAdapter", "is_plain"]

#: Called with the object and the request; returns something that JSON knows.
JSONAdapter = Callable[[Any, Any], Any]

_MOST_NODES = 200
_SCALARS = (str, int, bool, type(None))
_CALLBACK = re.compile(r"[$a-zA-Z_][$\w]{0,99}(?:\.[$a-zA-Z_][$\w]{0,99}){0,3}", re.ASCII)
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
        if kind in _SCALARS:
            continue
        seen += 1
        if seen > _MOST_NODES:
            return False
        if kind is dict:
            for key in one:
                if type(key) is not str:
                    return False
            waiting.extend(one.values())
        elif kind is list or kind is tuple:
            waiting.extend(one)
        elif kind is not float or not math.isfinite(one):
            return False
        if len(waiting) > _MOST_NODES:
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
        and ValueError for NaN, infinity and circles.
        """
        if self.is_quick:
            if is_plain(value):
                try:
                    return _encode_plain(value)
                except (msgspec.MsgspecError, OverflowError, UnicodeEncodeError):
                    pass  # such as an int of more than 64 bits: the standard library knows how
            return self.serializer(value, default=self._default_for(request), **self.kw)
        return self.serializer(value, default=self._default_for(request), **self.kw)

    def _default_for(self, request: Any) -> Callable[[Any], Any]:
        def default(thing: Any) -> Any:
            if hasattr(thing, "__json__"):
                return thing.__json__(request)
            adapter = self._adapters.lookup1(providedBy(thing), _Adapted, "")
            if adapter is not None:
                return adapter(thing, request)
            return _native(thing)

        return default


def _native(thing: Any) -> Any:
    if isinstance(thing, date | time):  # and datetime
        return thing.isoformat()
    if isinstance(thing, Decimal):
        if not thing.is_finite():
            raise ValueError(f"{thing} is not JSON (RFC 8259, section 6)")
        return str(thing)
    if isinstance(thing, UUID):
        return str(thing)
    if isinstance(thing, enum.Enum):
        return thing.value
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing)}
    raise TypeError(
        f"{type(thing).__module__}.{type(thing).__qualname__} is not JSON: "
        "give it a method __json__(request), or the renderer an adapter (JSON.add_adapter)"
    )


class JSONRenderer:
    """What `JSON` makes: a renderer function with constant headers."""

    headers: tuple[tuple[str, str], ...] = (
        ("Content-Type", "application/json"),
        ("X-Content-Type-Options", "nosniff"),
    )

    def __init__(self, factory: JSON) -> None:
        self.factory = factory

    def render_value(self, value: Any, request: Any) -> Any:
        """Return *value* as JSON, in bytes or text."""
        return self.factory.encode(value, request)

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
        request.response.content_type = "application/javascript"
        # The comment keeps the answer from being read as another format (CVE-2014-4671).
        safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return f"/**/{callback}({safe});"
