"""Requests that pages of other sites make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.exceptions import BadCSRFOrigin, BadCSRFToken
from corefw.web.request import Request
from corefw.web.security.csrf import (
    check_csrf_origin,
    check_csrf_token,
    cross_site_reason,
    get_csrf_token,
    new_csrf_token,
)
from corefw.web.sessions.session import CookieSession

COOKIE = {"Cookie": "session=x"}


def post(url: str = "http://good.example/", method: str = "POST", **headers: str) -> Request:
    """Return a request with the headers, whose names have underscores for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Request = Request.blank(url, method=method, headers=named)
    return request


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_safe_methods_are_not_judged(method: str) -> None:
    """They change nothing (RFC 9110, section 9.2.1)."""
    assert cross_site_reason(post(method=method, Sec_Fetch_Site="cross-site", **COOKIE)) is None


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
        ("", "https://other.example", False),
    ],
)
def test_trusted_origins_are_exact_or_real_subdomains(trusted: str, origin: str, believed: bool) -> None:
    """Whatever Sec-Fetch-Site says."""
    for headers in ({}, {"Sec_Fetch_Site": "cross-site"}):
        request = post("https://good.example/", Origin=origin, **headers)
        assert believed == (cross_site_reason(request, [trusted]) is None)


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
def test_no_header_raises(value: str) -> None:
    """And a reason is on one line."""
    for name in ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE"):
        request = post("https://good.example/", **COOKIE)
        request.environ[name] = value
        assert len((cross_site_reason(request, ["https://a.example"]) or "").splitlines()) <= 1


def with_session(form: dict[str, str] | None = None, **headers: str) -> Request:
    """Return a POST of a client with a session."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Request = Request.blank("/", POST=form or {}, headers=named)
    request.session = CookieSession({}, 1, False, lambda data, created: None)
    return request


def test_the_token_differs_in_every_page_and_is_accepted() -> None:
    """CVE-2014-9720: what is the same in every answer can be guessed from their sizes."""
    request = with_session()
    first, second = get_csrf_token(request), get_csrf_token(request)

    assert first != second
    for token in (first, second, request.session.get_csrf_token()):
        request.headers["X-CSRF-Token"] = token
        assert check_csrf_token(request)


def test_the_token_is_read_from_the_form() -> None:
    """And never from the query, which is in logs."""
    session = with_session().session
    for form, query, good in (({}, "csrf_token=", False), ({"csrf_token": ""}, "", True)):
        token = session.get_csrf_token()
        request = Request.blank(f"/?{query}{token}", POST=dict.fromkeys(form, token))
        request.session = session
        assert good == check_csrf_token(request, raises=False)


@pytest.mark.parametrize("token", ["", "x", "é", "x" * 43, "x" * 10_000, "%00", "AA" * 58])
def test_a_wrong_token_is_refused(token: str) -> None:
    """Without any other exception."""
    request = with_session({"csrf_token": token})
    with pytest.raises(BadCSRFToken):
        check_csrf_token(request)


def test_another_sessions_token_is_refused() -> None:
    """So is the old one of the same session."""
    request = with_session()
    request.headers["X-CSRF-Token"] = get_csrf_token(with_session())
    assert not check_csrf_token(request, raises=False)
    request.headers["X-CSRF-Token"] = get_csrf_token(request)
    assert check_csrf_token(request)
    new = new_csrf_token(request)
    assert not check_csrf_token(request, raises=False)
    request.headers["X-CSRF-Token"] = new

    assert check_csrf_token(request)
