"""The check of unsafe requests, as views have it."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.csrf import (
    CookieCSRFStoragePolicy,
    LegacySessionCSRFStoragePolicy,
    SessionCSRFStoragePolicy,
    get_csrf_token,
)
from corefw.exceptions import BadCSRFToken
from corefw.httpexceptions import HTTPForbidden
from corefw.request import Request
from corefw.response import Response
from corefw.session import SignedCookieSessionFactory
from corefw.web.predicates.compiling import not_
from tests.wsgi import Answer, ask

SESSION = SignedCookieSessionFactory("a secret for the tests of views, long enough")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def show(request: Any) -> Response:
    """Answer with a token, as a page with a form has it."""
    return Response(get_csrf_token(request) if request.method == "GET" else "changed")


def plain(request: Any) -> Response:
    """Answer with a word."""
    return Response("plain")


def app_of(
    policy: Any = None, session: Any = SESSION, view: Any = show, more: Any = None, **options: Any
) -> Any:
    """Return an application with one view and these CSRF options."""
    config = Configurator(session_factory=session)
    config.set_default_csrf_options(**options)
    if policy is not None:
        config.set_csrf_storage_policy(policy)
    config.add_route("it", "/")
    config.add_view(view, route_name="it", **(more or {}))
    return config.make_wsgi_app()


def page(app: Any, **how: Any) -> tuple[str, str]:
    """Return the token of a page and the cookie that came with it."""
    answer = ask(app, "/", **how)
    assert 200 == answer.status
    return answer.text, answer.headers["Set-Cookie"].partition(";")[0]


def post(app: Any, token: str | None = None, cookie: str | None = None, **headers: str) -> Answer:
    """Send the form of a page, from this site."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = b"a=1" if token is None else f"csrf_token={token}".encode()
    sent = {**FORM, **({} if cookie is None else {"Cookie": cookie}), **named}
    return ask(app, "/", "POST", body=body, headers=sent)


POLICIES = [
    None,
    LegacySessionCSRFStoragePolicy(),
    SessionCSRFStoragePolicy("key"),
    CookieCSRFStoragePolicy(),
    CookieCSRFStoragePolicy(secret=["new", "old"]),
]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_form_needs_the_token_of_its_page(policy: Any) -> None:
    """In the body or in the header, wherever it is kept (battery 72, 74)."""
    app = app_of(policy)
    token, cookie = page(app)
    again = ask(app, "/", headers={"Cookie": cookie}).text

    assert token != again
    for good in (token, again):
        assert (200, "changed") == post(app, good, cookie).said
        assert 200 == post(app, None, cookie, X_CSRF_Token=good).status
    other, _ = page(app)
    for wrong in (None, "", "x", token[:-2], token + "AA", other, "%C3%A9"):
        assert 403 == post(app, wrong, cookie).status
        assert 403 == post(app, None, cookie, X_CSRF_Token=wrong or "").status
    assert 403 == ask(app, "/", "POST", query=f"csrf_token={token}", headers={"Cookie": cookie}).status


@pytest.mark.parametrize("policy", POLICIES)
def test_a_page_with_a_token_is_in_no_shared_cache(policy: Any) -> None:
    """Neither where the token is made nor later (CVE-2014-0473, battery 63)."""
    app = app_of(policy)
    first = ask(app, "/")
    cookie = first.headers["Set-Cookie"].partition(";")[0]
    for answer in (first, ask(app, "/", headers={"Cookie": cookie})):
        assert ("Cookie", "private") == (answer.headers["Vary"], answer.headers["Cache-Control"])


def test_the_origin_comes_before_the_token() -> None:
    """A good token from another site's page is refused, before the body is read."""
    app = app_of()
    token, cookie = page(app)

    assert 403 == post(app, token, cookie, Origin="http://evil.example").status
    assert 403 == post(app, token, cookie, Sec_Fetch_Site="same-site").status
    assert (
        403
        == post(app, token, cookie, Sec_Fetch_Site="cross-site", Content_Type="multipart/form-data").status
    )
    assert 200 == post(app, token, cookie, Sec_Fetch_Site="same-origin").status
    assert 200 == post(app_of(check_origin=False), *page(app), Origin="http://evil.example").status


