"""Section H: the bodies of requests, and how they are decoded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.battery.case import ALL, Case, Never

__all__ = ["CASES", "multipart", "part"]

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data; boundary=x"
_JSON = "application/json"


class Broken:
    """A body that cannot be read, as gunicorn has it for a broken chunk."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, size: int = -1) -> bytes:
        raise self.error

    readline = read

    def readlines(self, hint: int = -1) -> list[bytes]:
        raise self.error

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> bytes:
        raise self.error


def part(head: str, content: bytes = b"1") -> bytes:
    """Return one part of a multipart body."""
    return b"--x\r\n" + head.encode("latin-1") + b"\r\n\r\n" + content + b"\r\n"


def multipart(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    """Return a multipart body."""
    return b"".join(parts) + end


def field(name: str, content: bytes = b"1") -> bytes:
    """Return the part of a field."""
    return part(f'Content-Disposition: form-data; name="{name}"', content)


def file(name: str, content: bytes = b"1") -> bytes:
    """Return the part of a file."""
    return part(f'Content-Disposition: form-data; name="f"; filename="{name}"', content)


def form(
    row: int, name: str, status: int | tuple[int, ...], body: bytes, kind: str = _MULTIPART, **more: Any
) -> Case:
    """Return a case of a form."""
    return Case(
        row, name, status, "/form", "POST", body, {"Content-Type": kind, **more.pop("headers", {})}, **more
    )


def document(row: int, name: str, status: int, body: bytes, kind: str = _JSON, **more: Any) -> Case:
    """Return a case of a JSON text."""
    return Case(row, name, status, "/json", "POST", body, {"Content-Type": kind}, **more)


def named(row: int, rows: Iterable[tuple[str, str]]) -> list[Case]:
    """Return cases of the names of files."""
    return [
        form(
            row,
            f"a file named {number}",
            200,
            multipart(file(sent)),
            text=f'[["f","{kept}",1]]',
            may_tell=True,
        )
        for number, (sent, kept) in enumerate(rows)
    ]


_LONG_LENGTHS = ("-1", "abc", "+5", "1_0", "\u0663", "1.0", "0x1", "2" * 30, "1,1", "--1")

CASES = [
    form(149, "a thousand parts", 200, multipart(*(field("a") for _ in range(1000)))),
    form(149, "a part too many", 413, multipart(*(field("a") for _ in range(1001)))),
    form(149, "five thousand parts", 413, multipart(*[field("a")] * 5000), anchor="CVE-2023-25577"),
    form(149, "too many files", 413, multipart(*(file("a") for _ in range(101)))),
    form(150, "empty files", 413, multipart(*[file("a", b"")] * 20_000), anchor="CVE-2023-24580"),
    form(
        152,
        "a header of a part that is too long",
        (400, 413),
        multipart(part('Content-Disposition: form-data; name="a"; x="' + "y" * 200_000 + '"')),
    ),
    form(
        152,
        "too many headers of a part",
        (400, 413),
        multipart(part('Content-Disposition: form-data; name="a"' + "\r\nX: y" * 1000)),
    ),
    form(
        152,
        "a line end in a header",
        400,
        multipart(part('Content-Disposition: form-data; name="a\rb"\nX: y')),
    ),
    form(152, "no name", (200, 400), multipart(part("Content-Disposition: form-data"))),
    form(152, "no disposition", 400, multipart(part("X: y"))),
    form(
        152,
        "a header without a colon",
        400,
        multipart(part('Content-Disposition: form-data; name="a"\r\nevil')),
    ),
    *(
        form(153, f"the boundary {number}", 400, multipart(field("a")), kind)
        for number, kind in enumerate(
            (
                "multipart/form-data",
                "multipart/form-data; boundary=",
                'multipart/form-data; boundary="',
                "multipart/form-data; boundary=" + "x" * 5000,
                "multipart/form-data; boundary=\xff",
                "multipart/form-data; boundary=y",
            )
        )
    ),
    form(154, "broken off", 400, multipart(field("a"))[:-9]),
    form(154, "no end", 400, multipart(field("a"), end=b"")),
    form(154, "something after the end", 400, multipart(field("a")) + b"evil" * 10),
    form(154, "nothing", 400, b"", headers={"Content-Length": "0"}),
    form(154, "something before", (200, 400), b"evil\r\n" + multipart(field("a"))),
    form(
        155,
        "a field that is too large",
        413,
        multipart(field("a", b"x" * 500_001)),
        anchor="GHSA-q34m-jh98-gwm2",
    ),
    form(
        155,
        "a body that is too large",
        413,
        b"",
        headers={"Content-Length": "200000000"},
        environ={"wsgi.input": Never()},
    ),
    *(
        form(
            156,
            f"a part in {coding}",
            400,
            multipart(
                part(f'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: {coding}')
            ),
            anchor="CVE-2026-33033",
        )
        for coding in ("base64", "quoted-printable", "x-evil")
    ),
    *named(
        157,
        (
            ("../../x", "x"),
            ("..%5cx", "%5cx"),
            ("C:\\\\x", "x"),
            (".", "upload"),
            ("..", "upload"),
            ("..\\..\\x", "x"),
        ),
    ),
    form(157, "a file without a name", 200, multipart(file("", b"1"))),
    form(157, "a device", 200, multipart(file("NUL.txt")), text='[["f","upload",1]]'),
    form(157, "a NUL in a name", (200, 400), multipart(file("a\x00b"))),
    form(
        157, "a mark of direction", 200, multipart(file("a\xe2\x80\xaegpj.exe")), text='[["f","agpj.exe",1]]'
    ),
    form(
        157, "a name of 3000 letters", 200, multipart(file("x" * 3000)), text='[["f","' + "x" * 255 + '",1]]'
    ),
    form(158, "two names", (200, 400), multipart(part('Content-Disposition: form-data; name="a"; name="b"'))),
    form(
        158,
        "an extended name",
        (200, 400),
        multipart(part("Content-Disposition: form-data; name=\"a\"; name*=utf-8''b")),
    ),
    form(
        158,
        "parts of a name",
        (200, 400),
        multipart(part('Content-Disposition: form-data; name="a"; filename*0="b"; filename*1="c"')),
    ),
    form(159, "a thousand fields", 200, b"&".join([b"a"] * 1000), _FORM),
    form(159, "a field too many", 400, b"&".join([b"a"] * 1001), _FORM),
    form(159, "a million fields", 400, b"a&" * 1_000_000, _FORM),
    form(160, "a semicolon", 200, b"a=1;b=2", _FORM, text='[["a","1;b=2"]]', anchor="CVE-2021-23336"),
    form(162, "names with brackets are names", 200, b"a[b][c]" + b"[d]" * 1000 + b"=1", _FORM),
    *(
        form(163, f"another charset {number}", (400, 415), b"a=1", f"{_FORM}; charset={charset}")
        for number, charset in enumerate(("utf-7", "bogus", "utf-16", "x" * 1000, "idna", "zip"))
    ),
    *(
        form(
            163,
            f"another charset of a multipart body {number}",
            (400, 415),
            multipart(field("a")),
            f"{_MULTIPART}; charset={charset}",
        )
        for number, charset in enumerate(("utf-7", "bogus", "utf-16"))
    ),
    form(
        163,
        "another charset of a part",
        (400, 415),
        multipart(
            part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-7')
        ),
    ),
    *(
        Case(
            163,
            f"another charset of a text {number}",
            (400, 415),
            "/chars",
            "POST",
            b"+ADw-\xff+",
            {"Content-Type": f"text/plain; charset={charset}"},
        )
        for number, charset in enumerate(
            ("bogus", "utf-16", "hex", "\xff", "utf-8", "utf-7", "idna", "zip", "a\0b")
        )
    ),
    form(164, "no UTF-8 in a form", 400, b"a=%ff", _FORM),
    form(164, "raw bytes in a form", 400, b"a=\xff", _FORM),
    form(164, "no UTF-8 in a field", 400, multipart(field("a", b"\xff"))),
    form(164, "no UTF-8 in a name", 400, multipart(field("\xff"))),
    form(164, "no UTF-8 in the name of a file", 400, multipart(file("\xff"))),
    document(164, "no UTF-8", 400, b'"\xff"'),
    *(
        document(165, f"deep {number}", 400, body, anchor="CVE-2019-1010083")
        for number, body in enumerate(
            (b"[" * 100_000, b'{"a":' * 100_000, b"[" * 65 + b"]" * 65, b'["[' * 200)
        )
    ),
    document(165, "deep enough", 200, b"[" * 60 + b"]" * 60),
    *(
        document(166, f"no number {number}", 400, body)
        for number, body in enumerate(
            (
                b"NaN",
                b"[Infinity]",
                b"-Infinity",
                b"1e400",
                b"9" * 5000,
                b"01",
                b"+1",
                b".5",
                b"1.",
                b"0x1",
                b"-",
            )
        )
    ),
    document(166, "minus nothing", 200, b"-0", text='{"got":0}'),
    document(166, "a number that is whole", 200, b"1.0", text='{"got":1.0}'),
    *(
        document(167, f"no JSON {number}", 400, body)
        for number, body in enumerate(
            (
                b'{"a":1,"a":2}',
                b'"\\ud800"',
                b'{"\\udfff":1}',
                b"\xef\xbb\xbf{}",
                b"{}//x",
                b"[1,]",
                b"",
                b"   ",
                b"{'a':1}",
                b"evil",
                b"{}{}",
                b'"a\nb"',
                b'"\x00"',
                b"{\x00}",
            )
        )
        if body
    ),
    document(167, "nothing", 400, b""),
    document(167, "null", 200, b"null", text='{"got":null}'),
    *(
        Case(168, f"{value} is never sent", 500, f"/nan?x={value}", logs=1, may_fail=True, anchor="RFC 8259")
        for value in ("nan", "inf", "-inf")
    ),
    *(
        document(169, f"another type {number}", 415, b"{}", kind, anchor="CVE-2021-32677")
        for number, kind in enumerate(
            ("text/plain", "", _FORM, "application/jsonx", "json", "\xff", "text/html; x=application/json")
        )
    ),
    document(169, "a type of its own", 200, b"{}", "application/vnd.api+json"),
    *(
        Case(
            170,
            f"a body for {target} in {coding}",
            415,
            target,
            "POST",
            b"\x1f\x8b" + b"x" * 50,
            {"Content-Type": kind, "Content-Encoding": coding},
            anchor="CVE-2026-49855",
        )
        for coding in ("gzip", "br", "deflate", "evil", "gzip, gzip")
        for target, kind in (("/form", _FORM), ("/json", _JSON), ("/body", "text/plain"))
    ),
    *(
        Case(
            171,
            f"the length {number} of {target}",
            400,
            target,
            "POST",
            headers={"Content-Length": length, "Content-Type": kind},
        )
        for number, length in enumerate((*_LONG_LENGTHS[:7], "1,1", "--1"))
        for target, kind in (("/form", _FORM), ("/body", "text/plain"))
    ),
    Case(171, "a length of thirty digits", (400, 413), "/body", "POST", headers={"Content-Length": "2" * 30}),
    Case(
        171, "spaces around a length", (200, 400), "/body", "POST", b"12345", headers={"Content-Length": " 5"}
    ),
    Case(171, "an empty length", 200, "/body", "POST", headers={"Content-Length": ""}),
    *(
        Case(
            172,
            f"less than was promised {number}",
            400,
            target,
            "POST",
            b"a=1",
            {"Content-Length": "10", "Content-Type": kind},
            on=ALL,
        )
        for number, (target, kind) in enumerate(
            (
                ("/form", _FORM),
                ("/json", _JSON),
                ("/body", ""),
                ("/chars", "text/plain"),
                ("/form", _MULTIPART),
            )
        )
    ),
    Case(
        173, "more than was promised", 200, "/body", "POST", b"0123456789", {"Content-Length": "4"}, text="4"
    ),
    Case(
        174,
        "no length",
        200,
        "/body",
        "POST",
        b"12345",
        {"Content-Length": None},
        text="0",
        anchor="PEP 3333",
    ),
    Case(
        174,
        "chunks that the server does not know",
        (200, 400, 411),
        "/body",
        "POST",
        b"12345",
        {"Content-Length": None, "Transfer-Encoding": "chunked"},
    ),
    Case(
        174,
        "chunks that end",
        200,
        "/body",
        "POST",
        b"12345",
        {"Content-Length": None, "Transfer-Encoding": "chunked"},
        {"wsgi.input_terminated": True},
        text="5",
    ),
    *(
        Case(
            175,
            f"{type(error).__name__} while reading {target} {kind[:4]}",
            400,
            target,
            "POST",
            headers={"Content-Length": "5", "Content-Type": kind},
            environ={"wsgi.input": Broken(error)},
        )
        for error in (OSError("evil"), TimeoutError("evil"), ValueError("evil"), ConnectionResetError())
        for target, kind in (("/form", _FORM), ("/json", _JSON), ("/body", ""), ("/form", _MULTIPART))
    ),
    Case(
        176,
        "refused before it is sent",
        403,
        "/hello",
        "POST",
        headers={"Expect": "100-continue", "Content-Length": "1000000", "Origin": "http://evil"},
        environ={"wsgi.input": Never()},
        logs=1,
    ),
    Case(
        176,
        "not read if nobody asks",
        200,
        "/unread",
        "POST",
        headers={"Content-Length": "1000000"},
        environ={"wsgi.input": Never()},
    ),
    Case(
        79,
        "a form from another site is not read",
        403,
        "/form",
        "POST",
        headers={"Content-Type": _MULTIPART, "Content-Length": "1000000", "Origin": "http://evil"},
        environ={"wsgi.input": Never()},
        logs=1,
        anchor="Django's upload handlers",
    ),
    Case(177, "read twice", 200, "/twice", "POST", b"a=1", {"Content-Type": _FORM}, text="[1, 3, 1]"),
    Case(
        177,
        "a multipart body read twice",
        200,
        "/twice",
        "POST",
        multipart(field("a")),
        {"Content-Type": _MULTIPART},
        text=f"[1, {len(multipart(field('a')))}, 1]",
    ),
]
