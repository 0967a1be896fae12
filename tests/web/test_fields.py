"""The headers, the cookies and the query of a request, beside WebOb's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webob.cookies import RequestCookies
from webob.headers import EnvironHeaders
from webob.multidict import MultiDict

from corefw.request import Request
from corefw.web.fields import FormFields, QueryFields, RequestHeaders, SafeCookies

NAMES = st.sampled_from(["a", "b", "session", "x-y", "Path", "max-age", "$Version", "a.b", ""])
VALUES = st.text(alphabet='ab1=%./+|"\\ ,:@~_-é', max_size=12)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=5), st.sampled_from(["; ", ";", ", ", " ; "]))
def test_cookies_are_those_that_webob_reads(pairs: list[tuple[str, str]], between: str) -> None:
    """Whichever of the two ways a header is read."""
    header = between.join(f"{name}={value}" for name, value in pairs)
    try:
        expected: Any = dict(RequestCookies({"HTTP_COOKIE": header}))
    except UnicodeError:
        return

    assert expected == dict(SafeCookies({"HTTP_COOKIE": header}))


def test_cookies_are_written_back_to_the_header() -> None:
    """And read anew afterwards."""
    environ = {"HTTP_COOKIE": "a=1; b=2"}
    cookies = SafeCookies(environ)
    assert "1" == cookies["a"]

    cookies["a"] = "3"

    assert "a=3; b=2" == environ["HTTP_COOKIE"]
    assert {"a": "3", "b": "2"} == dict(cookies)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3)), max_size=6))
def test_fields_are_looked_up_as_webob_does(pairs: list[tuple[str, str]]) -> None:
    """The last value of a name is its value."""
    ours, theirs = FormFields.of([*pairs]), MultiDict(pairs)

    assert dict(theirs) == dict(ours)
    assert theirs.mixed() == ours.mixed()
    assert [*theirs.items()] == [*ours.items()]
    assert [theirs.get(name, "none") for name in "abcd"] == [ours.get(name, "none") for name in "abcd"]
    with pytest.raises(KeyError):
        ours["d"]


def test_a_changed_query_is_written_back() -> None:
    """And nothing is kept in the environment that refers to the environment."""
    request = Request.blank("/?a=1&b=2")
    assert isinstance(request.GET, QueryFields)

    request.GET["a"] = "3"

    assert "b=2&a=3" == request.query_string
    assert "webob._parsed_query_vars" not in request.environ


@pytest.mark.parametrize("name", ["Host", "content-type", "Content-Length", "X-Token", "x_token", "Missing"])
def test_headers_are_found_as_webob_finds_them(name: str) -> None:
    """Whatever the case of their names."""
    environ = {"HTTP_HOST": "a", "CONTENT_TYPE": "b", "CONTENT_LENGTH": "1", "HTTP_X_TOKEN": "c"}
    ours, theirs = RequestHeaders(environ), EnvironHeaders(environ)

    assert theirs.get(name) == ours.get(name)
    assert (name in theirs) == (name in ours)
    ours[name] = "new"
    assert "new" == theirs[name]
