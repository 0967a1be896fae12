"""HTTP basic authentication."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.web.request import Request
from corefw.web.security.basic import HTTPBasicCredentials, basic_challenge, extract_http_basic_credentials
from tests.wsgi import ask


def found(header: str | None) -> HTTPBasicCredentials | None:
    """Return what is found in that header."""
    request = Request.blank("/")
    if header is not None:
        request.environ["HTTP_AUTHORIZATION"] = header
    return extract_http_basic_credentials(request)


def encoded(text: str, charset: str = "utf-8") -> str:
    """Return *text* as it is sent."""
    return base64.b64encode(text.encode(charset)).decode()


@given(
    st.text(st.characters(blacklist_characters=":", blacklist_categories=["Cs"])),
    st.text(st.characters(codec="utf-8")),
)
def test_name_and_password_are_read(username: str, password: str) -> None:
    """The first colon parts them; a password may have more."""
    header = f"Basic {encoded(f'{username}:{password}')}"
    expected = (username, password) if len(header) <= 8192 else None

    assert expected == found(header)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_scheme_is_read_in_any_case(scheme: str) -> None:
    """RFC 9110, section 11.1."""
    assert ("ann", "secret") == found(f"{scheme} {encoded('ann:secret')}")


def test_old_browsers_send_another_charset() -> None:
    """What is not UTF-8 is ISO-8859-1."""
    assert ("zoë", "é") == found(f"Basic {encoded('zoë:é', 'latin-1')}")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Bearer x",
        "Basic %%%",
        "Basic YQ",
        f"Basic {encoded('no colon')}",
        "Basic é",
        f"Basic {encoded('a:' + 'x' * 1_000_000)}",
        f"Basic{encoded('a:b')}",
        f"Basic {encoded('a:b')}, Basic {encoded('c:d')}",
    ],
)
def test_what_cannot_be_read_is_nothing(header: str | None) -> None:
    """And no exception."""
    assert found(header) is None


@given(st.text(max_size=50))
def test_no_header_raises(header: str) -> None:
    """Whatever it holds."""
    found(header)
    found(f"Basic {header}")


def test_credentials_are_compared_and_do_not_show_the_password() -> None:
    """In constant time, and as text with any letters."""
    given = HTTPBasicCredentials("ann", "geheim é")

    assert given.match("ann", "geheim é")
    assert not given.match("ann", "geheim e")
    assert not given.match("bob", "geheim é")
    assert "HTTPBasicCredentials(username='ann', password='***')" == repr(given)


def test_a_client_is_asked() -> None:
    """With 401 and the challenge, which names the realm and the charset (RFC 7617)."""

    def closed(request: Request) -> object:
        credentials = extract_http_basic_credentials(request)
        if credentials is None or not credentials.match("ann", "x"):
            raise basic_challenge('The "back" room', "Say who you are.")
        return credentials.username

    config = Configurator()
    config.add_route("room", "/")
    config.add_view(closed, route_name="room", renderer="string")
    app = config.make_wsgi_app()
    asked = ask(app)

    assert 401 == asked.status
    assert 'Basic realm="The \\"back\\" room", charset="UTF-8"' == asked.headers["WWW-Authenticate"]
    assert "Say who you are." in asked.text
    assert (200, "ann") == ask(app, headers={"Authorization": f"Basic {encoded('ann:x')}"}).said


@pytest.mark.parametrize("realm", ["a\r\nX: y", "a\0", "\x7f"])
def test_a_realm_that_splits_the_header_is_refused(realm: str) -> None:
    """Where it is said."""
    with pytest.raises(ValueError, match="the header WWW-Authenticate may not hold"):
        basic_challenge(realm)
