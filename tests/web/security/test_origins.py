"""Where an unsafe request comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.exceptions import BadCSRFOrigin
from corefw.web.request import Request
from corefw.web.security import origins
from corefw.web.security.csrf import check_csrf_origin
from corefw.web.security.origins import TrustedOrigins

COOKIE = {"Cookie": "session=x"}


def post(url: str = "http://good.example/", method: str = "POST", **headers: str) -> Request:
    """Return a request with the headers, whose names have underscores for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Request = Request.blank(url, method=method, headers=named)
    return request


def cross_site_reason(request: Request, trusted: tuple[str, ...] = ()) -> str | None:
    """Return why the request is not believed."""
    return origins.cross_site_reason(request.environ, TrustedOrigins(trusted))


def test_a_handshake_is_judged_although_it_is_a_get() -> None:
    """A page of another site may open a websocket with this site's cookies."""
    assert not check_csrf_origin(post(method="GET", Origin="http://evil.example"), raises=False)
    assert check_csrf_origin(post(method="GET", Origin="http://good.example"), raises=False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "null"},
        {"Origin": "http://good.example"},
        {"Origin": "http://GOOD.example:80"},
        {"Origin": "http://good.example", **COOKIE},
        {"Authorization": "Bearer x"},
        {},
        COOKIE,
        {"Referer": "http://good.example/form", **COOKIE},
    ],
)
def test_what_comes_from_this_site_or_no_browser_is_believed(headers: dict[str, str]) -> None:
    """By the first of the headers that says something."""
    assert cross_site_reason(post(**headers)) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "nonsense"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://good.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://good.example"},
        {"Origin": "http://good.example:8080"},
        {"Origin": "http://good.example.evil"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://good.example@evil"},
        {"Referer": "http://evil.example/", **COOKIE},
    ],
)
def test_what_comes_from_another_site_is_refused_on_plain_http_too(headers: dict[str, str]) -> None:
    """Pyramid looks on https only."""
    assert cross_site_reason(post(**headers)) is not None
    with pytest.raises(BadCSRFOrigin):
        check_csrf_origin(post(**headers))
    assert not check_csrf_origin(post(**headers), raises=False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Referer": "https://evil.example/"},
        {"Referer": "https://good.example.evil/"},
        {"Referer": "https://good.example@evil/"},
        {"Referer": "https://user@good.example/"},
        {"Referer": "http://good.example/"},
        {"Referer": "https://[good.example/"},
    ],
)
def test_on_https_a_cookie_needs_an_origin_or_a_referer(headers: dict[str, str]) -> None:
    """CVE-2011-4140."""
    request = post("https://good.example/", **headers, **COOKIE)

    assert cross_site_reason(request) is not None
    assert (not headers) == check_csrf_origin(request, allow_no_origin=True, raises=False)


@pytest.mark.parametrize(
    ("trusted", "origin", "believed"),
    [
        ("https://other.example", "https://other.example", True),
        ("https://other.example", "http://other.example", False),
        ("https://other.example:8443", "https://other.example:8443", True),
        ("https://*.good", "https://a.good", True),
        ("https://*.good", "https://good", False),
        ("https://*.good", "https://xgood", False),
        (".good", "https://a.b.good", True),
        (".good", "https://good", True),
        (".good", "https://xgood", False),
        ("other.example:8443", "https://other.example:8443", True),
        ("other.example", "https://other.example:8443", False),
    ],
)
def test_trusted_origins_are_exact_or_real_subdomains(trusted: str, origin: str, believed: bool) -> None:
    """Whatever Sec-Fetch-Site says."""
    for headers in ({}, {"Sec_Fetch_Site": "cross-site"}):
        request = post("https://good.example/", Origin=origin, **headers)
        assert believed == (cross_site_reason(request, (trusted,)) is None)


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
def test_no_header_raises(value: str) -> None:
    """And a reason is on one line."""
    for name in ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE"):
        request = post("https://good.example/", **COOKIE)
        request.environ[name] = value
        assert len((cross_site_reason(request, ("https://a.example",)) or "").splitlines()) <= 1


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "null",
        "*",
        "*.",
        "https://",
        "ftp://a.example",
        "https://a.example/x",
        "https//a.example",
        "a b",
        "://a",
    ],
)
def test_an_entry_that_is_no_origin_is_refused(entry: str) -> None:
    """``null`` is what any sandboxed page sends."""
    with pytest.raises(ValueError, match="is not an origin, such as"):
        TrustedOrigins([entry])


def test_one_entry_need_not_be_a_list() -> None:
    """Text is one entry, and not its letters."""
    assert ("https://a.example",) == TrustedOrigins("https://a.example").entries


@pytest.mark.parametrize(
    "origin", ["null", "", "https://[a", "ftp://friend.example", "https://friend.example@evil"]
)
def test_what_is_no_origin_is_trusted_by_nobody(origin: str) -> None:
    """Whatever is listed."""
    request = post("https://good.example/", Origin=origin, Sec_Fetch_Site="cross-site")

    assert cross_site_reason(request, ("https://friend.example", ".friend.example")) is not None


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Referer": "https://evil.example/"}])
def test_a_program_without_a_cookie_is_believed_on_https_too(headers: dict[str, str]) -> None:
    """It has nothing to be misused; every browser of today says where it comes from."""
    assert cross_site_reason(post("https://good.example/", **headers)) is None


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://good.example/", "https://good.example:443"),
        ("https://good.example:443/", "https://good.example"),
        ("http://good.example:80/", "http://good.example"),
        ("https://good.example:8443/", "https://good.example:8443"),
    ],
)
def test_the_port_of_the_scheme_need_not_be_said(url: str, origin: str) -> None:
    """By either side."""
    request = post(url, Origin=origin)
    request.environ["HTTP_HOST"] = url.split("/")[2]

    assert cross_site_reason(request) is None


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Sec_Fetch_Site": "cross-site"}, "the browser says that the request is 'cross-site'"),
        ({"Origin": "null"}, "the Origin of the request is 'null'"),
        ({"Origin": "x" * 200}, f"the Origin of the request is '{'x' * 100}'"),
        ({"Referer": "http://evil/", **COOKIE}, "the Referer of the request is 'http://evil/'"),
        (COOKIE, "the request has a cookie and says nothing of its origin"),
    ],
)
def test_the_reason_says_what_was_seen(headers: dict[str, str], reason: str) -> None:
    """For the log, and not too much of it."""
    assert reason == cross_site_reason(post("https://good.example/", **headers))


@pytest.mark.parametrize(
    ("host", "origin", "believed"),
    [
        ("shop.example", "http://shop.example", True),
        ("shop.example", "http://good.example", False),
        (None, "http://good.example", True),
        (None, "http://shop.example", False),
    ],
)
def test_this_site_is_the_host_that_was_asked_for(host: str | None, origin: str, believed: bool) -> None:
    """Or the server's own name, where a client of HTTP/1.0 asked for none."""
    request = post(Origin=origin)
    del request.environ["HTTP_HOST"]
    if host is not None:
        request.environ["HTTP_HOST"] = host

    assert believed == (cross_site_reason(request) is None)


def test_nothing_said_can_be_believed() -> None:
    """By who asks for it, and only where nothing is said."""
    silent = post("https://good.example/", **COOKIE)
    assert not check_csrf_origin(silent, raises=False)
    assert check_csrf_origin(silent, allow_no_origin=True)
    for said in ({"Referer": ""}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}):
        assert not check_csrf_origin(
            post("https://good.example/", **said, **COOKIE), allow_no_origin=True, raises=False
        )
