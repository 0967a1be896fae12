"""The name and the flags of the session's cookie."""

from __future__ import annotations

from typing import Any

import pytest
from webob import BaseRequest

from corefw.base.errors import ConfigurationError
from corefw.web.response import Response, quick_response
from corefw.web.sessions.cookie import SignedCookieSessionFactory
from corefw.web.sessions.flags import CookieFlags, depend_on_the_cookie, seconds
from corefw.web.sessions.server import ServerSessionFactory

GOOD: dict[str, Any] = {
    "name": "session",
    "max_age": None,
    "path": "/",
    "domain": None,
    "secure": None,
    "httponly": True,
    "samesite": "Lax",
}
HOST = (
    'The cookie "__Host-s" has a name that browsers take only with Secure, Path=/ and no Domain.',
    "So no other host and no page on plain http can plant it (RFC 6265bis, section 4.1.3).",
    'path="/" and neither domain nor secure=False, or a name without __Host-',
)
NAME = "It is made of letters, digits and signs such as - and _ (RFC 6265)."
ATTRIBUTE = "It is ASCII without ; and without controls, which would begin another attribute."


@pytest.mark.parametrize(
    ("arguments", "what", "why", "fix"),
    [
        ({"name": "a;b"}, "'a;b' cannot be the name of a cookie.", NAME, 'cookie_name="a_b"'),
        ({"name": "é"}, "'é' cannot be the name of a cookie.", NAME, 'cookie_name="session"'),
        (
            {"path": "/; HttpOnly"},
            "The path '/; HttpOnly' of the cookie \"session\" cannot be sent.",
            ATTRIBUTE,
            "path without them",
        ),
        (
            {"domain": "a\r\nb"},
            "The domain 'a\\r\\nb' of the cookie \"session\" cannot be sent.",
            ATTRIBUTE,
            "domain without them",
        ),
        (
            {"samesite": "Loose"},
            'The cookie "session" has SameSite=Loose, which browsers do not know.',
            "They know Lax, Strict and None.",
            'samesite="Lax"',
        ),
        (
            {"samesite": "none"},
            'The cookie "session" has SameSite=None and is not secure.',
            "Browsers drop such a cookie.",
            "pass secure=True as well",
        ),
        ({"name": "__Host-s", "secure": False}, *HOST),
        ({"name": "__Host-s", "path": "/a"}, *HOST),
        ({"name": "__Host-s", "domain": "x.example"}, *HOST),
    ],
)
def test_what_browsers_refuse_is_refused_when_it_is_configured(
    arguments: dict[str, Any], what: str, why: str, fix: str
) -> None:
    """With what to write instead."""
    with pytest.raises(ConfigurationError) as caught:
        CookieFlags(**{**GOOD, **arguments})

    assert f"CFW-572  {what}\n\n  {why}\n\n  To mend it: {fix}" == str(caught.value)


@pytest.mark.parametrize("value", ["soon", 0, -5, [1]])
def test_a_time_is_a_number_of_seconds(value: Any) -> None:
    """Or None."""
    assert (None, 5, 5) == (seconds("timeout", None), seconds("timeout", "5"), seconds("timeout", 5.9))
    with pytest.raises(ConfigurationError) as caught:
        seconds("timeout", value)

    assert (
        f"CFW-572  timeout={value!r} is no number of seconds that a session can have.\n\n"
        "  It is a whole number from 1 on, or None for no limit.\n\n"
        "  To mend it: timeout=1200"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, ("Cookie", "private")),
        ({"Vary": "Accept, cookie"}, ("Accept, cookie", "private")),
        ({"Vary": "*", "Cache-Control": "no-store"}, ("*", "no-store")),
        ({"Vary": "Accept"}, ("Accept, Cookie", "private")),
    ],
)
def test_a_response_depends_on_the_cookie_once(before: dict[str, str], after: tuple[str, str]) -> None:
    """What the view said of caches stays."""
    response = Response()
    response.headers.update(before)
    depend_on_the_cookie(response)

    assert after == (response.headers["Vary"], response.headers["Cache-Control"])


@pytest.mark.parametrize(
    ("headers", "after"),
    [((), ("Cookie", "private")), ((("Vary", "Accept"),), ("Accept, Cookie", "private"))],
)
def test_a_rendered_response_depends_on_the_cookie_once(
    headers: tuple[tuple[str, str], ...], after: tuple[str, str]
) -> None:
    """What the renderer said of caches stays, in this response and in the next one."""
    for _ in range(2):
        response = quick_response(b"", (("Content-Type", "text/plain"), *headers))
        depend_on_the_cookie(response)
        sent = BaseRequest.blank("/").get_response(response)

        assert after == (sent.headers["Vary"], sent.headers["Cache-Control"])
        assert 4 == len(sent.headerlist)


def test_the_defaults_are_those_that_are_documented() -> None:
    """Times in seconds, sizes in bytes."""
    cookie: Any = SignedCookieSessionFactory("x" * 32)
    server: Any = ServerSessionFactory()

    assert CookieFlags(**GOOD) == cookie.flags == server.flags
    assert (True, 1200, 0, False) == (
        cookie.settings.set_on_exception,
        cookie.settings.timeout,
        cookie.settings.reissue_time,
        cookie.settings.has_short_secret,
    )
    assert (True, 1200, 60, 86_400, 65_536) == (
        server.settings.set_on_exception,
        server.settings.timeout,
        server.settings.reissue_time,
        server.settings.lifetime,
        server.settings.largest,
    )
