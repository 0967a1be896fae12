"""Nothing that a client sends raises anything but a 4xx."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webob import BaseRequest

from corefw.engine.registry import Registry
from corefw.web.body.limits import BodyLimits
from corefw.web.exceptions import URLDecodeError
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPClientError,
    HTTPRequestEntityTooLarge,
    HTTPRequestURITooLong,
    HTTPUnsupportedMediaType,
)
from corefw.web.safe_request import SafeRequest

LATIN = st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=255), max_size=60)


def made(**environ: Any) -> SafeRequest:
    """Return a request with parts of its environment replaced."""
    request: SafeRequest = SafeRequest.blank("/")
    request.environ.update(environ)
    return request


def posted(
    body: bytes, content_type: Any = "application/x-www-form-urlencoded", **environ: Any
) -> SafeRequest:
    """Return a POST whose body can only be read once."""
    return made(
        REQUEST_METHOD="POST",
        CONTENT_TYPE=content_type,
        CONTENT_LENGTH=environ.pop("CONTENT_LENGTH", str(len(body))),
        **{"wsgi.input": io.BytesIO(body), **environ},
    )


def test_a_path_that_is_not_utf8_is_a_400() -> None:
    """The error is an HTTPBadRequest and, as Pyramid's, a UnicodeDecodeError."""
    with pytest.raises(URLDecodeError) as caught:
        _ = made(PATH_INFO="/\xff\xfe").path_info

    assert isinstance(caught.value, HTTPBadRequest)
    assert isinstance(caught.value, UnicodeDecodeError)
    assert 400 == caught.value.status_int


def test_a_path_is_decoded() -> None:
    """WSGI's ISO-8859-1 becomes UTF-8; setting it goes the other way."""
    request = made(PATH_INFO="/caf\xc3\xa9")
    assert "/café" == request.path_info
    request.path_info = "/é"
    assert "/\xc3\xa9" == request.environ["PATH_INFO"]


@pytest.mark.parametrize("attribute", ["url", "path", "path_url", "path_qs", "script_name"])
def test_what_is_made_of_the_path_fails_alike(attribute: str) -> None:
    """There is no way round the decoding."""
    with pytest.raises(URLDecodeError):
        getattr(made(PATH_INFO="/\xff", SCRIPT_NAME="/\xc0\xae"), attribute)


def test_the_query_is_parsed_and_written_back() -> None:
    """Fields keep their order and repetitions; a change is seen in the query string."""
    request = made(QUERY_STRING="a=1&b=%C3%A9&a=2&c&d=x+y")
    assert [("a", "1"), ("b", "é"), ("a", "2"), ("c", ""), ("d", "x y")] == list(request.GET.items())
    request.GET["a"] = "3"
    assert "b=%C3%A9&c=&d=x+y&a=3" == request.environ["QUERY_STRING"]
    assert "3" == request.GET["a"]


def test_only_the_ampersand_parts_fields() -> None:
    """A semicolon belongs to the value (CVE-2021-23336)."""
    assert [("a", "1;b=2")] == list(made(QUERY_STRING="a=1;b=2").GET.items())


FIELD = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@given(st.lists(st.tuples(FIELD, FIELD), max_size=4))
def test_a_query_and_a_form_are_read_as_webob_reads_them(pairs: list[tuple[str, str]]) -> None:
    """Encoded as browsers do it, or as raw UTF-8 with its own signs left out."""
    encoded = urlencode(pairs)
    raw = "&".join(f"{name}={value}" for name, value in pairs if not {*"&=%+;"} & {*name, *value})
    for text in (encoded, raw.encode().decode("latin-1")):
        theirs = [*BaseRequest({"QUERY_STRING": text}).GET.items()]
        assert theirs == [*made(QUERY_STRING=text).GET.items()]
        assert theirs == [*posted(text.encode("latin-1")).POST.items()]
    assert pairs == [*made(QUERY_STRING=encoded).GET.items()]


