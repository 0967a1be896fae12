"""Responses: made quickly, and never split."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import pytest
import webob
from hypothesis import given
from hypothesis import strategies as st

from corefw.contracts.interfaces import IResponse
from corefw.web.response import (
    FRESH_HEADERS,
    FileIter,
    FileResponse,
    FileSlice,
    Response,
    check_headers,
    quick_response,
)

#: A list, so that a change would show.
CONSTANT: Any = [("Content-Type", "application/json")]
BAD_VALUES = ["a\rb", "a\nb", "a\r\nSet-Cookie: x=1", "a\0b", "\x1b[0m", "\x7f", "€"]
BAD_NAMES = ["", "a b", "a:b", "a\r", "é", "a\n", "(a)"]


def get(response: webob.Response, **headers: str) -> webob.Response:
    """Return what a client gets, through the WSGI validator."""
    request = webob.Request.blank("/", headers=headers)
    got = request.get_response(validator(response))
    got.body  # noqa: B018 - reads to the end, so that the validator sees the close
    return got


def test_a_quick_response_is_a_true_one() -> None:
    """It has everything that WebOb's constructor would have set."""
    quick = quick_response(b"{}", CONSTANT)
    slow = Response(b"{}", headerlist=list(CONSTANT))

    assert slow.headerlist == quick.headerlist
    assert ("200 OK", b"{}", 2, False) == (
        quick.status,
        quick.body,
        quick.content_length,
        quick.conditional_response,
    )
    assert IResponse.providedBy(quick)
    assert b"{}" == get(quick).body
    assert quick.copy().headerlist == quick.headerlist


def test_a_quick_response_may_become_conditional() -> None:
    """It is answered as WebOb answers it then."""
    quick = quick_response(b"{}", CONSTANT)
    quick.conditional_response = True

    assert (True, b"{}") == (quick.conditional_response, get(quick).body)
    quick.etag = "e"
    assert [200, 304] == [get(quick).status_int, get(quick, if_none_match='"e"').status_int]


def test_a_response_takes_the_headers_it_has_none_of() -> None:
    """And the type, unless it has been given one; a dictionary of its headers shows them."""
    offered = (("Content-Type", "application/json"), ("X-A", "theirs"), ("X-B", "theirs"))
    given = Response(b"old", headerlist=[("Content-Type", "text/csv"), ("x-a", "mine")], etag="e")
    fresh = quick_response(b"", FRESH_HEADERS)
    headers = fresh.headers
    headers["X-A"] = "mine"
    for response in (given, fresh):
        response.take_headers(offered)

    assert ["text/csv", "mine", "theirs"] == [given.headers[name] for name in ("Content-Type", "X-A", "X-B")]
    assert ["application/json", "mine", "theirs"] == [
        headers[name] for name in ("Content-Type", "X-A", "X-B")
    ]


def test_a_response_takes_a_body_with_its_length_and_encoding() -> None:
    """What was said of the body before goes."""
    given = Response("old", content_type="text/plain", charset="latin-1", content_md5="m")
    given.take_body("é")

    assert (b"\xe9", ["1"], None) == (given.body, given.headers.getall("Content-Length"), given.content_md5)
    quick = quick_response(b"", CONSTANT)
    quick.take_body("é")
    assert ("é".encode(), 2) == (quick.body, quick.content_length)


def test_a_header_of_any_name_may_be_sent_but_for_those_of_the_server() -> None:
    """Names that were seen before are no exception."""
    for _ in range(2):
        check_headers("200 OK", [("X-Own", "1")])
        for name in ("Transfer-Encoding", "x own", "", 5, ["X"]):
            with pytest.raises(ValueError, match="header"):
                check_headers("200 OK", [(name, "1")])  # type: ignore[list-item]


def test_the_constant_headers_stay_constant() -> None:
    """A view that sets a header does not set it for everybody."""
    quick_response(b"", CONSTANT).headers["X-A"] = "1"

    assert [("Content-Type", "application/json")] == CONSTANT


