"""Section I: what HTTP means; and how the client says what it wants (row 183)."""

from __future__ import annotations

from tests.battery.case import ALL, Case

__all__ = ["CASES"]

_DIGITS = "9" * 5000
_DATE = "Fri, 31 Dec {} 23:59:59 GMT"


def condition(row: int, name: str, status: int | tuple[int, ...], **headers: str) -> Case:
    """Return a case of a condition or a range."""
    return Case(
        row,
        name,
        status,
        "/conditional",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


_WISHES = (
    "x," * 10_000,
    "*/*;q=1e999",
    "q=1e999",
    ";;;",
    "text/html;q=nan",
    "\xff\xfe",
    "a/b;c=" + "d" * 5000,
    "*/*;q=" + "9" * 5000,
    ",",
    "text/html;q=-1",
    "a/b;" * 5000,
)

CASES = [
    *(
        Case(
            183,
            f"a language {number}",
            200,
            f"/everything?_LOCALE_={value}",
            headers={"Cookie": f"_LOCALE_={value}"},
        )
        for number, value in enumerate(
            ("../../etc/passwd", "evil", "%00", "x" * 5000, "de_AT", "", "en/../de")
        )
    ),
    *(
        Case(184, f"the head of {target}", status, target, "HEAD")
        for target, status in (
            ("/", 200),
            ("/hello", 200),
            ("/nowhere", 404),
            ("/stream", 200),
            ("/conditional", 200),
            ("/query?a=%ff", 400),
            ("/data", 200),
        )
    ),
    Case(
        185,
        "the options of a page that takes every method",
        200,
        "/hello",
        "OPTIONS",
        anchor="the view answers",
    ),
    Case(185, "the options of a form", (200, 204), "/form", "OPTIONS", says={"Allow": "OPTIONS, POST"}),
    Case(185, "the options of nothing", 404, "/nowhere", "OPTIONS"),
    Case(185, "the options of the server", (200, 204, 400, 404), "*", "OPTIONS", on=ALL),
    Case(186, "a wrong method", 405, "/form", "GET", says={"Allow": "OPTIONS, POST"}),
    Case(186, "a method of nobody", (405, 501), "/form", "EVIL", says={"Allow": "OPTIONS, POST"}),
    Case(186, "a method of 1 KB", (400, 405, 501), "/form", "EVIL" * 256),
    Case(186, "a method in lower case", (400, 405, 501), "/form", "post"),
    Case(186, "no method", (400, 405, 501), "/form", ""),
    *(
        Case(187, f"{method}", (400, 405), "/form", method, says={"Allow": "OPTIONS, POST"})
        for method in ("TRACE", "CONNECT")
    ),
    *(
        Case(188, f"a body of a {code}", code, f"/bodiless/{code}", text="", says={"Content-Length": None})
        for code in (204, 304)
    ),
    Case(188, "a body of a 205", 205, "/bodiless/205", text="", says={"Content-Length": "0"}),
    Case(
        189,
        "a range",
        206,
        "/conditional",
        headers={"Range": "bytes=0-1"},
        text="01",
        says={"Content-Range": "bytes 0-1/10"},
    ),
    Case(189, "the end", 206, "/conditional", headers={"Range": "bytes=-5"}, text="56789"),
    Case(189, "more than there is", 206, "/conditional", headers={"Range": "bytes=5-99"}, text="56789"),
    Case(
        189,
        "past the end",
        416,
        "/conditional",
        headers={"Range": "bytes=99-"},
        says={"Content-Range": "bytes */10"},
    ),
    *(
        Case(
            189,
            f"no range {number}",
            (200, 416),
            "/conditional",
            headers={"Range": value},
            anchor="CVE-2025-62727",
        )
        for number, value in enumerate(
            (
                "bytes=a-b",
                f"bytes=0-{_DIGITS}",
                f"bytes={_DIGITS}-",
                f"bytes=-{_DIGITS}",
                "bytes=" + ",".join(["0-1"] * 10_000),
                "bytes=0-5,3-8",
                "bytes=5-1",
                "bytes=-",
                "bytes=\xff",
                "lines=0-1",
                "bytes=-0",
                "bytes 0-1",
            )
        )
    ),
    Case(
        190,
        "a range of what has changed",
        200,
        "/conditional",
        headers={"Range": "bytes=0-1", "If-Range": '"other"'},
        text="0123456789",
    ),
    Case(
        190,
        "a range of what has not",
        206,
        "/conditional",
        headers={"Range": "bytes=0-1", "If-Range": '"tag"'},
        text="01",
    ),
    Case(
        190,
        "a range since a broken date",
        200,
        "/conditional",
        headers={"Range": "bytes=0-1", "If-Range": _DATE.format(99999)},
    ),
    Case(190, "a range of a page", 200, headers={"Range": "bytes=0-1"}, text="good"),
    condition(191, "any tag", 304, If_None_Match="*"),
    condition(191, "a list", 304, If_None_Match='"a", "tag"'),
    condition(191, "a weak tag", 304, If_None_Match='W/"tag"'),
    condition(191, "a thousand tags", (200, 304), If_None_Match=",".join(f'"{n}"' for n in range(1000))),
    condition(191, "ten thousand tags", 200, If_None_Match=",".join(f'"{n}"' for n in range(10_000))),
    condition(191, "another tag", 200, If_None_Match='"other"'),
    *(
        condition(191, f"no tag {number}", 200, If_None_Match=value)
        for number, value in enumerate(('"', "\xff", "W/", ",,,", "evil"))
    ),
    *(
        condition(191, f"no date {number}", 200, If_Modified_Since=value)
        for number, value in enumerate(
            (
                "evil",
                _DATE.format(99999),
                _DATE.format("0000"),
                "-1",
                "\xff",
                "Fri, 99 Foo 2026",
                "1" * 5000,
                "",
            )
        )
    ),
    condition(191, "not changed since", 304, If_Modified_Since="Fri, 31 Dec 2027 23:59:59 GMT"),
    Case(192, "what the client saw is stale", 412, "/stale", "PUT", headers={"If-Match": '"other"'}),
    Case(192, "what the client saw is there", 200, "/stale", "PUT", headers={"If-Match": '"tag"'}),
    Case(192, "no tag at all", (200, 412), "/stale", "PUT", headers={"If-Match": '"\xff'}),
    Case(194, "nothing is wanted", 406, "/offers", headers={"Accept": "*/*;q=0"}),
    Case(194, "something that is not there", 406, "/offers", headers={"Accept": "image/png"}),
    Case(
        194,
        "a browser",
        200,
        "/offers",
        headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
        text="<p>",
    ),
    Case(
        194,
        "a program",
        200,
        "/offers",
        headers={"Accept": "application/json"},
        text="{}",
        says={"Vary": "Accept"},
    ),
    Case(194, "no wish", 200, "/offers"),
    Case(195, "come back later", 503, "/closed", says={"Retry-After": "30"}, may_fail=True),
    *(
        Case(
            183,
            f"{name} {number} for {target}",
            (200, 400, 406),
            target,
            headers={name: value},
            anchor="CVE-2023-23969",
        )
        for name in ("Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "Content-Type")
        for target in ("/offers", "/everything")
        for number, value in enumerate(_WISHES)
    ),
    *(
        Case(183, f"an error page for {number}", 404, "/nowhere", headers={"Accept": value})
        for number, value in enumerate(_WISHES)
    ),
    Case(
        122,
        "JSON is never a page",
        200,
        "/data",
        headers={"Accept": "text/html"},
        says={"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"},
    ),
    *(
        Case(
            129,
            f"markup in what is not there {number}",
            status,
            target,
            method,
            headers={"Accept": "text/html"},
            says={"Content-Type": "text/html; charset=UTF-8"},
            anchor="CVE-2019-3498",
        )
        for number, (target, method, status) in enumerate(
            (
                ("/%3Cscript%3Eevil", "GET", 404),
                ("/form?%3Cscript%3Eevil", "GET", 405),
                ("/form", "<EVIL>", 405),
                ("/query?a=%ff%3Cscript%3Eevil", "GET", 400),
            )
        )
    ),
    Case(
        129,
        "markup of the programmer is escaped",
        409,
        "/fail/markup",
        headers={"Accept": "text/html"},
        has="&lt;b&gt;&amp; markup",
    ),
    *(
        Case(130, f"a callback {number}", 400, f"/jsonp?callback={value}", anchor="CVE-2014-4671")
        for number, value in enumerate(
            ("evil(1)//", "a" * 1000, "a.b[0]%3Bevil", "a%0ab", "%3Cscript%3E", "%ff", "1a")
        )
    ),
    Case(
        130,
        "a callback that is one",
        200,
        "/jsonp?callback=a.b",
        has="/**/a.b(",
        says={"X-Content-Type-Options": "nosniff"},
    ),
    Case(133, "markup in XML", 200, "/tree.xml?a=%3C!DOCTYPE%20x%3E%26y;", has="&lt;!DOCTYPE x&gt;&amp;y;"),
    *(
        Case(133, f"what XML has not {number}", (200, 500), f"/tree.xml?a=a{sent}b", may_fail=True, logs=logs)
        for number, (sent, logs) in enumerate((("%00", 1), ("%0b", 1)))
    ),
    *(
        Case(134, f"a formula {number}", 200, f"/table?a={sent}", has="'")
        for number, sent in enumerate(("=cmd()", "%2B1%2Bcmd", "-1%2B1", "@a", "%09=1"))
    ),
    Case(135, "a page says its charset", 200, says={"Content-Type": "text/html; charset=UTF-8"}),
    Case(
        135,
        "so does an error",
        404,
        "/nowhere",
        headers={"Accept": "text/html"},
        says={"Content-Type": "text/html; charset=UTF-8"},
    ),
]
