"""Forms: strict, within limits, all or nothing."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from typing import Any

import pytest
import webob
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.body.form import UploadedFile, check_charset, parse_multipart, parse_pairs, safe_filename
from corefw.web.body.limits import DEFAULT_LIMITS, BodyLimits
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPClientError,
    HTTPRequestEntityTooLarge,
    HTTPUnsupportedMediaType,
)

KIND = "multipart/form-data; boundary=x"
WIDE = replace(DEFAULT_LIMITS, body=0, disk=0)


def part(content: bytes, name: str = "a", filename: str | None = None, more: str = "") -> bytes:
    """Return one part of a multipart body."""
    file = f'; filename="{filename}"' if filename is not None else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{more}\r\n'
    return head.encode() + content + b"\r\n"


def parsed(body: bytes, kind: str = KIND, limits: BodyLimits = WIDE) -> Any:
    """Return the fields of a whole body."""
    return parse_multipart(io.BytesIO(body), kind, len(body), limits)


def test_fields_and_files_keep_their_order() -> None:
    """A field is text; a file has a name, a type and content."""
    more = "Content-Type: text/plain\r\n"
    found = parsed(part("é".encode()) + part(b"hello", "f", "a.txt", more) + part(b"2") + b"--x--\r\n")
    file = found["f"]

    assert ["a", "f", "a"] == list(found)
    assert ["é", "2"] == found.getall("a")
    assert isinstance(file, UploadedFile)
    assert ("a.txt", "text/plain", b"hello", b"hello", 5) == (
        file.filename,
        file.type,
        file.file.read(),
        file.value,
        file.size,
    )


def test_what_webob_writes_is_read() -> None:
    """WebOb's and WebTest's requests are multipart bodies of their own."""
    blank = webob.Request.blank("/", POST={"a": "1", "f": ("n.bin", b"\0\r\n--x")})

    found = parsed(blank.body, blank.headers["Content-Type"])

    assert ("1", b"\0\r\n--x") == (found["a"], found["f"].value)


def test_an_empty_file_field_is_empty_bytes() -> None:
    """As WebOb has it: the user chose no file."""
    assert b"" == parsed(part(b"", "f", "") + b"--x--\r\n")["f"]


def test_a_large_file_goes_to_a_private_file() -> None:
    """Above 64 KiB nothing is kept in memory."""
    found = parsed(part(b"x" * 70_000, "f", "a") + b"--x--\r\n")

    assert not isinstance(found["f"].file, io.BytesIO)
    assert 70_000 == len(found["f"].value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x--",
        part(b"1"),
        part(b"1") + b"--x",
        part(b"1") + b"--x--\r\nmore",
        b"preamble" + part(b"1") + b"--x--\r\n",
        b"--x\r\n\r\n1\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="a\rb"\r\n\r\n1\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a"\nX-A: 1\r\n\r\n1\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\0"\r\n\r\n1\r\n--x--\r\n',
        b"--x\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; filename="a"\r\n\r\n1\r\n--x--\r\n',
        part(b"1", more="Content-Transfer-Encoding: base64\r\n") + b"--x--\r\n",
        part(b"1", more="X-A: 1\r\n folded\r\n") + b"--x--\r\n",
        part(b"\xff") + b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--x--\r\n',
        part(b"1").replace(b"\r\n", b"\n") + b"--x--\n",
    ],
)
def test_a_broken_body_is_a_400(body: bytes) -> None:
    """Nothing of it reaches the view."""
    if body == b"--x--":
        assert [] == list(parsed(body))
        return
    with pytest.raises(HTTPBadRequest):
        parsed(body)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="',
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=" + "x" * 5000,
        "multipart/form-data; boundary=é",
    ],
)
def test_a_body_without_a_usable_boundary_is_a_400(kind: str) -> None:
    """WebOb raises for it."""
    with pytest.raises(HTTPBadRequest):
        parsed(part(b"1") + b"--x--\r\n", kind)


@pytest.mark.parametrize(
    "body",
    [
        part(b"1") * 5000,
        part(b"1") * 100_000,
        part(b"", "f", "") * 20_000,
        part(b"", "f", "a") * 101,
        part(b"x" * 500_001),
        part(b"1", more="X-A: " + "x" * 2_000_000 + "\r\n"),
        part(b"1", more="X-A: 1\r\n" * 1000),
    ],
)
def test_a_passed_limit_is_a_413(body: bytes) -> None:
    """CVE-2023-25577, CVE-2023-24580, CVE-2023-30798: WebOb takes 3 seconds for some."""
    with pytest.raises(HTTPRequestEntityTooLarge):
        parsed(body + b"--x--\r\n")


@pytest.mark.parametrize("filler", [b"\n", b"\r", b"\r\n", b"\r\n--", b"--x", b"\r\n-"])
def test_a_file_of_line_ends_is_one_file(filler: bytes) -> None:
    """CVE-2023-46136: 10 MB of line feeds take WebOb 7.6 seconds."""
    content = filler * (10_000_000 // len(filler))

    form = parsed(part(content, "f", "a") + b"--x--\r\n")

    assert len(content) == len(form["f"].file.read())


def test_the_files_of_a_form_have_a_limit_together() -> None:
    """The disk is not the client's."""
    with pytest.raises(HTTPRequestEntityTooLarge):
        parsed(part(b"x" * 100, "f", "a") * 3 + b"--x--\r\n", limits=replace(WIDE, disk=250))


