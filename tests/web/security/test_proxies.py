"""Trusted proxies."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError
from corefw.response import Response
from corefw.web.security.hosts import HostCheck
from corefw.web.security.proxies import PROXY_HEADERS, ProxiedHostCheck, TrustedProxies, host_check
from tests.wsgi import ask, environ_of

PROXY = "10.0.0.1"
FORWARDED = ("forwarded",)
EVERY = tuple(name for name in PROXY_HEADERS if name != "forwarded")


def seen(
    headers: dict[str, str],
    believed: tuple[str, ...] = EVERY,
    peer: str = PROXY,
    trusted: tuple[str, ...] = ("10.0.0.0/8",),
) -> tuple[str | None, str, str, str]:
    """Return address, scheme, host and prefix as an application sees them, or why it does not."""
    environ = environ_of(headers=headers, REMOTE_ADDR=peer, REMOTE_PORT="1234", REMOTE_HOST="proxy")
    reason = TrustedProxies(trusted, believed).apply(environ)
    assert reason is None, reason
    return (
        environ.get("REMOTE_ADDR"),
        environ["wsgi.url_scheme"],
        environ["HTTP_HOST"],
        environ["SCRIPT_NAME"],
    )


NOTHING = (PROXY, "http", "localhost", "")
SAYING_ALL = {
    "X-Forwarded-For": "1.2.3.4",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "shop.example",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Prefix": "/shop",
    "Forwarded": "for=6.6.6.6;proto=https;host=evil",
}


def test_a_trusted_proxy_is_believed() -> None:
    """In everything that it is believed for."""
    assert ("1.2.3.4", "https", "shop.example:8443", "/shop") == seen(SAYING_ALL)
    assert ("6.6.6.6", "https", "evil", "") == seen(SAYING_ALL, FORWARDED)
    assert ("1.2.3.4", "https", "localhost", "") == seen(SAYING_ALL, ("x-forwarded-for", "x-forwarded-proto"))
    assert (PROXY, "http", "localhost", "/shop") == seen(SAYING_ALL, ("x-forwarded-prefix",))


@pytest.mark.parametrize("peer", ["11.0.0.1", "127.0.0.1", "::1", "", "nonsense", "10.0.0.1.evil"])
def test_anybody_else_is_not(peer: str) -> None:
    """Whatever it says (battery 7)."""
    for believed in (EVERY, FORWARDED):
        assert (peer, *NOTHING[1:]) == seen(SAYING_ALL, believed, peer)


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.9, 1.2.3.4", "1.2.3.4"),
        ("evil, <script>, 1.2.3.4", "1.2.3.4"),
        (", 1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.3, 10.0.0.2", "1.2.3.4"),
        ("6.6.6.6,1.2.3.4:5678", "1.2.3.4"),
        ("6.6.6.6, 2001:db8::1", "2001:db8::1"),
        ("1.2.3.4, ::ffff:10.0.0.2", "1.2.3.4"),
        ("10.0.0.4, 10.0.0.3", "10.0.0.4"),
        ("6.6.6.6, unknown", None),
        ("6.6.6.6, unknown, 10.0.0.2", None),
    ],
)
def test_the_first_hop_from_the_right_that_is_not_ours_is_the_client(chain: str, client: str | None) -> None:
    """What stands further left a client may have written itself (battery 8)."""
    assert client == seen({"X-Forwarded-For": chain})[0]
    quoted = ", ".join(f'for="{one.strip()}"' for one in chain.split(","))
    assert client == seen({"Forwarded": quoted}, FORWARDED)[0]


def test_scheme_and_host_are_those_of_the_clients_hop() -> None:
    """Where each proxy appends its own."""
    headers = {
        "X-Forwarded-For": "1.2.3.4, 10.0.0.2",
        "X-Forwarded-Proto": "nonsense, https, http",
        "X-Forwarded-Host": "evil, shop.example, inner",
    }
    assert ("1.2.3.4", "https", "shop.example", "") == seen(headers)
    forwarded = (
        "for=6.6.6.6;proto=http;host=evil, for=1.2.3.4;proto=https;host=shop.example, for=10.0.0.2;host=inner"
    )
    assert ("1.2.3.4", "https", "shop.example", "") == seen({"Forwarded": forwarded}, FORWARDED)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"}, "localhost"),
        ({"X-Forwarded-Port": "80", "X-Forwarded-Proto": "https"}, "localhost:80"),
        ({"X-Forwarded-Port": "8080"}, "localhost:8080"),
        ({"X-Forwarded-Port": "9999, 8080"}, "localhost:8080"),
        ({"X-Forwarded-Port": "8080", "Host": "localhost:6543"}, "localhost:8080"),
        ({"X-Forwarded-Port": "8080", "X-Forwarded-Host": "a.example:8080"}, "a.example:8080"),
        ({"X-Forwarded-Port": "8080", "X-Forwarded-Host": "[::1]"}, "[::1]:8080"),
        ({"X-Forwarded-Host": "A.example:8080"}, "A.example:8080"),
        ({"X-Forwarded-Proto": "https", "Host": "a.example:80"}, "a.example"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "a.example:80"}, "a.example:80"),
        ({"X-Forwarded-Proto": "https", "Host": "a.example:8080"}, "a.example:8080"),
        ({"X-Forwarded-Proto": "http", "Host": "a.example:80"}, "a.example:80"),
        ({"X-Forwarded-Port": "8080", "Host": "a b"}, "a b"),
    ],
)
def test_the_port_becomes_a_part_of_the_host(headers: dict[str, str], expected: str) -> None:
    """Unless it is that of the scheme."""
    assert expected == seen(headers)[2]


@pytest.mark.parametrize(
    ("given", "prefix"),
    [("/shop", "/shop"), ("/shop/", "/shop"), ("/", ""), ("/a/b", "/a/b"), ("/caf%C3%A9", "/cafÃ©")],
)
def test_the_prefix_goes_before_the_script_name(given: str, prefix: str) -> None:
    """Decoded, as PEP 3333 wants it."""
    environ = environ_of(headers={"X-Forwarded-Prefix": given}, REMOTE_ADDR=PROXY, SCRIPT_NAME="/inner")
    TrustedProxies([PROXY], EVERY).apply(environ)

    assert f"{prefix}/inner" == environ["SCRIPT_NAME"]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"X-Forwarded-For": "evil"}, "no address: 'evil'"),
        ({"X-Forwarded-For": ""}, "no address: ''"),
        ({"X-Forwarded-For": "1.2.3.4, 10.0.0.2, a\nb"}, r"no address: 'a\nb'"),
        ({"X-Forwarded-Proto": "ftp"}, "no scheme: 'ftp'"),
        ({"X-Forwarded-Proto": ""}, "no scheme: ''"),
        ({"X-Forwarded-Host": "evil/admin?"}, "no host: 'evil/admin?'"),
        ({"X-Forwarded-Host": "a@b"}, "no host: 'a@b'"),
        ({"X-Forwarded-Port": "0"}, "no port: '0'"),
        ({"X-Forwarded-Port": "65536"}, "no port: '65536'"),
        ({"X-Forwarded-Port": "x"}, "no port: 'x'"),
        ({"X-Forwarded-Port": "²"}, r"no port: '\xb2'"),
        (
            {"X-Forwarded-Port": "80", "X-Forwarded-Host": "a.example:81"},
            "X-Forwarded-Host and X-Forwarded-Port name two ports",
        ),
        ({"X-Forwarded-Prefix": "shop"}, "no prefix: 'shop'"),
        ({"X-Forwarded-Prefix": "//evil"}, "no prefix: '//evil'"),
        ({"X-Forwarded-Prefix": "/a/../b"}, "no prefix: '/a/../b'"),
        ({"X-Forwarded-Prefix": "/%2e%2e"}, "no prefix: '/%2e%2e'"),
        ({"X-Forwarded-Prefix": "/%2fevil"}, "no prefix: '/%2fevil'"),
        ({"X-Forwarded-Prefix": "/%00"}, "no prefix: '/%00'"),
        ({"X-Forwarded-Prefix": "/a?b"}, "no prefix: '/a?b'"),
        (
            {"X-Forwarded-For": "1.2.3.4, 10.0.0.3, 10.0.0.2", "X-Forwarded-Proto": "https, http"},
            "the header X-Forwarded-Proto has fewer values than X-Forwarded-For",
        ),
    ],
)
def test_what_a_proxy_of_ours_wrote_and_cannot_be_read_is_refused(headers: dict[str, str], why: str) -> None:
    """And nothing of it is put in place."""
    environ = environ_of(headers=headers, REMOTE_ADDR=PROXY)
    before = {**environ}

    assert f"{why} (corefw.trusted_proxies)" == TrustedProxies(["10.0.0.0/8"], EVERY).apply(environ)
    assert before == environ


def test_a_peer_without_an_address_is_a_unix_socket() -> None:
    """It is trusted if the list says so."""
    headers = {"X-Forwarded-For": "1.2.3.4"}

    assert "1.2.3.4" == seen(headers, peer="", trusted=("unix",))[0]
    assert "1.2.3.4" == seen(headers, peer="", trusted=("*",))[0]
    assert "" == seen(headers, peer="", trusted=("10.0.0.0/8",))[0]


def test_a_flood_of_peers_is_not_remembered() -> None:
    """Neither of others nor of ours."""
    proxies = TrustedProxies(["10.0.0.0/8"])
    for number in range(1000):
        for peer in (f"10.0.{number % 250}.{number // 250}", f"11.0.{number % 250}.{number // 250}"):
            environ = environ_of(headers={"X-Forwarded-For": "1.2.3.4"}, REMOTE_ADDR=peer)
            assert proxies.apply(environ) is None
            assert ("1.2.3.4" if peer.startswith("10") else peer) == environ["REMOTE_ADDR"]

    assert 256 == len(proxies._good)


def test_a_star_believes_the_nearest_hop_and_no_further_one() -> None:
    """Whoever connects is a proxy; nobody behind it is."""
    assert "1.2.3.4" == seen({"X-Forwarded-For": "6.6.6.6, 1.2.3.4"}, peer="8.8.8.8", trusted=("*",))[0]


@pytest.mark.parametrize("peer", ["10.0.0.1", "::ffff:10.0.0.1"])
def test_an_address_is_the_same_in_both_notations(peer: str) -> None:
    """A server that listens to IPv6 sees IPv4 peers in that form."""
    assert "1.2.3.4" == seen({"X-Forwarded-For": "1.2.3.4"}, peer=peer)[0]


def test_the_port_and_the_name_of_the_proxy_are_not_the_clients() -> None:
    """What is not known is not told."""
    environ = environ_of(
        headers={"X-Forwarded-For": "1.2.3.4"}, REMOTE_ADDR=PROXY, REMOTE_PORT="1", REMOTE_HOST="proxy"
    )
    TrustedProxies([PROXY]).apply(environ)

    assert ("1.2.3.4", False, False) == (
        environ["REMOTE_ADDR"],
        "REMOTE_PORT" in environ,
        "REMOTE_HOST" in environ,
    )


@given(
    st.dictionaries(
        st.sampled_from([*PROXY_HEADERS]),
        st.text(alphabet=st.characters(max_codepoint=255), max_size=60)
        | st.sampled_from(["1.2.3.4", "https", "/x"]),
    )
)
def test_no_header_raises(headers: dict[str, str]) -> None:
    """Put in place or refused; and the host keeps its grammar."""
    for believed in (EVERY, FORWARDED):
        environ = environ_of(headers=headers, REMOTE_ADDR=PROXY)
        check = ProxiedHostCheck(["*"], TrustedProxies([PROXY], believed))
        refusal = check.check(environ)
        assert refusal is None or 1 == len(str(refusal).splitlines())


# -- in an application ---------------------------------------------------------------------


def show(request: Any) -> Response:
    """Answer with what the request says of its client, and a cookie."""
    return Response(f"{request.client_addr} {request.route_url('it')} {request.scheme}")


def app_of(**settings: Any) -> Any:
    """Return an application with the settings."""
    config = Configurator(settings={f"corefw.{key}": value for key, value in settings.items()})
    config.add_route("it", "/it")
    config.add_view(show, route_name="it")
    return config.make_wsgi_app()


SAID = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example"}


def test_without_the_setting_nothing_is_read_and_nothing_looks() -> None:
    """The check of the host is the plain one."""
    app = app_of(allowed_hosts=["localhost", "shop.example"])

    assert "127.0.0.1 http://localhost/it http" == ask(app, "/it", headers=SAID).text
    assert HostCheck is type(app._hosts)
    assert HostCheck is type(host_check({}))


def test_with_the_setting_urls_and_cookies_are_those_of_the_client() -> None:
    """Address, scheme and, where it is believed, the host (battery 15)."""
    app = app_of(
        allowed_hosts=["shop.example"],
        trusted_proxies=["127.0.0.1"],
        proxy_headers=["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"],
    )

    for number in (4, 5, 6):  # a host that is known does not spare a request the rest
        headers = {**SAID, "X-Forwarded-For": f"1.2.3.{number}"}
        assert f"1.2.3.{number} https://shop.example/it https" == ask(app, "/it", headers=headers).text
    assert (
        "1.2.3.4 https://shop.example/it https"
        == ask(
            app_of(allowed_hosts=["shop.example"], trusted_proxies=["127.0.0.0/8"]),
            "/it",
            headers={**SAID, "X-Forwarded-Host": "evil.example", "Host": "shop.example"},
        ).text
    )


def test_the_host_that_a_proxy_names_is_checked_as_any() -> None:
    """Before routing, with the plain answer."""
    app = app_of(trusted_proxies=["127.0.0.1"], proxy_headers=["x-forwarded-host"])

    assert (400, "The host of the request is not one of this site.") == ask(app, "/it", headers=SAID).said


def test_what_cannot_be_read_is_answered_with_400(caplog: pytest.LogCaptureFixture) -> None:
    """One line in the log, nothing of it in the answer."""
    app = app_of(trusted_proxies=["127.0.0.1"])
    with caplog.at_level(logging.WARNING):
        answer = ask(app, "/it", headers={"X-Forwarded-For": "<script>"})

    assert (400, "The request came through a proxy in a way that this site does not take.") == answer.said
    assert ["refused a request: no address: '<script>' (corefw.trusted_proxies)"] == [
        record.getMessage() for record in caplog.records
    ]
    assert 200 == ask(app, "/it").status


def test_the_origin_of_a_form_is_that_of_the_client() -> None:
    """Behind a proxy that speaks https to the client and http to the application."""
    app = app_of(allowed_hosts=["shop.example"], trusted_proxies=["127.0.0.1"])
    headers = {"Host": "shop.example", "X-Forwarded-Proto": "https", "Cookie": "session=x"}

    assert 200 == ask(app, "/it", "POST", headers={**headers, "Origin": "https://shop.example"}).status
    assert 403 == ask(app, "/it", "POST", headers={**headers, "Origin": "http://shop.example"}).status


@pytest.mark.parametrize(
    "header", ["X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Forwarded-Server", "X-Real-IP"]
)
def test_headers_that_change_the_request_are_not_read(header: str) -> None:
    """Nobody switched them on, not even for a trusted proxy (battery 10)."""
    app = app_of(trusted_proxies=["127.0.0.1"])

    assert "127.0.0.1 http://localhost/it http" == ask(app, "/it", headers={header: "DELETE"}).text


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            {"trusted_proxies": ["proxy.example"]},
            '"proxy.example" is not a proxy, such as 10.0.0.5, 10.0.0.0/8, ::1, unix or *',
        ),
        (
            {"trusted_proxies": ["10.0.0.1/8"]},
            '"10.0.0.1/8" is not a proxy, such as 10.0.0.5, 10.0.0.0/8, ::1, unix or *',
        ),
        (
            {"proxy_headers": ["x-forwarded-by"]},
            '"x-forwarded-by" is no header of a proxy; there are forwarded, x-forwarded-for, '
            "x-forwarded-proto, x-forwarded-host, x-forwarded-port, x-forwarded-prefix, "
            "x-vhm-root",
        ),
        (
            {"proxy_headers": ["forwarded", "x-forwarded-for"]},
            'proxy_headers has "forwarded" and an "x-forwarded-*"; a proxy writes one of them',
        ),
        (
            {"trusted_origins": ["null"]},
            '"null" is not an origin, such as https://other.example or https://*.example',
        ),
        (
            {"allowed_hosts": ["http://a"]},
            '"http://a" is not a host, such as good.example, .good.example, [::1] or *',
        ),
    ],
)
def test_settings_that_mean_nothing_stop_the_start(settings: dict[str, Any], text: str) -> None:
    """With what they may say."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings={f"corefw.{key}": value for key, value in settings.items()})

    (problem,) = caught.value.problems
    assert ("CFW-117", f"[corefw] is refused: {text}") == (problem.code, problem.what)