def test_a_quick_response_can_be_changed_as_any_other() -> None:
    """Cookies, status and body are WebOb's."""
    quick = quick_response(b"", CONSTANT)
    quick.status = 201
    quick.text = "é"
    quick.set_cookie("a", "1")

    assert ("201 Created", 2) == (quick.status, quick.content_length)
    assert "a=1; Path=/" == quick.headers["Set-Cookie"]


@pytest.mark.parametrize("value", BAD_VALUES)
def test_a_header_value_that_would_split_the_response_is_refused_at_once(value: str) -> None:
    """CVE-2016-9964: a line end in a value begins a new header."""
    response = Response()
    for put in (
        lambda: response.headers.__setitem__("X-A", value),
        lambda: response.headers.add("X-A", value),
        lambda: response.headers.extend([("X-A", value)]),
        lambda: response.headers.update({"X-A": value}),
        lambda: response.headers.setdefault("X-A", value),
        lambda: setattr(response, "headers", {"X-A": value}),
        lambda: setattr(response, "content_type", value),
    ):
        with pytest.raises(ValueError, match="may not hold"):
            put()
    assert "X-A" not in response.headers


@pytest.mark.parametrize("value", BAD_VALUES)
def test_a_bad_header_value_is_refused_again_before_it_is_sent(value: str) -> None:
    """The header list itself is a plain list, which anybody can append to."""
    with pytest.raises(ValueError, match="the header X-A may not hold"):
        check_headers("200 OK", [("Content-Type", "text/plain"), ("X-A", value)])


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_header_name_that_is_no_token_is_refused(name: str) -> None:
    """RFC 9110, section 5.1."""
    with pytest.raises(ValueError, match="is not the name of a header"):
        check_headers("200 OK", [(name, "1")])
    with pytest.raises(ValueError, match="is not the name of a header"):
        Response().headers[name] = "1"


@pytest.mark.parametrize("status", ["200 OK\r\nX: 1", "200", "OK", "20 OK", "", "200 <\0>", "٢٠٠ OK"])
def test_a_status_line_that_is_none_is_refused(status: str) -> None:
    """CVE-2025-67724: a reason with a line end splits the response as well."""
    with pytest.raises(ValueError, match="is not a status line"):
        check_headers(status, [])


def test_a_bad_status_is_refused_at_once() -> None:
    """And the response keeps a status that can be sent."""
    response = Response()
    with pytest.raises(ValueError, match="is not a status line"):
        response.status = "200 OK\r\nX: 1"

    assert "500 Internal Server Error" == response.status


@pytest.mark.parametrize("name", ["Connection", "transfer-encoding", "Upgrade", "Keep-Alive", "TE"])
def test_hop_by_hop_headers_belong_to_the_server(name: str) -> None:
    """PEP 3333 forbids an application to set them."""
    with pytest.raises(ValueError, match="belongs to the server"):
        check_headers("200 OK", [(name, "x")])


@pytest.mark.parametrize("headers", [[("a",)], [("a", 1)], [(b"a", "b")], [("a", None)], [("a", "b", "c")]])
def test_headers_that_are_no_pairs_of_strings_are_refused(headers: list[tuple[str, str]]) -> None:
    """A server would raise an error of its own for them."""
    with pytest.raises(ValueError, match="pair of two strings"):
        check_headers("200 OK", headers)


@given(st.lists(st.tuples(st.from_regex(r"[A-Za-z][A-Za-z-]{5,9}x", fullmatch=True), st.text(max_size=9))))
def test_what_passes_is_one_line_for_each_header(headers: list[tuple[str, str]]) -> None:
    """Whatever the values are, the lines that leave are as many as the headers."""
    try:
        check_headers("200 OK", headers)
    except ValueError:
        return
    text = "\r\n".join(f"{name}: {value}" for name, value in headers)
    assert max(len(headers), 1) == len(text.encode("latin-1").splitlines() or [b""])


