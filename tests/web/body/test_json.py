"""JSON bodies."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.body.json import parse_json
from corefw.web.body.limits import DEFAULT_LIMITS
from corefw.web.httpexceptions import HTTPBadRequest

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"{",
        b"[1,]",
        b"// a\n1",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b"[-1e400]",
        b"1" * 5000,
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 2}}',
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b"01",
        b"'a'",
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 65 + b"1" + b"}" * 65,
    ],
)
def test_what_is_not_json_is_a_400(body: bytes) -> None:
    """RFC 8259, and one meaning for each text."""
    with pytest.raises(HTTPBadRequest):
        parse_json(body, DEFAULT_LIMITS)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_deep_nesting_is_refused(opening: bytes) -> None:
    """100,000 brackets make most frameworks answer 500."""
    with pytest.raises(HTTPBadRequest, match="nested too deeply"):
        parse_json(opening * 100_000, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"null", None),
        (b"-0", 0),
        (b"1.0", 1.0),
        (b'"\\ud83d\\ude00"', "😀"),
        (b"[" * 64 + b"]" * 64, None),
        (b'["' + b"[" * 100 + b'"]', ["[" * 100]),
        (b'["\\"' + b"{" * 100 + b'\\\\"]', ['"' + "{" * 100 + "\\"]),
    ],
)
def test_what_is_json_is_read(body: bytes, value: object) -> None:
    """Brackets inside of strings are no nesting."""
    found = parse_json(body, DEFAULT_LIMITS)

    assert value is None or value == found


def test_the_error_says_where() -> None:
    """But does not repeat what was sent."""
    with pytest.raises(HTTPBadRequest, match=r"The body is not JSON: line 2, column 3\."):
        parse_json(b'{"a": 1,\n  <b>}', DEFAULT_LIMITS)


@given(VALUES)
def test_every_value_comes_back(value: object) -> None:
    """What the standard library writes is read."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        body = text.encode()
    except UnicodeEncodeError:
        return
    assert value == parse_json(body, DEFAULT_LIMITS)


@given(st.binary() | st.text(alphabet='[]{}",:\\u0d8 1eN').map(str.encode))
def test_no_bytes_raise_anything_but_a_400(body: bytes) -> None:
    """Whatever they are."""
    with contextlib.suppress(HTTPBadRequest):
        parse_json(body, DEFAULT_LIMITS)
