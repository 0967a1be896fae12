"""The XML renderer."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.web.rendering.info import RendererInfo
from corefw.web.rendering.renderer import Renderer
from corefw.web.rendering.xml import XML
from corefw.web.request import Request


@dataclass
class Card:
    """A dataclass that is written field by field."""

    title: str
    due: date


class Secretive:
    """An object that says itself what it shows."""

    def __json__(self, request: Any) -> Any:
        return {"path": request.path}


class Colour(enum.Enum):
    """An enumeration."""

    RED = "red"


def written(value: Any, factory: XML | None = None) -> str:
    """Return the document without its first line."""
    text = (factory or XML())(None)(value, {"request": Request.blank("/a")})
    first, _, rest = text.partition("\n")
    assert "<?xml version='1.0' encoding='utf-8'?>" == first
    return rest


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ({"a": {"b": 1}}, "<a><b>1</b></a>"),
        ([1, "x"], "<item>1</item><item>x</item>"),
        ({"rows": [{"a": 1.5}]}, "<rows><item><a>1.5</a></item></rows>"),
        ({"yes": True, "no": False}, "<yes>true</yes><no>false</no>"),
        ("<script>&'\"]]>", "&lt;script&gt;&amp;'\"]]&gt;"),
        ("é\r\na\rb", "é\na\nb"),
        (Card("a", date(2026, 1, 2)), "<title>a</title><due>2026-01-02</due>"),
        ({"u": UUID(int=1), "d": Decimal("1.50")}, f"<u>{UUID(int=1)}</u><d>1.50</d>"),
        (Colour.RED, "red"),
        ([Secretive()], "<item><path>/a</path></item>"),
    ],
)
def test_values_are_elements_and_text(value: Any, inside: str) -> None:
    """With everything that could be markup escaped."""
    assert f"<response>{inside}</response>" == written(value)


def test_the_names_are_the_applications() -> None:
    """None is an empty element."""
    assert "<cards><card /></cards>" == written([None], XML(root="cards", item="card"))


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (
            {"a": [object()]},
            TypeError,
            "builtins.object has no form in XML: give it a method __json__(request)",
        ),
        ({"a b": 1}, ValueError, "/response has the key 'a b', and no element of XML can be called so"),
        ({"xmlns": 1}, ValueError, "/response has the key 'xmlns', and no element of XML can be called so"),
        ({"a": {1: 1}}, ValueError, "/response/a has the key 1, and no element of XML can be called so"),
        ({"a": "b\0c"}, ValueError, "/response/a holds '\\x00', which XML cannot (XML 1.0, section 2.2)"),
        (
            [float("nan")],
            ValueError,
            "/response/item[1] is nan, which is no number that XML readers agree on",
        ),
    ],
)
def test_what_cannot_be_written_is_named(value: Any, kind: type[Exception], said: str) -> None:
    """With the path to it."""
    with pytest.raises(kind) as caught:
        written(value)

    assert str(caught.value).endswith(said)


def test_circles_and_depths_are_refused() -> None:
    """And not followed."""
    circle: dict[str, Any] = {}
    circle["up"] = [circle]
    deep: Any = []
    for _ in range(500):
        deep = [deep]

    with pytest.raises(ValueError, match=r"/response/up/item\[1\] leads back to what holds it"):
        written(circle)
    with pytest.raises(ValueError, match="is nested too deeply"):
        written(deep)


def test_what_xml_cannot_hold_may_be_replaced() -> None:
    """Where the text is a client's, say."""
    assert "<response>a\ufffdb</response>" == written("a\x01b", XML(invalid="\ufffd"))


@pytest.mark.parametrize("name", ["", "a b", "1a", "xmlroot", "a:b", "<a"])
def test_a_name_that_no_element_has_is_refused(name: str) -> None:
    """When the renderer is made."""
    with pytest.raises(ConfigurationError) as caught:
        XML(item=name)

    assert (
        f'CFW-551  No element of XML can be called "{name}".\n\n'
        "  A name begins with a letter or an underscore, has letters, digits and ._- after it, "
        'and does not begin with "xml".\n\n'
        '  To mend it: XML(root="response", item="item")' == str(caught.value)
    )


def test_the_response_is_xml_and_not_to_be_sniffed() -> None:
    """In UTF-8."""
    response = Renderer(RendererInfo("xml"), XML()(None)).to_response({"a": "é"}, None, Request.blank("/"))

    assert "application/xml; charset=UTF-8" == response.headers["Content-Type"]
    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "é" == ElementTree.fromstring(response.body).findtext("a")


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    """Except for what XML cannot hold, and the ends of lines."""
    document = written(text, XML(invalid=""))

    read = ElementTree.fromstring(document).text or ""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(char for char in kept if char in read) == read
