"""Tickets in a cookie."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.exceptions import ConfigurationError
from corefw.web.request import Request
from corefw.web.response import Response
from corefw.web.security.tickets import AuthTktCookieHelper
from corefw.web.sessions.serializers import SignedSerializer

SECRET = "a secret for the tests of tickets, long enough"
EMPTY_SECRET = """\
CFW-527  The secret of the ticket is empty.

  Whoever knows the secret can sign what others believe.

  To mend it: python -c 'import secrets; print(secrets.token_urlsafe(48))'"""
NEVER_ANEW = """\
CFW-527  The ticket runs out after 100 seconds and is issued anew only after 100.

  So it would never be issued anew, and every client would have to log in again.

  To mend it: reissue_time=10"""


def asking(ticket: str | None = None, url: str = "http://localhost/", **environ: Any) -> Request:
    """Return a request with that ticket."""
    headers = {} if ticket is None else {"Cookie": f"auth_tkt={ticket}"}
    request: Request = Request.blank(url, headers=headers, environ=environ)
    return request


def ticket_of(headers: list[tuple[str, str]]) -> str:
    """Return the ticket in the one header."""
    ((name, value),) = headers
    assert "Set-Cookie" == name
    return value.partition(";")[0].partition("=")[2]


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Set the clock ahead, or back."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def sent_with(request: Request) -> list[str]:
    """Return the cookies that the response callbacks of *request* set."""
    response = Response()
    while request.response_callbacks:
        request.response_callbacks.popleft()(request, response)
    if "Set-Cookie" in response.headers:
        assert ("Cookie", "private") == (response.headers["Vary"], response.headers["Cache-Control"])
    return list(response.headers.getall("Set-Cookie"))


@given(st.text(max_size=50) | st.integers() | st.binary(max_size=50) | st.uuids())
def test_a_user_id_comes_back_as_it_was(userid: Any) -> None:
    """Whatever of the four types it is."""
    helper = AuthTktCookieHelper(SECRET)
    found = helper.identify(asking(ticket_of(helper.remember(asking(), userid))))

    assert found is not None
    assert (type(userid), userid) == (type(found["userid"]), found["userid"])


def test_a_ticket_says_who_when_and_which_tokens() -> None:
    """Under the names that Pyramid documents."""
    helper = AuthTktCookieHelper(SECRET)
    begin = int(time.time())
    found = helper.identify(asking(ticket_of(helper.remember(asking(), "ann", tokens=("editor", "a+b_c-1")))))

    assert found is not None
    assert {"timestamp", "userid", "tokens", "userdata"} == set(found)
    assert ("ann", ["editor", "a+b_c-1"], "") == (found["userid"], found["tokens"], found["userdata"])
    assert begin <= found["timestamp"] <= int(time.time())


@pytest.mark.parametrize("token", ["", "1a", "a b", "é", "a\r\n", "a,b", 5])
def test_a_token_is_a_word(token: Any) -> None:
    """As Pyramid documents it."""
    with pytest.raises(ValueError, match="is no token of a ticket"):
        AuthTktCookieHelper(SECRET).remember(asking(), "ann", tokens=(token,))


@pytest.mark.parametrize("userid", [None, True, 1.5, ("ann",)])
def test_a_user_id_of_another_type_is_an_error(userid: Any) -> None:
    """It would not come back as it was."""
    with pytest.raises(TypeError, match="a user id is a str, an int, bytes or a UUID, not of the type"):
        AuthTktCookieHelper(SECRET).remember(asking(), userid)


def test_a_ticket_that_no_browser_keeps_is_an_error() -> None:
    """Where it is made."""
    with pytest.raises(ValueError, match=r"a cookie of \d+ bytes, and browsers keep 4093"):
        AuthTktCookieHelper(SECRET).remember(asking(), "x" * 4000)


def test_the_cookie_is_safe_by_default() -> None:
    """Of this host only, not for scripts, and on https only where it was made."""
    helper = AuthTktCookieHelper(SECRET)
    for url, flags in (
        ("http://a.example/", ["Path=/", "HttpOnly", "SameSite=Lax"]),
        ("https://a.example/", ["Path=/", "secure", "HttpOnly", "SameSite=Lax"]),
    ):
        ((_, value),) = helper.remember(asking(url=url), "ann")
        assert flags == value.split("; ")[1:]


@pytest.mark.parametrize(
    ("options", "url", "domain"),
    [
        ({"wild_domain": True}, "http://www.a.example:8080/", "www.a.example"),
        ({"parent_domain": True}, "http://www.a.example/", "a.example"),
        ({"parent_domain": True}, "http://a.example/", None),
        ({"parent_domain": True, "wild_domain": True}, "http://a.example/", "a.example"),
        ({"domain": ".b.example"}, "http://www.b.example/", ".b.example"),
    ],
)
def test_the_cookie_may_be_of_more_hosts(options: dict[str, Any], url: str, domain: str | None) -> None:
    """It is taken away with the same domain and path as it was given."""
    helper = AuthTktCookieHelper(SECRET, **options)
    for headers in (helper.remember(asking(url=url), "ann"), helper.forget(asking(url=url))):
        ((_, value),) = headers
        assert ([f"Domain={domain}"] if domain else []) == [
            part for part in value.split("; ") if part.startswith("Domain")
        ]


def test_a_client_is_forgotten() -> None:
    """Its cookie runs out at once."""
    ((_, value),) = AuthTktCookieHelper(SECRET, max_age=100).forget(asking())

    assert value.startswith("auth_tkt=; Max-Age=0; Path=/; ")


def test_the_cookie_may_outlive_the_browser() -> None:
    """As long as the helper says, or the call."""
    helper = AuthTktCookieHelper(SECRET, max_age=100)
    assert "Max-Age=100;" in helper.remember(asking(), "ann")[0][1]
    assert "Max-Age=5;" in helper.remember(asking(), "ann", max_age=5)[0][1]


def test_what_was_not_signed_here_is_no_ticket() -> None:
    """Any letter changed, another name of the cookie, another purpose, another secret."""
    helper = AuthTktCookieHelper(SECRET)
    ticket = ticket_of(helper.remember(asking(), "ann"))
    others = [
        ticket_of(AuthTktCookieHelper("other").remember(asking(), "ann")),
        ticket_of(AuthTktCookieHelper(SECRET, cookie_name="other").remember(asking(), "ann")),
        ticket_of(AuthTktCookieHelper(SECRET, hashalg="sha256").remember(asking(), "ann")),
        SignedSerializer([SECRET], "corefw.session.", "sha512").dumps([1, "s", "ann", [], ""]).decode(),
        ticket[:-1],
        ticket.upper(),
        "",
        "%%%",
        "x" * 4000,
    ]
    changed = [f"{ticket[:at]}{'A' if ticket[at] != 'A' else 'B'}{ticket[at + 1 :]}" for at in range(0, 60)]

    assert helper.identify(asking(ticket)) is not None
    for wrong in (*others, *changed):
        assert helper.identify(asking(wrong)) is None
    assert helper.identify(asking()) is None


@pytest.mark.parametrize(
    "row",
    [
        [],
        5,
        [1, "x", "ann", [], ""],
        [1, "i", "ann", [], ""],
        ["1", "s", "ann", [], ""],
        [1, "s", "ann", 5, ""],
    ],
)
def test_what_is_signed_and_no_ticket_does_not_count(row: Any) -> None:
    """It may be of another version."""
    text = SignedSerializer([SECRET], "corefw.auth_tkt.\0auth_tkt", "sha512").dumps(row).decode()

    assert AuthTktCookieHelper(SECRET, timeout=100).identify(asking(text)) is None


def test_a_ticket_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the clock was set back."""
    helper = AuthTktCookieHelper(SECRET, timeout=100)
    ticket = ticket_of(helper.remember(asking(), "ann"))
    assert helper.identify(asking(ticket)) is not None
    for seconds in (102, -102):
        with monkeypatch.context() as patch:
            later(patch, seconds)
            assert helper.identify(asking(ticket)) is None
            assert AuthTktCookieHelper(SECRET).identify(asking(ticket)) is not None


