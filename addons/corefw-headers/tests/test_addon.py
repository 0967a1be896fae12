"""The addon in an application: what browsers are told, and what a check finds."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.events import NewResponse
from corefw.exceptions import ConfigurationError
from corefw.hooks import Check
from corefw.response import Response
from corefw_headers.addon import HeadersAddon

Make = Callable[..., TestApp]
POLICY = "default-src 'self'; script-src 'self' {nonce}"
USUAL = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HTTPS = {"wsgi.url_scheme": "https"}


def page(request: Any) -> str:
    """Return a page with an inline script, which asks for the nonce twice."""
    return f'<script nonce="{request.csp_nonce}">go()</script nonce="{request.csp_nonce}">'


def shared(request: Any) -> str:
    """Return a page with a script that caches are to keep."""
    request.response.cache_control.public = True
    request.response.cache_control.max_age = 60
    return page(request)


def own(request: Any) -> str:
    """Return a page with a policy of its own."""
    request.response.headers["Content-Security-Policy"] = "default-src 'none'"
    return page(request)


def plain(request: Any) -> str:
    """Return a page without a script."""
    return "plain"


def broken(request: Any) -> None:
    """Fail."""
    raise LookupError("broken")


def sorry(error: LookupError, request: Any) -> str:
    """Answer a failure by a page with a script."""
    return page(request)


def configured(**settings: Any) -> Configurator:
    given = {f"headers.{key}": value for key, value in settings.items()}
    config = Configurator(settings={"corefw.addons": ["headers"], **given})
    for view in (page, shared, own, plain, broken):
        config.add_route(view.__name__, f"/{view.__name__}")
        config.add_view(view, route_name=view.__name__, renderer="string")
    config.add_exception_view(sorry, context=LookupError, renderer="string")
    return config


def client(**settings: Any) -> TestApp:
    """Return a client of an application with these settings."""
    return TestApp(configured(**settings).make_wsgi_app())


def refused(**settings: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        configured(**settings).make_wsgi_app()
    return str(caught.value)


@pytest.mark.parametrize(("path", "status"), [("/plain", 200), ("/nowhere", 404), ("/broken", 200)])
def test_every_answer_tells_browsers(path: str, status: int) -> None:
    """With nothing set at all; without https there is no HSTS, and no policy that nobody wrote."""
    headers = client().get(path, status=status).headers

    assert USUAL == {name: headers.get(name) for name in USUAL}
    assert "Strict-Transport-Security" not in headers
    assert "Content-Security-Policy" not in headers


def test_each_can_be_said_otherwise_or_left_out() -> None:
    """By the settings."""
    headers = (
        client(frame="SAMEORIGIN", referrer="no-referrer", opener="off", nosniff=False).get("/plain").headers
    )

    assert ("SAMEORIGIN", "no-referrer") == (headers["X-Frame-Options"], headers["Referrer-Policy"])
    assert "Cross-Origin-Opener-Policy" not in headers
    assert "X-Content-Type-Options" not in headers


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({"hsts": 60}, "max-age=60"),
        ({"hsts": 60, "hsts_subdomains": True}, "max-age=60; includeSubDomains"),
        (
            {"hsts": 31_536_000, "hsts_subdomains": True, "hsts_preload": True},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_https_is_asked_for_by_https_only(settings: dict[str, Any], value: str) -> None:
    """RFC 6797, section 7.2."""
    app = client(**settings)

    assert value == app.get("/plain", extra_environ=HTTPS).headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in app.get("/plain").headers


# The content security policy


def nonce_of(answer: Any) -> str:
    first, second = (part.partition('"')[0] for part in answer.text.split('nonce="')[1:])
    assert first == second
    return str(first)


@pytest.mark.parametrize("path", ["/page", "/broken"])
def test_a_page_with_a_nonce_has_it_in_its_header(path: str) -> None:
    """Another one each time, of 128 bits; the page of an exception, too."""
    app = client(csp=POLICY)
    answers = [app.get(path) for _ in range(2)]
    nonces = [nonce_of(answer) for answer in answers]

    assert [f"default-src 'self'; script-src 'self' 'nonce-{nonce}'" for nonce in nonces] == [
        answer.headers["Content-Security-Policy"] for answer in answers
    ]
    assert nonces[0] != nonces[1]
    assert {16} == {len(base64.urlsafe_b64decode(nonce + "==")) for nonce in nonces}


def test_an_answer_without_a_nonce_allows_none() -> None:
    """And may be kept."""
    headers = client(csp=POLICY).get("/plain").headers

    assert "default-src 'self'; script-src 'self'" == headers["Content-Security-Policy"]
    assert "Cache-Control" not in headers


@pytest.mark.parametrize("path", ["/page", "/shared"])
def test_a_page_with_a_nonce_is_stored_by_nobody(path: str) -> None:
    """Whatever the view said of caches: whoever gets a copy would know the nonce."""
    assert "no-store" == client(csp=POLICY).get(path).headers["Cache-Control"]


def test_nobody_stores_it_whatever_is_said_later() -> None:
    """By a subscriber or a response callback; the hook of the addon comes after them."""
    config = configured(csp=POLICY)
    config.add_subscriber(store, NewResponse)

    assert "no-store" == TestApp(config.make_wsgi_app()).get("/page").headers["Cache-Control"]


def store(event: Any) -> None:
    """Have caches keep the response."""
    event.response.headers["Cache-Control"] = "public"


def test_a_response_that_is_used_again_keeps_no_nonce() -> None:
    """Each request has its own, whose ever the response object is."""
    shared = Response("constant")

    def constant(request: Any) -> Response:
        shared.text = request.csp_nonce
        return shared

    config = configured(csp=POLICY)
    config.add_route("constant", "/constant")
    config.add_view(constant, route_name="constant")
    app = TestApp(config.make_wsgi_app())
    answers = [app.get("/constant") for _ in range(2)]

    assert answers[0].text != answers[1].text
    assert all(f"'nonce-{one.text}'" in one.headers["Content-Security-Policy"] for one in answers)


def test_the_page_of_a_callback_that_fails_has_its_nonce_in_the_header() -> None:
    """Whichever response is sent in the end."""

    def failing(request: Any) -> Response:
        request.add_response_callback(broken_callback)
        return Response(request.csp_nonce)

    config = configured(csp=POLICY)
    config.add_route("failing", "/failing")
    config.add_view(failing, route_name="failing")
    answer = TestApp(config.make_wsgi_app()).get("/failing")

    assert f"'nonce-{nonce_of(answer)}'" in answer.headers["Content-Security-Policy"]


def broken_callback(request: Any, response: Any) -> None:
    """Fail."""
    raise LookupError("broken")


def test_an_application_that_replaces_the_policy_has_its_own_on_every_page() -> None:
    """Also where a page asks for the nonce; and the lock shows the placeholder of ours."""
    config = configured(csp=POLICY)
    config.add_default_header("Content-Security-Policy", "default-src 'none'", replaces="headers")
    app = TestApp(config.make_wsgi_app())

    for path in ("/page", "/plain"):
        assert "default-src 'none'" == app.get(path).headers["Content-Security-Policy"]
    assert {POLICY, "default-src 'none'"} == {
        str(one.details) for one in config.registry.plan if "Content-Security" in one.title
    }


def test_a_view_has_a_policy_of_its_own() -> None:
    """Its header is left as it is."""
    assert "default-src 'none'" == client(csp=POLICY).get("/own").headers["Content-Security-Policy"]


def test_a_policy_can_be_reported_only() -> None:
    """Nothing is forbidden then."""
    answer = client(csp=POLICY, csp_report_only=True).get("/page")

    assert "Content-Security-Policy" not in answer.headers
    assert f"'nonce-{nonce_of(answer)}'" in answer.headers["Content-Security-Policy-Report-Only"]


@pytest.mark.parametrize("settings", [{}, {"csp": "default-src 'self'"}])
def test_without_a_place_for_it_a_nonce_changes_no_header(settings: dict[str, Any]) -> None:
    """Templates need not ask whether there is a policy."""
    answer = client(**settings).get("/page")

    assert nonce_of(answer)
    assert settings.get("csp") == answer.headers.get("Content-Security-Policy")
    assert "Cache-Control" not in answer.headers


def test_a_nonce_comes_too_late_when_the_header_is_sent() -> None:
    """A page that is streamed asks for it before."""
    kept: list[Any] = []

    def late(request: Any) -> str:
        kept.append(request)
        return "late"

    config = configured(csp=POLICY)
    config.add_route("late", "/late")
    config.add_view(late, route_name="late", renderer="string")
    TestApp(config.make_wsgi_app()).get("/late")

    with pytest.raises(RuntimeError, match=r"request\.csp_nonce was asked for when the request was over"):
        str(kept[0].csp_nonce)


# What is refused, and what is found


def test_what_browsers_would_skip_stops_the_start() -> None:
    """With every fault, the setting and the code."""
    text = refused(csp="defualt-src 'self'; script-src self", hsts=-1)

    assert "HEADERS-101  headers.hsts is -1, and is a number of seconds from 0 on." in text
    assert (
        'HEADERS-103  headers.csp: there is no directive "defualt-src". Did you mean default-src?\n' in text
    )
    assert "self of script-src is no keyword as it stands; that is written 'self'.\n" in text
    assert "test_addon.py" in text


@pytest.mark.parametrize("settings", [{}, {"hsts": 31_536_000}, {"hsts": 60, "hsts_subdomains": True}])
def test_what_the_preload_list_refuses_stops_the_start(settings: dict[str, Any]) -> None:
    """Half of it would be a promise that browsers do not take."""
    text = refused(hsts_preload=True, **settings)

    assert "HEADERS-102  headers.hsts_preload asks browsers for what they refuse." in text
    assert "hsts = 31536000 and hsts_subdomains = true" in text


def test_half_of_hsts_stops_the_start() -> None:
    """It would be sent by nobody."""
    assert "HEADERS-104  headers.hsts_subdomains adds to a header that is not sent" in refused(
        hsts_subdomains=True
    )


def test_a_misspelt_word_stops_the_start() -> None:
    """With the near one."""
    assert "SAMEORIGIN" in refused(frame="SAMEORGIN")


def test_the_application_replaces_a_header_of_the_addon() -> None:
    """As anything else that an addon declares."""
    config = configured()
    config.add_default_header("X-Frame-Options", "SAMEORIGIN", replaces="headers")

    assert "SAMEORIGIN" == TestApp(config.make_wsgi_app()).get("/plain").headers["X-Frame-Options"]


def found(deploy: bool = True, **settings: Any) -> dict[str, str]:
    config = configured(**settings)
    config.make_wsgi_app()
    check = Check(config.registry, deploy=deploy)
    return {one.id: one.message for one in HeadersAddon().check(check)}


def test_a_check_for_a_deployment_names_what_is_open() -> None:
    """Each by an id of its own, which can be silenced."""
    off = found(nosniff=False, frame="off", referrer="unsafe-url", opener="unsafe-none")

    assert {"headers.off", "headers.hsts", "headers.csp"} == set(off)
    assert "switched off in [headers]: nosniff, frame, referrer, opener." == off["headers.off"]
    assert {} == found(csp=POLICY, hsts=60)
    assert {"headers.report_only"} == set(found(csp=POLICY, hsts=60, csp_report_only=True))
    assert "headers.off" not in found(csp="default-src 'self'; frame-ancestors 'self'", frame="off")
    assert "'unsafe-inline'" in found(csp="script-src 'unsafe-inline'", hsts=60)["headers.csp"]
    assert {} == found(deploy=False)
    assert "headers.off" in found(csp="default-src 'self'; frame-ancestors *", frame="off")


def test_a_policy_that_the_application_declares_is_not_missed() -> None:
    """It is judged by who wrote it."""
    config = configured(hsts=60)
    config.add_default_header("Content-Security-Policy", "default-src 'none'")
    config.make_wsgi_app()

    assert [] == list(HeadersAddon().check(Check(config.registry, deploy=True)))
