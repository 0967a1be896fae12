"""The ``xml`` renderer: dictionaries, lists and scalars as elements, and never anything else.

Only plain elements with text are written, without attributes, namespaces, entities or processing
instructions, so that no value can become markup.  It writes XML and reads none.  Floor 4.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.rendering.forms import native_form
from corefw.web.rendering.info import RendererInfo

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["XML", "XMLRenderer"]

_NAME: Final = re.compile(r"(?!xml)[A-Za-z_][A-Za-z0-9_.\-]*", re.IGNORECASE)
# What XML 1.0 (section 2.2) leaves out.
_NO_CHAR: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST: Final = 100


class XML:
    """The factory of an XML renderer.

    A dictionary becomes an element for each key, a list one called *item* for each value, below the
    element *root*; None is empty, and truth is ``true`` or ``false``.  Dates, decimals, UUIDs,
    enumerations, dataclasses and msgspec structs are written as in JSON, and so is what has a method
    ``__json__(request)``.  A character that XML cannot hold is an error, or is replaced by *invalid*.
    Raises `ConfigurationError` (CFW-551) for a name that no element can have.
    """

    def __init__(self, root: str = "response", item: str = "item", invalid: str | None = None) -> None:
        for name in (root, item):
            if not _NAME.fullmatch(name):
                raise ConfigurationError(
                    Problem(
                        "CFW-551",
                        f'No element of XML can be called "{name}".',
                        why="A name begins with a letter or an underscore, has letters, digits and ._- "
                        'after it, and does not begin with "xml".',
                        fixes=(Fix("", 'XML(root="response", item="item")'),),
                    )
                )
        self.root = root
        self.item = item
        self.invalid = invalid

    def __call__(self, info: RendererInfo | None) -> XMLRenderer:
        """Return the renderer."""
        return XMLRenderer(self)


class XMLRenderer:
    """What `XML` makes: a renderer function with constant headers."""

    headers: tuple[tuple[str, str], ...] = (
        ("Content-Type", "application/xml; charset=UTF-8"),
        ("X-Content-Type-Options", "nosniff"),
    )

    def __init__(self, factory: XML) -> None:
        self.factory = factory

    def render_value(self, value: Any, request: Any) -> bytes:
        """Return *value* as an XML document in UTF-8.

        Raises TypeError for what has no form, and ValueError for a key that is no name, a character
        that XML cannot hold, a number that is not finite, and circles; each says where that is.
        """
        from xml.etree.ElementTree import Element, tostring  # of every start only few will use it

        root = Element(self.factory.root)
        self._fill(root, value, f"/{self.factory.root}", (), request)
        document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return document

    def __call__(self, value: Any, system: Any) -> str:
        """Return the document as text."""
        return self.render_value(value, (system or {}).get("request")).decode("utf-8")

    def _fill(self, element: Element, value: Any, path: str, above: tuple[int, ...], request: Any) -> None:
        if value is None:
            return
        if isinstance(value, str | bool | int | float):
            element.text = self._text(value, path)
            return
        if id(value) in above or len(above) >= _DEEPEST:
            complaint = "leads back to what holds it" if id(value) in above else "is nested too deeply"
            raise ValueError(f"{path[:100]} {complaint}")
        above = (*above, id(value))
        if isinstance(value, Mapping):
            for key, one in value.items():
                if not isinstance(key, str) or not _NAME.fullmatch(key):
                    raise ValueError(f"{path} has the key {key!r}, and no element of XML can be called so")
                self._fill(_below(element, key), one, f"{path}/{key}", above, request)
        elif isinstance(value, list | tuple):
            name = self.factory.item
            for number, one in enumerate(value, 1):
                self._fill(_below(element, name), one, f"{path}/{name}[{number}]", above, request)
        else:
            self._fill(element, self._form(value, path, request), path, above, request)

    @staticmethod
    def _form(value: Any, path: str, request: Any) -> Any:
        if hasattr(value, "__json__"):
            return value.__json__(request)
        try:
            return native_form(value)
        except TypeError:
            kind = f"{type(value).__module__}.{type(value).__qualname__}"
            raise TypeError(
                f"{path}: {kind} has no form in XML: give it a method __json__(request)"
            ) from None

    def _text(self, value: str | float, path: str) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{path} is {value!r}, which is no number that XML readers agree on")
        # A reader makes the same of the ends of lines (XML 1.0, section 2.11).
        text = str(value).replace("\r\n", "\n").replace("\r", "\n")
        fault = _NO_CHAR.search(text)
        if fault is None:
            return text
        if self.factory.invalid is None:
            raise ValueError(f"{path} holds {fault[0]!r}, which XML cannot (XML 1.0, section 2.2)")
        return _NO_CHAR.sub(self.factory.invalid, text)


def _below(element: Element, name: str) -> Element:
    """Return a new element at the end of *element*."""
    made = element.makeelement(name, {})
    element.append(made)
    return made