def test_a_ticket_may_be_bound_to_an_address() -> None:
    """That of the client, as the request has it."""
    helper = AuthTktCookieHelper(SECRET, include_ip=True)
    ticket = ticket_of(helper.remember(asking(REMOTE_ADDR="10.0.0.1"), "ann"))

    assert helper.identify(asking(ticket, REMOTE_ADDR="10.0.0.1")) is not None
    assert helper.identify(asking(ticket, REMOTE_ADDR="10.0.0.2")) is None
    assert AuthTktCookieHelper(SECRET).identify(asking(ticket)) is None


def test_an_old_ticket_is_issued_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a request, with what it said."""
    helper = AuthTktCookieHelper(SECRET, timeout=100, reissue_time=10, max_age=1000)
    ticket = ticket_of(helper.remember(asking(), "ann", tokens=["t"]))
    young = asking(ticket)
    helper.identify(young)
    assert [] == sent_with(young)
    later(monkeypatch, 20)
    old = asking(ticket)
    first = helper.identify(old)
    assert first == helper.identify(old)
    (cookie,) = sent_with(old)

    assert "Max-Age=1000;" in cookie
    anew = helper.identify(asking(cookie.partition(";")[0].partition("=")[2]))
    assert first is not None
    assert anew is not None
    assert {**first, "timestamp": anew["timestamp"]} == anew
    assert anew["timestamp"] - first["timestamp"] in (19, 20, 21)


@pytest.mark.parametrize("decided", ["remember", "forget"])
def test_who_logs_in_or_out_gets_no_old_ticket(decided: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would come after the new one and win."""
    helper = AuthTktCookieHelper(SECRET, reissue_time=0)
    ticket = ticket_of(helper.remember(asking(), "ann"))
    later(monkeypatch, 20)
    request = asking(ticket)
    helper.identify(request)
    getattr(helper, decided)(request, *(("bob",) if decided == "remember" else ()))

    assert [] == sent_with(request)


