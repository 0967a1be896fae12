"""Sections D and E as far as one request shows them: other sites, cookies, credentials."""

from __future__ import annotations

from base64 import b64encode

from tests.battery.case import ALL, FULL, Case

__all__ = ["CASES"]

_COOKIE = {"Cookie": "session=x"}
_TOKEN_FILE = (
    b'--x\r\nContent-Disposition: form-data; name="csrf_token"; filename="evil"\r\n\r\nx\r\n--x--\r\n'
)


def post(row: int, name: str, status: int, headers: dict[str, str | None], **more: object) -> Case:
    """Return a case of a POST that another site's page may have made."""
    logs = 1 if status == 403 else 0
    more = {"target": "/hello", "on": ("plain",), "logs": logs, **more}
    return Case(row, name, status, method="POST", headers=headers, **more)  # type: ignore[arg-type]


def ask(row: int, name: str, value: str, status: int = 401) -> Case:
    """Return a case of HTTP basic authentication."""
    return Case(
        row, name, status, "/basic", headers={"Authorization": value}, on=FULL, anchor="CVE-2021-33880"
    )


_HTTPS = {"wsgi.url_scheme": "https"}
_COOKIES = (
    "=x",
    "=__Host-a=1",
    ";;;",
    'a="\\"',
    "a=1; a=2; a=3",
    "a",
    "a=%00",
    "session=%%%",
    "session=" + "x" * 8000,
    "session=a.b.c; session=d",
    "\x01=\x02",
    "$Version=1; a=b",
)

