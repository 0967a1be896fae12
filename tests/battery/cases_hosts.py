"""Section A: hosts, proxies, and the building of addresses."""

from __future__ import annotations

from tests.battery.case import ALL, FULL, Case

__all__ = ["CASES"]


def host(row: int, name: str, value: str | None, status: int = 400, **more: object) -> Case:
    """Return a case of the header Host."""
    logs = 1 if status == 400 else 0
    return Case(row, name, status, "/hello", headers={"Host": value}, logs=logs, on=ALL, **more)  # type: ignore[arg-type]


def from_proxy(row: int, name: str, text: str, headers: dict[str, str], address: str = "10.0.0.5") -> Case:
    """Return a case behind a trusted proxy, whose answer is the address, the client and the scheme."""
    return Case(
        row,
        name,
        200,
        "/where",
        headers=headers,
        environ={"REMOTE_ADDR": address},
        text=text,
        on=("proxied",),
        may_tell=True,
    )


CASES = [
    host(1, "another host", "evil.example", anchor="CVE-2011-4139"),
    *(
        host(2, f"no host at all {number}", value, anchor="CVE-2026-48710")
        for number, value in enumerate(
            ("evil/admin?", "evil#", "ev il", "..", "evil\\x", "good.example/evil")
        )
    ),
    *(
        host(3, f"credentials and ports {number}", value, anchor="CVE-2012-4520")
        for number, value in enumerate(
            (
                "good.example@evil",
                "evil@good.example",
                "good.example:80:90",
                "good.example:abc",
                "good.example:99999",
                "good.example:-1",
                "good.example:\u0663",
            )
        )
    ),
    host(4, "none", None, anchor="RFC 9112, section 3.2"),
    host(4, "empty", ""),
    host(4, "two", "good.example, evil.example"),
    host(4, "the same twice", "good.example,good.example"),
    Case(
        4,
        "none in HTTP 1.0",
        200,
        headers={"Host": None},
        environ={"SERVER_PROTOCOL": "HTTP/1.0"},
        anchor="RFC 9112, section 3.2: only HTTP/1.1 needs one",
    ),
    host(5, "upper case and a dot", "GOOD.Example.", 200),
    host(5, "a port", "good.example:8080", 200),
    host(5, "IPv6", "[::1]:80", 200),
    host(5, "IPv6 written long", "[0:0:0:0:0:0:0:1]", 200),
    host(5, "IPv6 broken", "[::1", 400),
    host(5, "IPv6 that is none", "[evil]", 400),
    host(6, "below an allowed domain", "sub.wide.example", 200),
    host(6, "an allowed domain itself", "wide.example", 200),
    host(6, "the same ending", "xwide.example", 400, anchor="suffix match"),
    host(6, "as a folder of another", "wide.example.evil", 400),
    Case(
        7,
        "forwarding headers of nobody we know",
        200,
        "/where",
        headers={
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "6.6.6.6",
            "X-Forwarded-Port": "666",
            "X-Forwarded-Prefix": "/evil",
            "X-Real-IP": "6.6.6.6",
            "Forwarded": "for=6.6.6.6;host=evil.example;proto=https",
        },
        text="['http://good.example/where', '192.0.2.7', 'http']",
        on=ALL,
    ),
    from_proxy(
        8,
        "two hops, and one that the client wrote",
        "['https://good.example/where', '203.0.113.9', 'https']",
        {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.0.0.7", "X-Forwarded-Proto": "https"},
    ),
    from_proxy(
        8,
        "a peer that is not listed",
        "['http://good.example/where', '10.1.2.3.4', 'http']",
        {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"},
        address="10.1.2.3.4",
    ),
    *(
        Case(
            8,
            f"what a proxy cannot have meant {number}",
            400,
            headers=headers,
            environ={"REMOTE_ADDR": "10.0.0.5"},
            logs=1,
            on=("proxied",),
        )
        for number, headers in enumerate(
            (
                {"X-Forwarded-For": "evil"},
                {"X-Forwarded-Proto": "javascript"},
                {"X-Forwarded-Host": "evil/admin?"},
                {"X-Forwarded-Host": "evil.example"},
                {"X-Forwarded-For": "1.2.3.4.5, \xff"},
            )
        )
    ),
    Case(
        10,
        "headers that name another path or method",
        200,
        "/hello",
        headers={
            "X-Original-URL": "/evil",
            "X-Rewrite-URL": "/evil",
            "X-HTTP-Method-Override": "DELETE",
            "X-Method-Override": "DELETE",
        },
        text="'/hello'",
        on=ALL,
    ),
    *(
        Case(
            12,
            f"an address of {name}",
            200,
            f"/built?a={sent}",
            text=text,
            anchor="CVE-2014-0480",
            may_tell=True,
        )
        for name, sent, text in (
            ("parents", "../../b", "/text/..%2F..%2Fb?q=..%2F..%2Fb#../../b"),
            ("a slash", "a/b", "/text/a%2Fb?q=a%2Fb#a/b"),
            ("a mark", "%3Fq", "/text/%3Fq?q=%3Fq#?q"),
            ("a fragment", "%23f", "/text/%23f?q=%23f#%23f"),
            ("what is quoted", "%252e%252e", "/text/%252e%252e?q=%252e%252e#%252e%252e"),
            ("a space", "a%20b", "/text/a%20b?q=a+b#a%20b"),
            ("a letter that is not ASCII", "%C3%A9", "/text/%C3%A9?q=%C3%A9#%C3%A9"),
        )
    ),
    Case(
        13,
        "an address that would leave the host",
        200,
        "/built?a=//evil",
        text="/text/%2F%2Fevil?q=%2F%2Fevil#//evil",
        anchor="CVE-2018-14574",
    ),
    Case(
        14,
        "line ends in an address",
        200,
        "/built?a=a%0D%0Ab%26c%3Dd%3Be",
        text="/text/a%0D%0Ab&c=d;e?q=a%0D%0Ab%26c%3Dd%3Be#a%0D%0Ab&c=d;e",
    ),
    Case(
        15,
        "https behind a proxy is https everywhere",
        200,
        "/session",
        headers={"X-Forwarded-Proto": "https"},
        environ={"REMOTE_ADDR": "10.0.0.5"},
        says={"Set-Cookie": "session=*"},
        on=("proxied",),
        anchor="CVE-2019-12781",
    ),
    Case(
        15,
        "the origin is judged by the scheme of the proxy",
        200,
        "/save",
        "POST",
        headers={"X-Forwarded-Proto": "https", "Origin": "https://good.example"},
        environ={"REMOTE_ADDR": "10.0.0.5"},
        on=("proxied",),
    ),
    Case(
        15,
        "and by nobody else",
        403,
        "/save",
        "POST",
        headers={"X-Forwarded-Proto": "https", "Origin": "https://good.example"},
        on=FULL,
        logs=1,
    ),
]