def test_a_client_without_a_cookie_has_nothing_to_be_misused() -> None:
    """A program with a token of its own needs none of a page (battery 71)."""
    app = app_of()

    assert 200 == post(app, Authorization="Bearer x").status
    assert 200 == post(app).status
    assert 403 == post(app, Origin="http://evil.example").status
    assert 403 == post(app, None, "other=x", Authorization="Bearer x").status


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_no_type_of_body_goes_round_the_token(kind: str) -> None:
    """A form of another site may send text/plain (CVE-2021-32677, battery 78)."""
    _, cookie = page(app := app_of())

    answer = ask(app, "/", "POST", body=b'{"a": 1}', headers={"Content-Type": kind, "Cookie": cookie})
    assert answer.status in (400, 403)


def test_a_view_may_ask_for_a_token_although_others_do_not() -> None:
    """``require_csrf=True`` without any default options, or where they are off."""
    defaults: list[dict[str, Any]] = [{}, {"require_csrf": False}]
    for options in defaults:
        config = Configurator(session_factory=SESSION)
        if options:
            config.set_default_csrf_options(**options)
        config.add_route("it", "/")
        config.add_route("free", "/free")
        config.add_view(show, route_name="it", require_csrf=True)
        config.add_view(plain, route_name="free")
        app = config.make_wsgi_app()
        token, cookie = page(app)
        assert 200 == post(app, token, cookie).status
        assert 403 == post(app, None, cookie).status
        assert 200 == ask(app, "/free", "POST", headers={"Cookie": cookie}).status
        evil = ask(app, "/free", "POST", headers={"Cookie": cookie, "Origin": "http://evil.example"})
        assert (200 if options else 403) == evil.status


def test_a_view_may_be_exempt() -> None:
    """It says so itself."""
    app = app_of(more={"require_csrf": False})

    assert 200 == post(app, None, "a=b", Origin="http://evil.example").status


def test_a_request_may_be_exempt() -> None:
    """By the callback, which is asked for unsafe methods only."""
    asked = []

    def callback(request: Request) -> bool:
        asked.append(request.method)
        return "Authorization" not in request.headers

    app = app_of(callback=callback)
    _, cookie = page(app)

    assert 200 == post(app, None, cookie, Authorization="Bearer x", Origin="http://evil.example").status
    assert 403 == post(app, None, cookie).status
    assert ["POST", "POST"] == asked


def test_the_safe_methods_may_be_others() -> None:
    """In any case; what is not named is checked."""
    app = app_of(safe_methods=("get", "post"))

    assert 200 == post(app, None, "a=b", Origin="http://evil.example").status
    assert 403 == ask(app, "/", "PUT", headers={"Cookie": "a=b"}).status
    assert 200 == app_status(app_of(safe_methods="PUT", token=None, header=None), "PUT")


def app_status(app: Any, method: str) -> int:
    """Return the answer's status to a request of another site."""
    return ask(app, "/", method, headers={"Cookie": "a=b", "Origin": "http://evil.example"}).status


@pytest.mark.parametrize(("allowed", "status"), [(False, 403), (True, 200)])
def test_a_request_that_says_nothing_may_be_believed(allowed: bool, status: int) -> None:
    """On https, where browsers always say; what is said is judged all the same."""
    app = app_of(token=None, header=None, allow_no_origin=allowed, view=plain)
    how = {"headers": {"Cookie": "a=b"}, "wsgi.url_scheme": "https", "SERVER_PORT": "443"}

    assert status == ask(app, "/", "POST", **how).status
    how["headers"] = {"Cookie": "a=b", "Referer": "https://evil.example/"}
    assert 403 == ask(app, "/", "POST", **how).status


@pytest.mark.parametrize("require_csrf", [None, True])
def test_without_options_nothing_is_believed_for_saying_nothing(require_csrf: bool | None) -> None:
    """On https, where a browser says where it comes from (CVE-2011-4140, battery 70)."""
    config = Configurator(session_factory=SESSION)
    config.add_route("it", "/")
    config.add_view(plain, route_name="it", require_csrf=require_csrf)
    how = {"headers": {"Cookie": "a=b"}, "wsgi.url_scheme": "https", "SERVER_PORT": "443"}
    app = config.make_wsgi_app()

    assert 403 == ask(app, "/", "POST", **how).status
    assert 403 == ask(app, "/", "PUT", headers={"Sec-Fetch-Site": "cross-site"}).status


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_are_not_checked(method: str) -> None:
    """They change nothing (RFC 9110, section 9.2.1; battery 77)."""
    assert 200 == app_status(app_of(view=plain), method)


