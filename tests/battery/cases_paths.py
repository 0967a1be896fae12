"""Section B, first half: routing, the decoding of paths and queries, and traversal."""

from __future__ import annotations

from tests.battery.case import ALL, FULL, Case

__all__ = ["CASES"]

_NO_NUMBERS = ("9" * 5000, "-0", "+1", "%D9%A1", "1_0", "1.0", "0x1", "1%0a", "%201", "", "1e3")

CASES = [
    *(
        Case(17, f"a line end after {sent}", 404, f"/hello{sent}", anchor="CVE-2021-44420")
        for sent in ("%0a", "%0d%0a", "%0d")
    ),
    *(
        Case(18, f"bytes that are no text {number}", 400, f"{at}%ff%fe", on=ALL)
        for number, at in enumerate(("/", "/text/", "/rest/a/"))
    ),
    *(
        Case(19, f"a NUL {number}", (400, 404), f"{at}a%00b", on=ALL, anchor="GHSA-j8g2-6fc7-q8f8")
        for number, at in enumerate(("/text/", "/number/1", "/rest/", "/slug/", "/nowhere/", "/hello"))
    ),
    *(
        Case(20, f"overlong UTF-8 {number}", 400, f"/text/{sent}")
        for number, sent in enumerate(("%c0%ae%c0%ae", "%e0%80%ae", "%f0%80%80%ae", "%ed%a0%80"))
    ),
    Case(21, "a quoted slash parts segments", 404, "/text/a%2Fb", anchor="PATH_INFO is decoded (PEP 3333)"),
    Case(21, "a quoted slash in the rest", 200, "/rest/a%2Fb", text="('a', 'b')"),
    Case(22, "two slashes", 404, "//hello"),
    Case(22, "a dot", 404, "/./hello"),
    Case(22, "up and down", 404, "/a/../hello"),
    Case(22, "parameters", 404, "/hello;v=1"),
    Case(22, "a slash at the end", 404, "/hello/"),
    Case(22, "upper case", 404, "/HELLO"),
    *(
        Case(
            22, f"a way round a permission {number}", (400, 403, 404), sent, on=FULL, anchor="CVE-2020-25032"
        )
        for number, sent in enumerate(
            (
                "/board",
                "//board",
                "/board/",
                "/./board",
                "/x/../board",
                "/%2e/board",
                "/Board",
                "/board;x",
                "/%62oard",
                "/board%00",
                "/board%0a",
                "/board?a=1",
                "/board/.",
            )
        )
    ),
    Case(
        23,
        "a slash that is added",
        (307, 308, 302),
        "/slash/a",
        says={"Location": "http://good.example/slash/a/"},
    ),
    *(
        Case(23, f"a slash for another host {number}", 404, sent, anchor="CVE-2018-14574")
        for number, sent in enumerate(
            ("//evil.example", "//evil.example/..", "/%2F/evil.example", "/\\evil.example")
        )
    ),
    Case(24, "a slash that is missing in a POST", (404, 405, 307, 308), "/slash/a", "POST", b"a=1"),
    Case(27, "a path of 8 KB", (404, 414), "/" + "x" * 8192),
    Case(27, "a segment of 9 KB", (404, 414), "/text/" + "x" * 9000),
    Case(27, "ten thousand segments", (404, 414), "/rest" + "/x" * 10_000),
    Case(27, "a walk of ten thousand steps", (404, 414), "/walk" + "/x" * 10_000, on=FULL),
    Case(27, "a query of 100 KB", (400, 414), "/query?a=" + "x" * 100_000),
    *(Case(29, f"no number {number}", 404, f"/number/{sent}") for number, sent in enumerate(_NO_NUMBERS)),
    *(
        Case(29, f"no date {number}", 404, f"/day/{sent}")
        for number, sent in enumerate(
            ("2026-02-30", "0000-01-01", "2026-1-1", "99999-01-01", "%D9%A12026-01-01")
        )
    ),
    *(
        Case(29, f"no uuid {number}", 404, f"/key/{sent}")
        for number, sent in enumerate(("x", "0" * 32, "{00000000-0000-0000-0000-000000000000}", "0" * 5000))
    ),
    Case(164, "a query that is no UTF-8", 400, "/query?a=%ff", on=ALL),
    Case(164, "a query of raw bytes", 400, "/query?a=\xff", on=ALL),
    Case(164, "a name that is no UTF-8", 400, "/query?%c0%ae=1"),
    Case(164, "half an escape", 200, "/query?a=%f&b=%", text="[('a', '%f'), ('b', '%')]"),
    Case(159, "a thousand fields in the query", 200, "/query?" + "&".join("a" * 1000)),
    Case(159, "too many fields in the query", (400, 414), "/query?" + "&".join("a" * 1001)),
    Case(
        160,
        "a semicolon in the query",
        200,
        "/query?a=1;b=2",
        text="[('a', '1;b=2')]",
        anchor="CVE-2021-23336",
    ),
    Case(22, "a walk that is allowed", 200, "/walk/paint", on=FULL),
    *(
        Case(22, f"a walk out of the tree {number}", (404, 307), sent, on=FULL)
        for number, sent in enumerate(
            ("/walk/__class__", "/walk/paint/wall/__len__", "/walk/nowhere", "/walk/cards")
        )
    ),
    Case(18, "a walk through bytes that are no text", 400, "/walk/%ff", on=FULL),
    Case(19, "a walk through a NUL", (400, 404), "/walk/pa%00int", on=FULL),
    Case(200, "a path below a mount", 200, "/guest/a/../b", on=FULL, text="['/guest', '/a/../b']"),
    Case(200, "the mount itself", 200, "/guest", on=FULL, text="['/guest', '']"),
    Case(200, "bytes below a mount", (200, 400), "/guest/%ff", on=FULL),
    Case(
        200,
        "below another mount",
        200,
        "/where",
        environ={"SCRIPT_NAME": "/caf\xc3\xa9"},
        text="['http://good.example/caf%C3%A9/where', '192.0.2.7', 'http']",
    ),
    Case(200, "a mount that is no text", (200, 400), "/where", environ={"SCRIPT_NAME": "/\xff"}),
    Case(200, "no path at all", 200, "", text="good"),
]