def test_the_name_wins_over_its_tricks() -> None:
    """``name*`` is no way to have two parsers see two names."""
    head = b"--x\r\nContent-Disposition: form-data; name=\"a\"; name*=utf-8''b; filename*=utf-8''c\r\n\r\n"
    found = parsed(head + b"1\r\n--x--\r\n")

    assert {"a": "1"} == dict(found)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_4xx(garbage: bytes) -> None:
    """In the middle of a form or on their own."""
    for body in (garbage, part(b"1") + garbage, part(garbage) + b"--x--\r\n"):
        with contextlib.suppress(HTTPClientError):
            parsed(body)


@given(content=st.binary(max_size=300).filter(lambda content: b"\r\n--x" not in b"\r\n" + content))
def test_a_file_comes_out_as_it_went_in(content: bytes) -> None:
    """Whatever bytes it is made of."""
    assert content == parsed(part(content, "f", "a") + b"--x--\r\n")["f"].value


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a.txt", "a.txt"),
        ("Prüfung 1.pdf", "Prüfung 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\x.doc", "x.doc"),
        ("a\0b.txt", "ab.txt"),
        ("\u202etxt.exe", "txt.exe"),
        (".", "upload"),
        ("..", "upload"),
        ("", "upload"),
        (".htaccess", "htaccess"),
        ("NUL.txt", "upload"),
        ("con", "upload"),
        ("a.txt.", "a.txt"),
        ("file.txt::$DATA", "$DATA"),
        ("x" * 5000 + ".txt", "x" * 251 + ".txt"),
    ],
)
def test_a_file_name_is_bare_and_harmless(raw: str, safe: str) -> None:
    """What the client sent is kept apart."""
    upload = UploadedFile("f", raw, "text/plain", io.BytesIO())

    assert (safe, raw) == (upload.filename, upload.raw_filename)


@given(st.text(max_size=400))
def test_a_safe_name_is_always_one_segment(raw: str) -> None:
    """It never leads anywhere else."""
    name = safe_filename(raw)

    assert name
    assert name not in (".", "..")
    assert not set("/\\:\0") & set(name)
    assert len(name.encode("utf-8", "replace")) <= 255


def test_pairs_are_split_and_decoded() -> None:
    """Empty pieces vanish, a missing value is empty."""
    assert [("a", "1=2"), ("é", " "), ("b", "")] == parse_pairs("a=1=2&&%C3%A9=+&b", 0, "form")


def test_a_million_fields_are_refused() -> None:
    """They are counted before anything is decoded."""
    body = "a=1&" * 1_000_000
    with pytest.raises(HTTPBadRequest, match="more than 1000 fields in the form"):
        parse_pairs(body, 1000, "form")


def test_the_charset_of_a_form_is_utf8() -> None:
    """Or it is not said."""
    check_charset("application/x-www-form-urlencoded")
    check_charset("application/x-www-form-urlencoded; charset=UTF-8")
    with pytest.raises(HTTPUnsupportedMediaType):
        check_charset("application/x-www-form-urlencoded; charset=utf-7")
