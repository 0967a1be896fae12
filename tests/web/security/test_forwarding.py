"""What proxies say of a request."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.security.forwarding import (
    Hop,
    MalformedForwarding,
    forwarded_hops,
    parse_node,
    x_forwarded_hops,
)

ALL = frozenset(("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.43", "192.0.2.43"),
        ("192.0.2.43:47011", "192.0.2.43"),
        ("[2001:db8:cafe::17]", "2001:db8:cafe::17"),
        ("[2001:db8:cafe::17]:4711", "2001:db8:cafe::17"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ],
)
def test_a_node_is_an_address_with_or_without_a_port(text: str, address: str) -> None:
    """RFC 7239, section 6, and what X-Forwarded-For has besides."""
    assert ip_address(address) == parse_node(text)


@pytest.mark.parametrize("text", ["unknown", "UNKNOWN", "_hidden", "_SEVKISEK", "_a:80", "unknown:_port"])
def test_a_node_may_be_hidden(text: str) -> None:
    """RFC 7239, section 6.3."""
    assert parse_node(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "evil",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.256",
            "[1.2.3.4",
            "[::1]x",
            "1.2.3.4:x",
            "1.2.3.4:123456",
        ),
        *("::1%eth0", "1.2.3.4\n", "_", "_a b", "http://1.2.3.4", "\u0661.2.3.4"),
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    """And is not guessed."""
    with pytest.raises(MalformedForwarding, match="no address: "):
        parse_node(text)


def test_the_examples_of_the_rfc_are_read() -> None:
    """RFC 7239, section 4; the nearest hop comes first."""
    elements = (
        "for=192.0.2.60;proto=http;by=203.0.113.43",
        'For="[2001:db8:cafe::17]:4711" ',
        'for=_x;host="a"',
    )

    assert [
        Hop("_x", None, "a"),
        Hop("[2001:db8:cafe::17]:4711"),
        Hop("192.0.2.60", "http"),
    ] == list(forwarded_hops(", ".join(elements)))


def test_empty_elements_and_pairs_mean_nothing() -> None:
    """RFC 9110, section 5.6.1."""
    assert [Hop("1.2.3.4")] == list(forwarded_hops(", ,for=1.2.3.4;;,"))
    assert [] == list(forwarded_hops(""))


def test_what_is_quoted_may_hold_any_sign() -> None:
    """Also the signs that part the others."""
    assert [Hop("a", None, 'x,y;z"w')] == list(forwarded_hops('for=a;host="x,y;z\\"w"'))


@pytest.mark.parametrize(
    "value",
    [
        *(
            "for",
            "for=",
            "for=1.2.3.4;for=5.6.7.8",
            'for="1.2.3.4',
            "for = 1.2.3.4",
            "for=[::1]",
            "for=a b",
            "=x",
        ),
        *('for="a"b', "for=1.2.3.4;proto=h ttp"),
    ],
)
def test_what_breaks_the_grammar_is_malformed(value: str) -> None:
    """Pairs of a token and a token or quoted text."""
    with pytest.raises(MalformedForwarding, match="the header Forwarded is malformed: "):
        list(forwarded_hops(value))


def test_an_open_quote_hides_no_hop() -> None:
    """A client begins one, and the proxy appends its own element: nothing is believed."""
    for begun in ('for=9.9.9.9;x="', 'x="', '"'):
        with pytest.raises(MalformedForwarding):
            list(forwarded_hops(f'{begun}, for="[2001:db8::1]:80"'))


def test_each_hop_has_its_own_values() -> None:
    """Where proxies append; where one overwrites, its value holds for all."""
    environ = {
        "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2",
        "HTTP_X_FORWARDED_PROTO": "https,http",
        "HTTP_X_FORWARDED_HOST": "a.example",
    }

    assert [Hop("2.2.2.2", "http", "a.example"), Hop("1.1.1.1", "https", "a.example")] == list(
        x_forwarded_hops(environ, ALL)
    )
    assert [Hop("2.2.2.2"), Hop("1.1.1.1")] == list(
        x_forwarded_hops(environ, frozenset(("x-forwarded-for",)))
    )
    assert [Hop()] == list(x_forwarded_hops({}, ALL))


def test_a_list_that_is_too_short_is_malformed() -> None:
    """It cannot be said which value belongs to which hop."""
    environ = {"HTTP_X_FORWARDED_FOR": "1.1.1.1,2.2.2.2,3.3.3.3", "HTTP_X_FORWARDED_PROTO": "https,http"}
    with pytest.raises(MalformedForwarding, match="X-Forwarded-Proto has fewer values than X-Forwarded-For"):
        list(x_forwarded_hops(environ, ALL))


@pytest.mark.parametrize("header", ["FORWARDED", "X_FORWARDED_FOR"])
def test_a_header_that_is_too_long_is_malformed(header: str) -> None:
    """Nobody has so many proxies."""
    value = "for=1.2.3.4," * 1000
    with pytest.raises(MalformedForwarding, match="is too long"):
        list(
            forwarded_hops(value)
            if header == "FORWARDED"
            else x_forwarded_hops({f"HTTP_{header}": value}, ALL)
        )


@given(st.text(alphabet='fortproshb=;,"\\ .:[]0123456789_\t\xff', max_size=60))
def test_no_value_raises_anything_else(value: str) -> None:
    """Read or malformed."""
    with suppress(MalformedForwarding):
        for hop in forwarded_hops(value):
            parse_node(hop.node or "unknown")
