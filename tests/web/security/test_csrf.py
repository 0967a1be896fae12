"""The token against requests of other sites."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.web.exceptions import BadCSRFToken
from corefw.web.request import Request
from corefw.web.security.csrf import (
    DefaultCSRFOptions,
    check_csrf_origin,
    check_csrf_token,
    csrf_options_of,
    get_csrf_token,
    new_csrf_token,
)
from corefw.web.sessions.cookie import SignedCookieSessionFactory

SESSION = SignedCookieSessionFactory("a secret for the tests of tokens, long enough")


def with_session(form: dict[str, str] | None = None, **headers: str) -> Request:
    """Return a POST of a client with a session."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request: Request = Request.blank("/", POST=form or {}, headers=named)
    request.session = SESSION(request)
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


@pytest.mark.parametrize("name", [None, ""])
def test_a_place_that_is_not_named_is_not_looked_at(name: str | None) -> None:
    """A token where none is looked for does not count."""
    request = with_session()
    request.headers["X-CSRF-Token"] = get_csrf_token(request)
    assert not check_csrf_token(request, header=name, raises=False)
    form = with_session({"csrf_token": get_csrf_token(request)})
    form.session = request.session
    assert check_csrf_token(form, raises=False)
    assert not check_csrf_token(form, token=name, raises=False)


def test_the_token_may_have_other_names() -> None:
    """Of the field and of the header."""
    request = with_session()
    request.headers["X-Mine"] = get_csrf_token(request)

    assert check_csrf_token(request, header="X-Mine")


def test_a_masked_token_tells_nothing_of_itself() -> None:
    """Letters of a header or of HTML, and none of the plain token."""
    request = with_session()
    plain = request.session.get_csrf_token()

    for _ in range(20):
        masked = get_csrf_token(request)
        assert re.fullmatch(r"[A-Za-z0-9_-]+", masked)
        assert plain not in masked


@given(st.text(max_size=90))
def test_no_guess_raises(guess: str) -> None:
    """Whatever is sent, it is only not the token."""
    request = with_session()
    request.headers["X-CSRF-Token"] = ""
    request.environ["HTTP_X_CSRF_TOKEN"] = guess

    assert not check_csrf_token(request, raises=False)


def test_trusted_origins_are_those_of_the_settings() -> None:
    """Unless others are given."""
    config = Configurator(settings={"corefw.trusted_origins": ["https://friend.example"]})
    request = Request.blank("/", method="POST", headers={"Origin": "https://friend.example"})
    request.registry = config.registry

    assert check_csrf_origin(request)
    assert not check_csrf_origin(request, trusted_origins=["https://other.example"], raises=False)


@pytest.mark.parametrize(
    ("options", "wanted", "is_exception", "found"),
    [
        (None, None, False, DefaultCSRFOptions(token=None, header=None)),
        (None, True, False, DefaultCSRFOptions()),
        (None, False, False, None),
        (None, None, True, None),
        (None, True, True, DefaultCSRFOptions()),
        (DefaultCSRFOptions(token="t"), None, False, DefaultCSRFOptions(token="t")),
        (DefaultCSRFOptions(token="t"), True, False, DefaultCSRFOptions(token="t")),
        (DefaultCSRFOptions(token="t"), False, False, None),
        (DefaultCSRFOptions(token="t"), None, True, None),
        (DefaultCSRFOptions(require_csrf=False), None, False, None),
        (DefaultCSRFOptions(require_csrf=False), True, False, DefaultCSRFOptions(require_csrf=False)),
    ],
)
def test_a_view_is_checked_for_what_it_says_or_else_by_default(
    options: Any, wanted: bool | None, is_exception: bool, found: Any
) -> None:
    """Without any options for the origin alone, which needs nothing."""
    registry = Configurator().registry
    if options is not None:
        registry.put(DefaultCSRFOptions, "options", options)

    assert found == csrf_options_of(registry, wanted, is_exception)


class Asking:
    """A storage policy that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check_csrf_token(self, request: Any, token: str) -> bool:
        self.asked.append(token)
        return False


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ("", []),
        ("é" * 10, []),
        ("x" * 1025, []),
        ("plain!", ["plain!"]),
        ("YWJj", ["YWJj"]),
        ("x" * 1024, ["x" * 1024]),
    ],
)
def test_the_policy_is_asked_only_for_what_may_be_a_token(sent: str, asked: list[str]) -> None:
    """Neither for nothing nor for anything long: as it is, and unmasked where it can be."""
    request, policy = with_session(), Asking()
    request.registry = Configurator().registry
    request.registry.registerUtility(policy, ICSRFStoragePolicy)
    request.environ["HTTP_X_CSRF_TOKEN"] = sent

    assert not check_csrf_token(request, raises=False)
    assert asked == [token for token in policy.asked if token == sent]
    assert len(policy.asked) <= 2
