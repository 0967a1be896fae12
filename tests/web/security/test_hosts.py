"""The Host header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.security.hosts import HostCheck, split_host

CHECK = HostCheck(["good.example", ".below.example", "localhost:6543", "::1", "127.0.0.1"])


def is_good(host: str | None, protocol: str = "HTTP/1.1") -> bool:
    """Say whether a request with that header is answered."""
    environ = {"SERVER_PROTOCOL": protocol, **({} if host is None else {"HTTP_HOST": host})}
    first = CHECK.check(environ)
    assert first == CHECK.check(environ)  # what is remembered is what was found
    return first is None


@pytest.mark.parametrize(
    "host",
    [
        "good.example",
        "GOOD.Example",
        "good.example.",
        "good.example:80",
        "good.example:65535",
        "below.example",
        "a.below.example",
        "a.b.below.example:8080",
        "localhost:6543",
        "[::1]",
        "[0:0:0:0:0:0:0:1]:80",
        "127.0.0.1",
    ],
)
def test_an_allowed_host_is_answered(host: str) -> None:
    """In any case, with a trailing dot, with a port."""
    assert is_good(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        " ",
        "..",
        ".",
        ".good.example",
        "good.example..",
        "evil/admin?",
        "evil#",
        "a b",
        "good.example evil",
        "good.example@evil",
        "evil@good.example",
        "good.example:80:90",
        "good.example:abc",
        "good.example:99999",
        "good.example:0",
        "good.example:",
        "good.example, evil.example",
        "good.example\n",
        "good.example\r\nX: 1",
        "good.example\0",
        "xbelow.example",
        "good.example.evil",
        "localhost",
        "localhost:80",
        "::1",
        "[::1",
        "[::2]",
        "[::1::]",
        "[1.2.3.4]",
        "[fe80::1%eth0]",
        "gööd.example",
        "-good.example",
        "x" * 300 + ".below.example",
    ],
)
def test_any_other_host_is_not(host: str) -> None:
    """CVE-2011-4139, CVE-2012-4520, CVE-2026-48710."""
    assert not is_good(host)


def test_the_header_may_be_missing_in_http_1_0_only() -> None:
    """RFC 9112, section 3.2."""
    assert is_good(None, "HTTP/1.0")
    assert not is_good(None)


def test_the_reason_is_short_and_on_one_line() -> None:
    """It goes into the log."""
    assert r"the Host header is malformed: 'a\nb' (corefw.allowed_hosts)" == str(
        CHECK.check({"HTTP_HOST": "a\nb"})
    )
    assert "the Host header is not among the allowed hosts: 'evil.example' (corefw.allowed_hosts)" == str(
        CHECK.check({"HTTP_HOST": "evil.example"})
    )
    assert len(str(CHECK.check({"HTTP_HOST": "x" * 10_000}))) < 200


def test_a_star_allows_every_host_that_is_one() -> None:
    """The grammar holds all the same."""
    check = HostCheck(["*"])

    assert check.check({"HTTP_HOST": "any.example"}) is None
    assert check.check({"HTTP_HOST": "any/example"}) is not None


@pytest.mark.parametrize("entry", ["", "a b", "http://a", "*.good.example", "good.example/", "."])
def test_an_entry_that_is_no_host_is_refused(entry: str) -> None:
    """When the application is built."""
    with pytest.raises(ValueError, match="is not a host"):
        HostCheck([entry])


def test_a_flood_of_hosts_is_not_remembered() -> None:
    """Neither refused ones nor more than a few hundred good ones."""
    check = HostCheck([".good.example"])
    for number in range(2000):
        check.check({"HTTP_HOST": f"h{number}.good.example"})
        check.check({"HTTP_HOST": f"h{number}.evil.example"})

    assert len(check._good) <= 256


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
def test_what_is_allowed_is_plain(host: str) -> None:
    """No header value breaks a URL that is made of it."""
    parts = split_host(host)
    if parts is not None:
        assert not set(parts[0]) & set("/?#@\\ \t\r\n\0")