@given(
    st.sampled_from(["http", "https"]),
    st.sampled_from(
        ["a.example", "a.example:80", "a.example:443", "a.example:8080", "[::1]", "[::1]:80", None]
    ),
    st.sampled_from(["", "/", "/at", "/at/", "/a b", "/\xc3\xa9", None]),
)
def test_the_address_of_the_application_is_webobs(scheme: str, host: str | None, script: str | None) -> None:
    """Of each request its own, also where a server leaves out what it may."""
    request = made(**{"wsgi.url_scheme": "https", "HTTP_HOST": "before.example", "SCRIPT_NAME": "/before"})
    assert "https://before.example/before" == request.application_url
    request.environ["wsgi.url_scheme"] = scheme
    for key, value in (("HTTP_HOST", host), ("SCRIPT_NAME", script)):
        request.environ.pop(key)
        if value is not None:
            request.environ[key] = value

    assert BaseRequest({"SCRIPT_NAME": "", **request.environ}).application_url == request.application_url


@pytest.mark.parametrize("query", ["a=%ff", "%C0%AE=1", "\xff"])
def test_a_query_that_is_not_utf8_is_a_400(query: str) -> None:
    """Bad UTF-8 is refused, not replaced."""
    with pytest.raises(HTTPBadRequest):
        _ = made(QUERY_STRING=query).GET


def test_too_many_fields_of_a_query_are_a_400() -> None:
    """They are counted before any of them is decoded."""
    with pytest.raises(HTTPBadRequest):
        _ = made(QUERY_STRING="&".join(["a=1"] * 1001)).GET

    assert 1000 == len(made(QUERY_STRING="&".join(["a=1"] * 1000)).GET)


def test_cookies_that_are_not_utf8_are_a_400() -> None:
    """A cookie can be written by a neighbouring site, so it must not break the server."""
    with pytest.raises(HTTPBadRequest):
        made(HTTP_COOKIE='a="\\377"').cookies.get("a")


def test_many_cookies_are_a_400() -> None:
    """The header is not parsed beyond its limit."""
    with pytest.raises(HTTPBadRequest):
        made(HTTP_COOKIE="; ".join(f"c{n}=1" for n in range(10_000))).cookies.get("a")


@pytest.mark.parametrize("cookie", ["=x", "=__Host-a=1", 'a="\\377"', ";;;", "a", "a=1; a=2"])
def test_odd_cookies_raise_nothing_but_a_400(cookie: str) -> None:
    """Nameless cookies are not there."""
    try:
        names = list(made(HTTP_COOKIE=cookie).cookies)
    except HTTPBadRequest:
        return
    assert {"a"} >= set(names)


def test_cookies_are_written_back() -> None:
    """As WebOb documents it."""
    request = made(HTTP_COOKIE="a=1")
    request.cookies["b"] = "2"
    assert {"a": "1", "b": "2"} == dict(request.cookies)
    request.cookies = {"c": "3"}
    assert "c=3" == request.environ["HTTP_COOKIE"]


@pytest.mark.parametrize(
    ("key", "attribute", "value"),
    [
        ("HTTP_RANGE", "range", "bytes=0-" + "9" * 5000),
        ("HTTP_RANGE", "range", "bytes=0-1,3-4"),
        ("HTTP_IF_MODIFIED_SINCE", "if_modified_since", "Mon, 01 Jan 99999 00:00:00 GMT"),
        ("HTTP_IF_UNMODIFIED_SINCE", "if_unmodified_since", "Mon, 01 Jan 99999 00:00:00 GMT"),
        ("HTTP_DATE", "date", "-1"),
        ("HTTP_MAX_FORWARDS", "max_forwards", "٣"),
    ],
)
def test_a_condition_that_cannot_be_parsed_is_not_there(key: str, attribute: str, value: str) -> None:
    """RFC 9110 has them ignored."""
    assert getattr(made(**{key: value}), attribute) is None