CASES = [
    *(
        post(67, f"{site} by its own word", 403, {"Sec-Fetch-Site": site})
        for site in ("cross-site", "same-site", "evil", "")
    ),
    post(67, "a friend", 200, {"Sec-Fetch-Site": "cross-site", "Origin": "https://friend.example"}),
    *(post(68, f"{site}", 200, {"Sec-Fetch-Site": site, **_COOKIE}) for site in ("same-origin", "none")),
    *(
        post(69, f"another origin {number}", 403, {"Origin": origin}, anchor="Django's check of the origin")
        for number, origin in enumerate(
            (
                "http://evil.example",
                "http://good.example:81",
                "https://good.example",
                "null",
                "",
                "http://good.example.evil",
                "http://good.example@evil",
                "http://[",
                "http://good.example evil",
            )
        )
    ),
    post(69, "its own origin", 200, {"Origin": "http://good.example", **_COOKIE}),
    *(
        post(
            70,
            f"another page {number}",
            403,
            {"Referer": page, **_COOKIE},
            environ=_HTTPS,
            anchor="CVE-2011-4140",
        )
        for number, page in enumerate(
            (
                "https://evil.example/x",
                "https://good.example.evil/",
                "https://good.example@evil/",
                "http://good.example/",
                "evil",
                "https://[",
            )
        )
    ),
    post(70, "no word at all on https", 403, {**_COOKIE}, environ=_HTTPS),
    post(70, "its own page", 200, {"Referer": "https://good.example/x", **_COOKIE}, environ=_HTTPS),
    post(71, "a program with a token", 200, {"Authorization": "Bearer x"}),
    *(
        post(
            72,
            f"a token {number}",
            403,
            {"Origin": "http://good.example", **_COOKIE, "X-CSRF-Token": token},
            target="/save",
            on=FULL,
            logs=0,
        )
        for number, token in enumerate(("", "x", "x" * 86, "\xe9", "x" * 100_000, "=" * 64, "%%%", "A" * 43))
    ),
    post(
        72,
        "a token in the form",
        403,
        {**_COOKIE, "Content-Type": "application/x-www-form-urlencoded"},
        body=b"csrf_token=evil&csrf_token=evil",
        target="/save",
        on=FULL,
        logs=0,
    ),
    post(
        72,
        "a file for a token",
        403,
        {**_COOKIE, "Content-Type": "multipart/form-data; boundary=x"},
        body=_TOKEN_FILE,
        target="/save",
        on=FULL,
        logs=0,
    ),
    post(
        72,
        "a form that is none",
        400,
        {**_COOKIE, "Content-Type": "multipart/form-data"},
        body=b"evil",
        target="/save",
        on=FULL,
    ),
    post(75, "a token in the query", 403, {**_COOKIE}, target="/save?csrf_token=evil", on=FULL, logs=0),
    *(
        Case(
            76,
            f"another method in a {method}",
            status,
            "/stale?_method=PUT",
            method,
            body,
            {**kind, "X-HTTP-Method-Override": "PUT"},
            on=ALL,
        )
        for method, status, body, kind in (
            ("GET", 405, b"", {}),
            ("POST", 405, b"_method=PUT", {"Content-Type": "application/x-www-form-urlencoded"}),
        )
    ),
    *(
        Case(
            77,
            f"{method} is not checked",
            status,
            "/hello",
            method,
            headers={"Sec-Fetch-Site": "cross-site", **_COOKIE},
        )
        for method, status in (("GET", 200), ("HEAD", 200), ("OPTIONS", (200, 204)))
    ),
    post(
        78,
        "JSON as plain text",
        403,
        {"Origin": "http://evil.example", "Content-Type": "text/plain", **_COOKIE},
        body=b"{}",
        target="/json",
    ),
    Case(
        78,
        "JSON as plain text from here",
        415,
        "/json",
        "POST",
        b"{}",
        {"Content-Type": "text/plain"},
        anchor="CVE-2021-32677",
    ),
    post(82, "an exempt view", 200, {"Origin": "http://evil.example", **_COOKIE}, target="/hook", on=FULL),
    post(83, "a login by another site", 403, {"Origin": "http://evil.example"}, target="/login", on=FULL),
    post(84, "below a family", 200, {"Origin": "https://son.family.example"}),
    post(84, "the family itself", 403, {"Origin": "https://family.example"}),
    post(84, "an ending of the family", 403, {"Origin": "https://xfamily.example"}),
    post(84, "a friend by http", 403, {"Origin": "http://friend.example"}),
    post(85, "a guest is checked too", 403, {"Origin": "http://evil.example"}, target="/guest/x", on=FULL),
    *(
        Case(88, f"a session cookie {number}", 200, "/session", headers={"Cookie": cookie}, text="1", on=FULL)
        for number, cookie in enumerate(_COOKIES)
    ),
    *(
        Case(88, f"a ticket {number}", 403, "/board", headers={"Cookie": f"auth_tkt={value}"}, on=FULL)
        for number, value in enumerate(("", "x", "%%%", "a.b", "x" * 8000, "WzFd.x"))
    ),
    *(
        Case(100, f"cookies {number}", 200, "/cookies", headers={"Cookie": cookie})
        for number, cookie in enumerate(_COOKIES)
    ),
    Case(
        100,
        "ten thousand cookies",
        400,
        "/cookies",
        headers={"Cookie": "; ".join(f"a{n}=1" for n in range(10_000))},
        anchor="CVE-2023-23934",
    ),
    *(
        Case(
            row,
            f"what is no text when unquoted {row}",
            400,
            target,
            headers={"Cookie": 'session="\\377"'},
            on=FULL,
        )
        for row, target in ((88, "/session"), (100, "/cookies"))
    ),
    *(
        Case(
            100, f"a cookie of bytes {number}", (200, 400), target, headers={"Cookie": "a=\xff; b=1"}, on=ALL
        )
        for number, target in enumerate(("/cookies", "/everything"))
    ),
    Case(
        100, "a session beside bytes", (200, 400), "/session", headers={"Cookie": "session=\xff\xfe"}, on=FULL
    ),
    ask(112, "no base64", "Basic %%%"),
    ask(112, "no colon", "Basic " + b64encode(b"ann").decode()),
    ask(112, "no text", "Basic " + b64encode(b"\xff\xfe:\xff").decode()),
    ask(112, "a megabyte", "Basic " + "x" * 1_000_000),
    ask(112, "another scheme", "Digest x"),
    ask(112, "nothing", ""),
    ask(112, "bytes", "Basic \xff"),
    ask(112, "a wrong password", "Basic " + b64encode(b"ann:evil").decode()),
    ask(112, "the right one", "Basic " + b64encode(b"ann:paint").decode(), 200),
    *(
        Case(114, f"{method} of what is protected", 403, "/board", method, on=FULL)
        for method in ("GET", "HEAD")
    ),
]