@pytest.mark.parametrize(
    "header",
    [
        {"Range": "bytes=0-" + "9" * 5000},
        {"Range": "bytes=" + ",".join(["0-1"] * 10_000)},
        {"Range": "bytes=a-b"},
        {"If-Modified-Since": "Mon, 01 Jan 99999 00:00:00 GMT"},
        {"If-Modified-Since": "garbage"},
        {"If-None-Match": ",".join(['"x"'] * 1000)},
        {"If-Range": "Mon, 01 Jan 99999 00:00:00 GMT", "Range": "bytes=0-1"},
    ],
)
def test_conditions_that_cannot_be_parsed_are_ignored(header: dict[str, str]) -> None:
    """The whole is sent, and nothing is raised."""
    response = Response(b"hello", conditional_response=True, last_modified=1_000_000, etag="e")

    assert (200, b"hello") == (get(response, **header).status_int, get(response, **header).body)


@pytest.mark.parametrize(
    ("header", "status", "body"),
    [
        ({"Range": "bytes=1-2"}, 206, b"el"),
        ({"Range": "bytes=-2"}, 206, b"lo"),
        ({"Range": "bytes=3-"}, 206, b"lo"),
        ({"Range": "bytes=99-"}, 416, None),
        ({"If-None-Match": '"e"'}, 304, b""),
        ({"If-None-Match": "*"}, 304, b""),
        ({"If-Modified-Since": "Mon, 12 Jan 1970 13:46:40 GMT"}, 304, b""),
    ],
)
def test_conditions_are_answered(header: dict[str, str], status: int, body: bytes | None) -> None:
    """Ranges and validators as RFC 9110 has them."""
    got = get(Response(b"hello", conditional_response=True, last_modified=1_000_000, etag="e"), **header)

    assert status == got.status_int
    assert body is None or body == got.body


def test_a_file_response_has_type_length_and_time(tmp_path: Path) -> None:
    """The path is the application's own."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"hello")
    os.utime(file, (1_000_000, 1_000_000))

    got = get(FileResponse(file, cache_max_age=60))

    assert (b"hello", "text/plain", 5) == (got.body, got.content_type, got.content_length)
    assert 1_000_000 == got.last_modified.timestamp()
    assert 60 == got.cache_control.max_age
    assert b"ell" == get(FileResponse(file), Range="bytes=1-3").body


def test_a_file_response_says_how_it_is_packed_and_how_long_it_is_good(tmp_path: Path) -> None:
    """By its name, or as it is told."""
    (tmp_path / "a.txt.gz").write_bytes(b"gz")
    guessed = FileResponse(tmp_path / "a.txt.gz", cache_max_age=60)
    told = FileResponse(tmp_path / "a.txt.gz", content_type="application/x-b", content_encoding="br")
    for response in (guessed, told):
        response.app_iter.close()

    assert ("text/plain", "gzip", 60) == (
        guessed.content_type,
        guessed.content_encoding,
        guessed.cache_control.max_age,
    )
    assert ("application/x-b", "br", None) == (
        told.content_type,
        told.content_encoding,
        told.cache_control.max_age,
    )


def test_a_file_that_is_not_there_raises(tmp_path: Path) -> None:
    """It is the application's mistake, and no 404."""
    with pytest.raises(FileNotFoundError):
        FileResponse(tmp_path / "none")


def test_a_file_is_iterated_in_blocks_and_closed(tmp_path: Path) -> None:
    """The server closes the body."""
    (tmp_path / "a").write_bytes(b"abcdef")
    file = open(tmp_path / "a", "rb")  # noqa: SIM115
    body = FileIter(file, block_size=4)

    assert [b"abcd", b"ef"] == list(body)
    body.close()
    assert file.closed


def test_a_slice_never_gives_more_than_was_promised(tmp_path: Path) -> None:
    """A file that grows while it is sent would break the connection's framing."""
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    body = FileSlice(open(path, "rb"), 0, 3)  # noqa: SIM115
    path.write_bytes(b"abcdef")

    assert b"abc" == b"".join(body)
    body.close()
