"""Where a client may be sent."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.web.httpexceptions import HTTPFound
from corefw.web.request import Request
from corefw.web.security.redirects import is_safe_redirect, safe_redirect, safe_redirect_target
from tests.wsgi import environ_of

HERE = "https://good.example"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/boards?next=//x",
        "/a//b",
        "https://good.example/x",
        "https://good.example:443/",
        "https://GOOD.example",
    ],
)
def test_the_own_site_is_safe(target: str) -> None:
    """As a path from the root or in full."""
    assert is_safe_redirect(target, HERE)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil",
        "///evil",
        "/\\evil",
        "\\\\evil",
        "\t//evil",
        " //evil",
        "\x0b//evil",
        "/\t/evil",
        "/\n/evil",
        "//evil%00",
        "https:/evil",
        "https:evil",
        "https:evil@good",
        "http:///evil",
        "https:///good.example",
        "https://good.example@evil",
        "https://evil@good.example",
        "https://good.example.evil",
        "https://good.example:8443/",
        "http://good.example/",
        "https://evil",
        "https://[::1",
        "https://good.example:x/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "boards",
        "?a=1",
        "/" + "x" * 5000,
    ],
)
def test_everything_else_is_not(target: str) -> None:
    """CVE-2024-42353, CVE-2017-7233, CVE-2014-3730, CVE-2012-3442."""
    assert not is_safe_redirect(target, HERE)
    assert "/home" == safe_redirect_target(target, HERE, "/home")


def test_a_safe_target_is_kept() -> None:
    """And none is the fallback."""
    assert "/boards" == safe_redirect_target("/boards", HERE)
    assert "/" == safe_redirect_target(None, HERE)


def asked() -> Request:
    """Return a request of that site."""
    request: Request = Request.blank("/login", base_url=HERE)
    return request


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/boards?page=2", "/boards?page=2"),
        ("https://good.example/x", "https://good.example/x"),
        (None, "/home"),
        ("", "/home"),
        ("//evil", "/home"),
        ("https://evil", "/home"),
        ("javascript:alert(1)", "/home"),
        ("//3232235777/", "/home"),
        ("https://0x7f.1/", "/home"),
        ("https://g\u043e\u043ed.example/", "/home"),
        ("https://xn--gd-zmaa.example/", "/home"),
        ("/%0d%0aX: 1", "/home"),
        ("/a\r\nX: 1", "/home"),
        ("/\ud800", "/home"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/\u65e5\u672c", "/%E6%97%A5%E6%9C%AC"),
    ],
)
def test_a_redirect_goes_only_where_it_is_safe(target: str | None, location: str) -> None:
    """Whatever the form says (CVE-2023-49438, CVE-2021-32618)."""
    answer = safe_redirect(asked(), target, "/home")

    assert (303, location) == (answer.code, answer.location)


def test_the_class_of_the_redirect_may_be_another() -> None:
    """And it is an answer as any other, raised or returned."""
    answer = safe_redirect(asked(), "/x", redirect=HTTPFound)
    environ = environ_of("/login")
    headers: list[Any] = []
    body = b"".join(answer(environ, lambda status, sent, exc_info=None: headers.extend(sent)))

    assert isinstance(answer, HTTPFound)
    assert ("Location", "http://localhost/x") in headers
    assert b"http" not in body


@pytest.mark.parametrize(
    "target", ["/" + "x" * 1_000_000, "//" * 500_000, "é" * 1_000_000, "https://" + "a." * 500_000]
)
def test_a_long_target_is_refused_by_its_length(target: str) -> None:
    """Before anything is searched in it (CVE-2025-64458)."""
    assert "/" == safe_redirect(asked(), target).location


@pytest.mark.parametrize("target", ['/"><script>', "/'onclick='x", "/&amp;<b>"])
def test_markup_in_a_target_is_escaped_in_the_page(target: str) -> None:
    """The page that a browser shows if it does not follow (CVE-2024-41810)."""
    environ = environ_of("/", headers={"Accept": "text/html"})
    answer = safe_redirect(asked(), target)
    body = b"".join(answer(environ, lambda *given: None)).decode()

    assert target not in body
    assert "<script>" not in body
