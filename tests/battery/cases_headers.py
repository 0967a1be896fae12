"""Section C: headers of answers, redirects, and the splitting of answers; F where it is the core's."""

from __future__ import annotations

from urllib.parse import quote

from tests.battery.case import PLAIN_500, Case

__all__ = ["CASES"]

_CONTROLS = ("%0d", "%0a", "%0d%0a", "%00", "%01", "%0b", "%7f", "%1f")


def refused(row: int, where: str, *values: str, anchor: str = "") -> list[Case]:
    """Return cases of what an application may not put into the head: 500, and nothing is split."""
    return [
        Case(
            row,
            f"{where} {number}",
            500,
            f"/header?where={where}&v={value}",
            says={"X-It": None, "Evil": None, "Set-Cookie": None},
            text=PLAIN_500,
            logs=1,
            may_fail=True,
            anchor=anchor,
        )
        for number, value in enumerate(values)
    ]


def goes(row: int, name: str, target: str, location: str, page: str = "/go", anchor: str = "") -> Case:
    """Return a case of a redirect."""
    return Case(
        row,
        name,
        303 if page == "/go" else 302,
        f"{page}?next={target}",
        says={"Location": location},
        may_tell=page == "/jump",
        anchor=anchor,
    )


_AWAY = (
    "//evil",
    "%09//evil",
    "%20//evil",
    "%0b//evil",
    "/%5cevil",
    "%5c%5cevil",
    "///evil",
    "/%09/evil",
    "/%0d%0a/evil",
    "%00//evil",
    "http://evil",
    "https://good.example.evil/",
    "http://good.example@evil/",
    "http://evil%23good.example/",
    "http://evil%5cgood.example/",
    "",
)
_ODD = (
    "https:/evil",
    "http:evil",
    "http:///evil",
    "//evil%00",
    "https:evil@good.example",
    "http://[evil",
    "http:",
    "good.example",
    "evil/x",
)
_SCHEMES = (
    "javascript:evil()",
    "JavaScript:evil()",
    "%01javascript:evil()",
    "data:text/html,evil",
    "vbscript:evil",
    "java%0ascript:evil()",
    "file:///evil",
)
_NUMBERS = (
    "http://2130706433/",
    "http://0x7f.1/",
    "http://xn--good-example-evil/",
    "http://ex%C3%A4mple.evil/",
)