def test_a_secret_is_changed_by_putting_the_new_one_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the old one signed is signed anew, with the time it had; a secret that is out is refused."""
    ticket = ticket_of(AuthTktCookieHelper("old").remember(asking(), "ann"))
    later(monkeypatch, 20)
    both, request = AuthTktCookieHelper(["new", "old"]), asking(ticket)
    found = both.identify(request)
    (cookie,) = sent_with(request)
    anew = cookie.partition(";")[0].partition("=")[2]

    assert found is not None
    assert found == AuthTktCookieHelper("new").identify(asking(anew))
    assert AuthTktCookieHelper("old").identify(asking(anew)) is None
    assert AuthTktCookieHelper("new").identify(asking(ticket)) is None
    current = asking(anew)
    both.identify(current)
    assert [] == sent_with(current)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"secret": ""}, EMPTY_SECRET),
        ({"secret": []}, EMPTY_SECRET),
        ({"secret": SECRET, "timeout": 100, "reissue_time": 100}, NEVER_ANEW),
        (
            {"secret": SECRET, "hashalg": "md0"},
            'CFW-527  There is no hash algorithm "md0".\n\n  To mend it: hashalg="sha512"',
        ),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(options: dict[str, Any], text: str) -> None:
    """When the helper is made."""
    with pytest.raises(ConfigurationError) as caught:
        AuthTktCookieHelper(**options)

    assert text == str(caught.value)


def test_flags_that_browsers_refuse_are_refused() -> None:
    """So is a name that would begin another attribute."""
    refused: list[dict[str, Any]] = [{"samesite": "None"}, {"cookie_name": "a;b"}, {"path": "/\r\n"}]
    for options in refused:
        with pytest.raises(ConfigurationError, match="CFW-572"):
            AuthTktCookieHelper(SECRET, **options)


def test_a_uuid_is_read_again() -> None:
    """Also in another process than the one that wrote it."""
    userid = UUID("12345678-1234-5678-1234-567812345678")
    ticket = ticket_of(AuthTktCookieHelper(SECRET).remember(asking(), userid))

    assert userid == (AuthTktCookieHelper(SECRET).identify(asking(ticket)) or {})["userid"]
