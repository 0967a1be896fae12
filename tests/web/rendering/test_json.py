"""The JSON renderer."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.rendering.info import RendererInfo
from corefw.web.rendering.json import JSON, JSONP, is_plain
from corefw.web.rendering.renderer import Renderer
from corefw.web.request import Request

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)


class Colour(enum.Enum):
    """An enumeration."""

    RED = "red"


@dataclass
class Card:
    """A dataclass that is encoded field by field."""

    title: str
    due: date


@dataclass
class Secretive:
    """A dataclass that says itself what it shows."""

    password: str

    def __json__(self, request: Any) -> dict[str, Any]:
        return {"path": request.path}


def encoded(value: Any, factory: JSON | None = None, request: Any = None) -> str:
    """Return *value* as the renderer gives it to a response."""
    made = (factory or JSON()).encode(value, request)
    return made.decode() if isinstance(made, bytes) else made


@given(PLAIN)
def test_both_encoders_write_the_same(value: Any) -> None:
    """What is small and plain is written by another encoder, and nobody can tell."""
    try:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return
    if is_plain(value) and "e" not in text:  # the two write exponents differently
        assert text == encoded(value)
    assert value == json.loads(encoded(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), '"2026-01-02T03:04:00+00:00"'),
        (date(2026, 1, 2), '"2026-01-02"'),
        (time(3, 4), '"03:04:00"'),
        (Decimal("1.10"), '"1.10"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Colour.RED, '"red"'),
        ([Card("a", date(2026, 1, 2))], '[{"title":"a","due":"2026-01-02"}]'),
        ((1, "é"), '[1,"é"]'),
        (2**70, str(2**70)),
        ({1: "a"}, '{"1":"a"}'),
    ],
)
def test_common_types_have_a_form(value: Any, text: str) -> None:
    """Without an adapter."""
    assert text == encoded(value)


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": {"b": float("-inf")}}, Decimal("NaN")])
def test_nan_is_refused(value: Any) -> None:
    """There is no such thing in JSON; msgspec alone would write null."""
    with pytest.raises(ValueError, match="JSON"):
        encoded(value)


class Thing:
    """Something that has no form in JSON."""


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (
            {"a": Thing()},
            TypeError,
            f"$.a: {__name__}.Thing is not JSON: give it a method __json__(request), "
            "or the renderer an adapter (JSON.add_adapter)",
        ),
        (
            [1, {"a": {2}}],
            TypeError,
            "$[1].a: builtins.set is not JSON: a set has no order; return sorted(...) of it",
        ),
        (
            b"x",
            TypeError,
            "$: builtins.bytes is not JSON: bytes are no text; decode them, or encode them in base 64",
        ),
        ({"a": [0.5, float("nan")]}, ValueError, "$.a[1] is nan, which is not JSON (RFC 8259, section 6)"),
        ({"a": Decimal("NaN")}, ValueError, "$.a: NaN is not JSON (RFC 8259, section 6)"),
        ({"a": {(1, 2): 3}}, TypeError, "$.a has a key of the type tuple: keys are text in JSON"),
        ({float("inf"): 3}, ValueError, "$ has the key inf, which is not JSON (RFC 8259, section 6)"),
    ],
)
def test_what_has_no_form_is_named(value: Any, kind: type[Exception], said: str) -> None:
    """With the path to it and what to do."""
    with pytest.raises(kind) as caught:
        encoded(value)

    assert said == str(caught.value)


def test_a_circle_is_an_error() -> None:
    """And not a crash; the path says where it closes."""
    circle: dict[str, Any] = {"rows": [1]}
    circle["rows"].append({"up": circle})
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is compared whole
        encoded(circle)

    assert "$.rows[1].up leads back to what holds it: a circle is not JSON" == str(caught.value)


@pytest.mark.parametrize("value", ["\udc80", {"\ud800": ["\udfff"]}])
def test_half_a_character_is_escaped(value: Any) -> None:
    """Names of files may hold one; UTF-8 cannot (RFC 8259, section 8.2)."""
    text = encoded(value)

    assert text.encode("utf-8").isascii()
    assert value == json.loads(text)


def test_an_error_of_another_serializer_is_its_own() -> None:
    """corefw does not know what it can write."""

    def refuse(value: Any, default: Any) -> str:
        raise ValueError("not today")

    with pytest.raises(ValueError, match=r"^not today$"):
        encoded({1}, JSON(serializer=refuse))


def test_an_object_says_itself_what_it_shows() -> None:
    """``__json__`` wins over the fields of a dataclass."""
    assert '[{"path":"/a"}]' == encoded([Secretive("x")], request=Request.blank("/a"))


def test_an_adapter_speaks_for_a_class_and_its_subclasses() -> None:
    """But ``__json__`` comes first."""

    class Red(Card):
        pass

    factory = JSON(adapters=[(Card, lambda card, request: card.title)])
    factory.add_adapter(set, lambda found, request: sorted(found))

    assert '["a",[1,2]]' == encoded([Red("a", date.min), {2, 1}], factory)


def test_two_renderers_share_no_adapters() -> None:
    """Adapters belong to the instance."""
    JSON().add_adapter(set, lambda found, request: list(found))
    with pytest.raises(TypeError):
        encoded({1}, JSON())


def test_keywords_go_to_the_serializer() -> None:
    """As Pyramid documents it."""
    assert '{\n  "a": 1\n}' == encoded({"a": 1}, JSON(indent=2))
    assert "[1]!" == encoded([1], JSON(serializer=lambda value, default, end: f"{value}{end}", end="!"))


def test_large_values_are_encoded_as_well() -> None:
    """Beyond what is proven plain."""
    assert list(range(1000)) == json.loads(encoded(list(range(1000))))
    assert not is_plain([[number] for number in range(1000)])


def test_the_response_is_json_and_not_to_be_sniffed() -> None:
    """Markup in JSON is no markup."""
    renderer = Renderer(RendererInfo("json"), JSON()(None))

    response = renderer.to_response({"a": "<b>"}, None, Request.blank("/"))

    assert [
        ("Content-Type", "application/json"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Length", "11"),
    ] == response.headerlist
    assert b'{"a":"<b>"}' == response.body


def test_jsonp_calls_only_functions() -> None:
    """CVE-2014-4671: a callback must be a name."""
    render = JSONP(param_name="call")(None)

    assert '/**/a.b({"a":1});' == render({"a": 1}, {"request": Request.blank("/?call=a.b")})
    assert '{"a":1}' == render({"a": 1}, {"request": Request.blank("/")})
    request = Request.blank("/?call=f")
    render([], {"request": request})
    assert "application/javascript" == request.response.content_type
    assert "nosniff" == request.response.headers["X-Content-Type-Options"]
    for callback in ("alert(1)//", "x" * 1000, "a.b[0]", "", "a.b.c.d.e"):
        with pytest.raises(HTTPBadRequest):
            render(1, {"request": Request.blank(f"/?call={callback}")})