CASES = [
    *refused(45, "value", *(f"a{control}Evil:%20x" for control in _CONTROLS), anchor="CVE-2016-9964"),
    *refused(45, "list", *(f"a{control}Evil:%20x" for control in _CONTROLS)),
    *refused(45, "text", *(f"a{control}Evil:%20x" for control in _CONTROLS[:3])),
    *refused(46, "name", "a%20b", "a:b", "a%0d%0aEvil", "", "%C3%A9", "(a)", anchor="RFC 9110, section 5.1"),
    *refused(46, "list-name", "a%20b", "a:b", "a%0d%0aEvil", "", "%C3%A9"),
    *refused(47, "status", "200%20OK%0d%0aEvil:%20x", "evil", "99%20x", "200%20%00", anchor="CVE-2025-67724"),
    *refused(48, "value", "%E2%82%AC", anchor="PEP 3333"),
    *refused(48, "list", "%E2%82%AC"),
    *refused(49, "type", "text/html%0d%0aEvil:%20x", "text/html%0aEvil:%20x"),
    *refused(45, "location", "/%0d%0aEvil:%20x", "/%0aEvil:x"),
    *(
        goes(50, f"away {number}", sent, "http://good.example/", anchor="CVE-2024-42353")
        for number, sent in enumerate(_AWAY)
    ),
    *(
        goes(51, f"odd {number}", sent, "http://good.example/", anchor="CVE-2014-3730")
        for number, sent in enumerate(_ODD)
    ),
    *(
        goes(52, f"scheme {number}", sent, "http://good.example/", anchor="CVE-2012-3442")
        for number, sent in enumerate(_SCHEMES)
    ),
    *(goes(53, f"host {number}", sent, "http://good.example/") for number, sent in enumerate(_NUMBERS)),
    goes(53, "a page of this site", quote("/hello?a=1#b"), "http://good.example/hello?a=1#b"),
    goes(53, "this site in full", quote("http://good.example/hello"), "http://good.example/hello"),
    goes(53, "this site by another scheme", quote("https://good.example/hello"), "http://good.example/"),
    goes(53, "this site at another port", quote("http://good.example:81/"), "http://good.example/"),
    *(
        goes(50, f"a relative address stays here {number}", sent, f"http://good.example/{left}", "/jump")
        for number, (sent, left) in enumerate((("//evil", "%2fevil"), ("%20//evil", " //evil"), ("x", "x")))
    ),
    Case(
        54,
        "markup in a redirect",
        302,
        "/jump?next=/%22%3E%3Cscript%3E",
        has="302 Found",
        headers={"Accept": "text/html"},
        anchor="CVE-2024-41810",
    ),
    goes(55, "an address of 1 MB", "/" + "x" * 5_000, "http://good.example/"),
    Case(
        56,
        "a header of the connection",
        500,
        "/header?where=list-name&v=Connection",
        logs=1,
        may_fail=True,
        says={"Connection": None},
    ),
    Case(
        56,
        "the coding of the transfer",
        500,
        "/header?where=list-name&v=Transfer-Encoding",
        logs=1,
        may_fail=True,
    ),
    Case(56, "the same in lower case", 500, "/header?where=name&v=te", logs=1, may_fail=True),
    Case(60, "nothing tells what it is made of", 200, says={"Server": None, "X-Powered-By": None}),
    Case(
        66,
        "a path with a line end that fails",
        500,
        "/fail/exception%0d%0aevil%1b[31m%e2%80%ae",
        logs=1,
        may_fail=True,
    ),
    Case(66, "a host with an escape", 400, headers={"Host": "evil\x1b[31m\xe2\x80\xae"}, logs=1),
    Case(
        66,
        "an origin with an escape",
        403,
        "/hello",
        "POST",
        headers={"Origin": "evil\x1b[31m\x9b"},
        logs=1,
    ),
    Case(
        44,
        "a file name",
        200,
        "/header?where=disposition&v=a%22%3B%20x%3D.bat",
        says={"Content-Disposition": 'attachment; filename="a*'},
    ),
    Case(
        44,
        "a file name with a line end",
        (200, 500),
        "/header?where=disposition&v=a%0d%0aEvil:x",
        says={"Evil": None},
        may_fail=True,
        logs=1,
    ),
    Case(
        44,
        "a file name that is not ASCII",
        200,
        "/header?where=disposition&v=%C3%A9.txt",
        says={"Content-Disposition": "attachment; *"},
    ),
    Case(
        44,
        "a file name of 300 letters",
        200,
        "/header?where=disposition&v=" + "x" * 300,
        says={"Content-Disposition": "attachment; *"},
    ),
    *refused(99, "cookie-name", "a;b", "a%0d%0aEvil", "a,b", "%C3%A9", "a=b", anchor="Tornado 6.5.5"),
    *(
        Case(
            99,
            f"what is quoted {number}",
            200,
            f"/header?where=cookie-{sent}",
            says={"Set-Cookie": said, "Evil": None},
            may_tell=True,
        )
        for number, (sent, said) in enumerate(
            (
                ("path&v=/;%20Domain=evil", "it=x; Path=/\\073 Domain=evil"),
                ("path&v=/%0d%0aEvil:x", "it=x; Path=/\\015\\012Evil:x"),
                ("domain&v=good;%20Path=/evil", "it=x; Domain=good\\073 Path=/evil; Path=/"),
                ("domain&v=x%0d%0aEvil:x", "it=x; Domain=x\\015\\012Evil:x; Path=/"),
                ("value&v=a;%20Domain=evil", 'it="a\\073 Domain=evil"; Path=/'),
                ("value&v=a%0d%0aEvil:x", 'it="a\\015\\012Evil:x"; Path=/'),
                ("value&v=a%2Cb", 'it="a\\054b"; Path=/'),
            )
        )
    ),
]