@pytest.mark.parametrize(
    "headers",
    [{"X-HTTP-Method-Override": "DELETE"}, {"X-HTTP-Method": "DELETE"}, {"X-Method-Override": "DELETE"}],
)
def test_no_header_or_field_changes_the_method(headers: dict[str, str]) -> None:
    """Neither on GET nor on POST (battery 76)."""
    app = app_of(view=lambda request: Response(request.method), token=None, header=None)

    assert "GET" == ask(app, "/", headers=headers, query="_method=DELETE").text
    assert "POST" == ask(app, "/", "POST", headers={**headers, **FORM}, body=b"_method=DELETE").text


def test_a_login_form_of_another_site_is_refused() -> None:
    """Although its client has no cookie yet (login CSRF, battery 83)."""
    app = app_of()

    assert 403 == post(app, None, None, Origin="http://evil.example").status
    assert 403 == post(app, None, None, Sec_Fetch_Site="cross-site").status


def test_the_reason_is_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The client is told nothing of what it sent."""
    with caplog.at_level(logging.WARNING):
        answer = post(app_of(), None, "a=b", Origin="http://evil.example")

    assert "evil" not in answer.text
    (record,) = caplog.records
    said = "the Origin of the request is 'http://evil.example' (corefw.trusted_origins)"
    assert f"refused an unsafe request: {said}" == record.getMessage()


@pytest.mark.parametrize("policy", [None, SessionCSRFStoragePolicy()])
def test_a_token_without_a_session_stops_the_start(policy: Any) -> None:
    """It would refuse every request."""
    config = Configurator()
    config.set_default_csrf_options()
    if policy is not None:
        config.set_csrf_storage_policy(policy)
    config.add_route("it", "/")
    config.add_view(plain, route_name="it")
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    text = re.sub(r"test_csrf_view\.py:\d+", "test_csrf_view.py:N", str(caught.value))
    assert NO_SESSION == re.sub(
        r"^  \S.*test_csrf_view.py:N   config.add_view.*$", "  PLACE", text, flags=re.M
    )


NO_SESSION = """\
CFW-525  The view tests.web.security.test_csrf_view.plain (tests/web/security/test_csrf_view.py:N) \
asks for a CSRF token, and there is no session to keep it in.

  PLACE

  Every unsafe request to the view would fail.

  Choose one:
    with sessions              config.set_session_factory(SignedCookieSessionFactory(secret))
    with a cookie of its own   config.set_csrf_storage_policy(CookieCSRFStoragePolicy())"""


def test_a_cookie_needs_no_session() -> None:
    """Of its own, or of whoever keeps tokens elsewhere."""
    app = app_of(CookieCSRFStoragePolicy(), session=None)

    assert 200 == post(app, *page(app)).status


def test_a_view_that_takes_safe_methods_only_is_left_as_it_is() -> None:
    """It needs no session, and pays nothing."""
    config = Configurator()
    config.set_default_csrf_options()
    config.add_route("it", "/")
    config.add_view(plain, route_name="it", request_method=("GET", "OPTIONS"))

    assert (200, "plain") == ask(config.make_wsgi_app()).said


@pytest.mark.parametrize("methods", [None, "POST", ("GET", "POST"), not_("GET"), not_("POST")])
def test_every_other_view_is_checked(methods: Any) -> None:
    """Also one that says which methods it does not take."""
    app = app_of(view=plain, token=None, header=None, more={"request_method": methods} if methods else {})
    method = "PUT" if isinstance(methods, not_) else "POST"

    assert 403 == app_status(app, method)


def test_nothing_that_is_put_around_is_left_out() -> None:
    """A deriver may copy what the check says of itself, as functools.wraps does."""

    def closed(view: Any, info: Any) -> Any:
        @functools.wraps(view)
        def refusing(context: Any, request: Any) -> Any:
            raise HTTPForbidden()

        return refusing

    for under, over in (("INGRESS", "secured_view"), ("secured_view", "csrf_view")):
        config = Configurator()
        config.add_view_deriver(closed, "closed", under=under, over=over)
        config.add_route("it", "/")
        config.add_view(plain, route_name="it")
        app = config.make_wsgi_app()
        assert [403, 403] == [ask(app, "/", method).status for method in ("GET", "POST")]


def test_a_view_of_exceptions_is_not_checked() -> None:
    """It answers what was refused."""
    config = Configurator(session_factory=SESSION)
    config.set_default_csrf_options()
    config.add_route("it", "/")
    config.add_view(plain, route_name="it")
    config.add_exception_view(lambda error, request: Response("told", status=418), context=BadCSRFToken)

    assert (418, "told") == ask(config.make_wsgi_app(), "/", "POST", headers={"Cookie": "a=b"}).said
