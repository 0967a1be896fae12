"""Section B, second half: static files."""

from __future__ import annotations

from tests.battery.case import FULL, Case

__all__ = ["CASES"]


def missing(row: int, *targets: str, anchor: str = "", **more: object) -> list[Case]:
    """Return cases of files that nobody gets."""
    return [
        Case(row, f"file {number}", 404, target, on=FULL, anchor=anchor, **more)  # type: ignore[arg-type]
        for number, target in enumerate(targets)
    ]


CASES = [
    Case(
        30,
        "a file",
        200,
        "/static/a.css",
        on=FULL,
        text="h1 { color: red }",
        says={"X-Content-Type-Options": "nosniff"},
    ),
    *missing(
        30,
        "/static/../secret.txt",
        "/static/..%2fsecret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/%252e%252e/secret.txt",
        "/static/..%5csecret.txt",
        "/static/....//secret.txt",
        "/static/inside/../../secret.txt",
        "/static/inside/../a.css",
        anchor="CVE-2023-29159",
    ),
    Case(30, "up by a NUL", (400, 404), "/static/.%00./secret.txt", on=FULL),
    Case(30, "a name that is no text", 400, "/static/%c0%af", on=FULL),
    *missing(
        31,
        "//etc/passwd",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/C:/x",
        "/static/C:%5cx",
        "/static/%5c%5cevil%5cshare",
        "/static//evil.example/",
    ),
    *missing(32, "/static/" + "x" * 5000, "/static/" + "x" * 256, "/static/" + "x/" * 3000),
    Case(32, "a NUL", (400, 404), "/static/a%00.css", on=FULL),
    Case(32, "a NUL at the end", (400, 404), "/static/a.css%00", on=FULL),
    *missing(
        33,
        "/static/link-out.txt",
        "/static/link-folder/x",
        "/static/dangling.txt",
        "/static/loop.txt",
        anchor="CVE-2024-23334",
    ),
    Case(33, "a link inside", 200, "/static/link-in.txt", on=FULL, text="b"),
    *missing(
        34,
        "/static/../static-private/x",
        "/static-private/x",
        "/static%2f..%2fstatic-private/x",
        anchor="CVE-2023-29159",
    ),
    *missing(
        35, "/static/../index.html", "/static/..", "/static/../", "/static/.", anchor="GHSA-j8g2-6fc7-q8f8"
    ),
    Case(35, "the index above by a NUL", (400, 404), "/static/%00/../index.html", on=FULL),
    *missing(
        36,
        "/static/",
        "/static/empty/",
        "/static/empty",
        "/static/inside/",
        "/static/.git/config",
        "/static/.env",
        "/static/__pycache__/code.pyc",
        "/static/code.py",
        "/static/code.py~",
        "/static/%2eenv",
    ),
    Case(
        36,
        "the folder without its slash",
        307,
        "/static",
        on=FULL,
        says={"Location": "http://good.example/static/"},
    ),
    Case(36, "an index", 200, "/static/indexed/", on=FULL, text="<p>index</p>"),
    Case(
        36,
        "an index without its slash",
        301,
        "/static/indexed?a=1",
        on=FULL,
        says={"Location": "http://good.example/static/indexed/?a=1"},
    ),
    *missing(37, "/static/a.css/", "/static/a.css/b", "/static/a.css/."),
    *missing(38, "/static/fifo.txt"),
    *missing(
        39,
        "/static/CON",
        "/static/NUL.txt",
        "/static/com1.css",
        "/static/a.css::$DATA",
        "/static/a.css.",
        "/static/a.css%20",
        "/static/a.css%09",
        "/static/A~1",
        anchor="GHSA-hgf8-39gv-g3f2",
    ),
    *missing(
        43, "/static/a-ffffffff.css", "/static/a.ffffffff.css", "/static/ffffffff/a.css", anchor="WhiteNoise"
    ),
    Case(
        42,
        "an unknown ending",
        200,
        "/static/unknown.ending",
        on=FULL,
        says={"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"},
    ),
    Case(
        42,
        "a page that a user sent",
        200,
        "/static/upload.html",
        on=FULL,
        says={"X-Content-Type-Options": "nosniff"},
    ),
    Case(
        193,
        "a compressed file",
        200,
        "/static/big.css",
        on=FULL,
        headers={"Accept-Encoding": "gzip"},
        says={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
        may_tell=True,
    ),
    Case(
        193,
        "the same file as it is",
        200,
        "/static/big.css",
        on=FULL,
        says={"Content-Encoding": None, "Vary": "Accept-Encoding"},
    ),
    Case(
        190,
        "a range of a compressed file",
        (200, 206),
        "/static/big.css",
        on=FULL,
        headers={"Accept-Encoding": "gzip", "Range": "bytes=0-1"},
        says={"Content-Encoding": "gzip"},
        may_tell=True,
    ),
    Case(186, "a file is not written", 405, "/static/a.css", "PUT", b"x", on=FULL, says={"Allow": "*"}),
    Case(184, "the head of a file", 200, "/static/a.css", "HEAD", on=FULL, says={"Content-Length": "17"}),
    Case(184, "the head of no file", 404, "/static/none.css", "HEAD", on=FULL),
]
for name, sent in (
    ("one", "gzip;q=1e999"),
    ("two", ",".join(["gzip"] * 10_000)),
    ("three", ";;;,=\xff"),
):
    CASES.append(
        Case(
            183,
            f"encodings {name}",
            200,
            "/static/big.css",
            on=FULL,
            headers={"Accept-Encoding": sent},
            may_tell=True,
        )
    )