def test_the_client_address_is_that_of_the_connection() -> None:
    """X-Forwarded-For can be written by anybody."""
    assert "10.0.0.1" == made(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4").client_addr


@pytest.mark.parametrize("length", ["-1", "abc", "+5", "1_0", "٣", " 5", "5 ", str(2**64), "0x5"])
def test_a_content_length_that_is_no_number_is_a_400(length: str) -> None:
    """Only digits are a length (request smuggling lives off the rest)."""
    with pytest.raises(HTTPBadRequest):
        _ = posted(b"a=1", CONTENT_LENGTH=length).POST


def test_a_body_that_is_shorter_than_announced_is_a_400() -> None:
    """The client left, or lied; half a form is never returned."""
    for attribute in ("body", "POST", "text"):
        with pytest.raises(HTTPBadRequest):
            getattr(posted(b"a=1", CONTENT_LENGTH="10"), attribute)
    with pytest.raises(HTTPBadRequest):
        posted(b"a=1", CONTENT_LENGTH="10").body_file.read()


def test_no_more_than_the_content_length_is_read() -> None:
    """What follows is the next request of the connection."""
    assert b"a=1" == posted(b"a=1&b=2", CONTENT_LENGTH="3").body


def test_a_stream_that_breaks_is_a_400() -> None:
    """Servers raise errors of their own for a broken chunk."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise RuntimeError("invalid chunk")

    with pytest.raises(HTTPBadRequest):
        _ = posted(b"", CONTENT_LENGTH="3", **{"wsgi.input": Broken()}).body


def test_a_body_without_length_is_empty_unless_the_server_ends_it() -> None:
    """Reading on would wait for ever (PEP 3333)."""
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}

    assert b"" == posted(b"a=1", CONTENT_LENGTH="").body
    assert b"a=1" == posted(b"a=1", **chunked).body


def test_a_body_over_the_limit_is_a_413() -> None:
    """It is refused by its announced length, and by its count if it announces none."""
    big = b"x" * 3_000_000
    for environ in ({}, {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}):
        with pytest.raises(HTTPRequestEntityTooLarge):
            _ = posted(big, **environ).body


def test_a_request_may_have_limits_of_its_own() -> None:
    """A view that takes uploads sets them before it reads."""
    request = posted(b"x" * 3_000_000)
    request.body_limits = replace(request.body_limits, body=4_000_000)

    assert 3_000_000 == len(request.body)


def test_the_application_sets_the_limits_in_its_registry() -> None:
    """Requests of one application share them."""
    request = posted(b"a=1")
    request.registry = Registry("board")
    request.registry.put(BodyLimits, "limits", BodyLimits(body=2))

    with pytest.raises(HTTPRequestEntityTooLarge):
        _ = request.body


def test_a_compressed_body_is_a_415() -> None:
    """It may be a bomb."""
    with pytest.raises(HTTPUnsupportedMediaType):
        _ = posted(b"a=1", HTTP_CONTENT_ENCODING="gzip").body


def test_a_body_can_be_read_twice_and_after_the_form() -> None:
    """It is kept, in memory or in a file."""
    request = posted(b"a=" + b"x" * 100_000)

    assert 100_000 == len(request.POST["a"])
    assert request.POST is request.POST
    assert 100_002 == len(request.body) == len(request.body)
    assert 100_002 == len(request.body_file.read())


def test_a_form_is_parsed() -> None:
    """Params are those of the query and of the form."""
    request = posted(b"a=1&a=2&b=%C3%A9", QUERY_STRING="c=3")

    assert ["1", "2"] == request.POST.getall("a")
    assert ("é", "3") == (request.params["b"], request.params["c"])


@pytest.mark.parametrize("charset", ["utf-7", "bogus", "utf-16"])
def test_a_form_in_another_charset_is_a_415(charset: str) -> None:
    """UTF-7 is a way to smuggle markup."""
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        with pytest.raises(HTTPUnsupportedMediaType):
            _ = posted(b"a=1", f"{kind}; charset={charset}").POST


def test_what_is_not_a_form_has_no_fields() -> None:
    """As WebOb documents it; the reason is in the repr."""
    assert [] == list(posted(b"{}", "application/json").POST.items())
    assert [] == list(made().POST.items())
    assert "<NoVars: Not a form (Content-Type: application/json)>" == repr(
        posted(b"{}", "application/json").POST
    )


def test_json_is_parsed() -> None:
    """The whole of JSON, in UTF-8."""
    request = posted('{"a": [1, 2.5, null, "é"]}'.encode(), "application/json")

    assert {"a": [1, 2.5, None, "é"]} == request.json_body == request.json


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_json_of_another_type_is_a_415(kind: str) -> None:
    """A form of another site can send these types, and not JSON's (CVE-2021-32677)."""
    with pytest.raises(HTTPUnsupportedMediaType):
        _ = posted(b"{}", kind).json_body


def test_text_is_decoded_by_its_charset() -> None:
    """Unknown charsets are a 415, and what does not fit its own is a 400."""
    assert "é" == posted(b"\xe9", "text/plain; charset=latin-1").text
    with pytest.raises(HTTPUnsupportedMediaType):
        _ = posted(b"a", "text/plain; charset=bogus").text
    with pytest.raises(HTTPBadRequest):
        _ = posted(b"\xff", "text/plain").text


@given(path=LATIN, query=LATIN, cookie=LATIN, kind=LATIN, body=st.binary(max_size=60), length=LATIN)
def test_no_client_input_raises_anything_but_a_4xx(
    path: str, query: str, cookie: str, kind: str, body: bytes, length: str
) -> None:
    """Whatever the environment holds, what is read lazily is a value or a client error."""
    for attribute in ("path_info", "url", "GET", "POST", "params", "body", "json_body", "text", "charset"):
        request = posted(
            body, kind, PATH_INFO=path, QUERY_STRING=query, HTTP_COOKIE=cookie, CONTENT_LENGTH=length
        )
        try:
            getattr(request, attribute)
            dict(request.cookies)
        except HTTPClientError:
            pass


@given(value=LATIN)
def test_no_header_raises(value: str) -> None:
    """Headers that cannot be parsed read as absent ones."""
    for key, attribute in (
        ("HTTP_ACCEPT", "accept"),
        ("HTTP_ACCEPT_LANGUAGE", "accept_language"),
        ("HTTP_AUTHORIZATION", "authorization"),
        ("HTTP_CACHE_CONTROL", "cache_control"),
        ("HTTP_IF_NONE_MATCH", "if_none_match"),
        ("HTTP_IF_RANGE", "if_range"),
        ("HTTP_IF_MODIFIED_SINCE", "if_modified_since"),
        ("HTTP_RANGE", "range"),
    ):
        getattr(made(**{key: value}), attribute)


def test_a_query_that_is_too_long_is_a_414() -> None:
    """By the limit ``url``, before it is parsed; 0 is no limit."""
    request = made(QUERY_STRING="a=" + "x" * 8191)
    with pytest.raises(HTTPRequestURITooLong):
        _ = request.GET
    request.body_limits = replace(request.body_limits, url=0)

    assert 8191 == len(request.GET["a"])


@pytest.mark.parametrize("name", ["accept", "accept_charset", "accept_encoding", "accept_language"])
def test_a_wish_that_is_too_long_is_none(name: str) -> None:
    """No browser sends one (CVE-2023-23969), and to parse it costs as much as the client likes."""
    key = "HTTP_" + name.upper()
    long, short = made(**{key: "en;q=0.1, " * 300}), made(**{key: "en"})

    assert (None, "en") == (getattr(long, name).header_value, getattr(short, name).header_value)


@pytest.mark.parametrize("charset", ["bogus", "hex", "a\0b"])
def test_a_text_in_no_charset_is_a_415(charset: str) -> None:
    """Whatever Python says of its name."""
    with pytest.raises(HTTPUnsupportedMediaType):
        _ = posted(b"x", f"text/plain; charset={charset}").text
