"""Directives of security."""

from __future__ import annotations

import re
from typing import Any

import pytest

from corefw.config import ConfigurationConflictError, ConfigurationError, Configurator
from corefw.csrf import CookieCSRFStoragePolicy, SessionCSRFStoragePolicy
from corefw.interfaces import ICSRFStoragePolicy
from corefw.security import NO_PERMISSION_REQUIRED
from corefw.session import SignedCookieSessionFactory

CHECKS_NOTHING = """\
CFW-524  These CSRF options check nothing: neither the origin, nor a token.

  PLACE

  Views would look protected and not be.

  Choose one:
    the origin is checked                          leave check_origin on
    views are not checked unless they ask for it   require_csrf=False"""
NO_POLICY = """\
CFW-526  tests.app.directives.test_security.Half cannot keep CSRF tokens: \
it has no new_csrf_token and no check_csrf_token.

  PLACE

  To mend it: config.set_csrf_storage_policy(CookieCSRFStoragePolicy())"""
CLASS = """\
CFW-526  corefw.web.security.csrf_storage.CookieCSRFStoragePolicy cannot keep CSRF tokens: \
it is a class, and an instance is needed.

  PLACE

  To mend it: config.set_csrf_storage_policy(CookieCSRFStoragePolicy())"""


CLASS_AS_POLICY = """\
CFW-528  The security policy is the class Policy, and an instance is needed.

  PLACE

  To mend it: config.set_security_policy(Policy())"""


class Policy:
    """Lets everybody do everything."""

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        return True


class Half:
    """Something that keeps tokens, and makes none."""

    def get_csrf_token(self, request: Any) -> str:
        return ""


def placeless(error: pytest.ExceptionInfo[ConfigurationError]) -> str:
    """Return the text of an error with its one place replaced."""
    return re.sub(r"^  \S.*test_security\.py:\d+.*$", "  PLACE", str(error.value), flags=re.MULTILINE)


def introspected(config: Configurator, category: str) -> list[Any]:
    """Return the introspectables of a category."""
    return [row["introspectable"] for row in config.introspector.get_category(category) or ()]


def test_options_are_introspected() -> None:
    """Under the names that Pyramid documents."""
    config = Configurator(session_factory=SignedCookieSessionFactory("s" * 40))
    config.set_default_csrf_options(safe_methods=("POST", "get"), allow_no_origin=True)
    config.commit()
    (row,) = introspected(config, "default csrf view options")

    assert {
        "require_csrf": True,
        "token": "csrf_token",
        "header": "X-CSRF-Token",
        "safe_methods": ("GET", "POST"),
        "check_origin": True,
        "allow_no_origin": True,
        "callback": None,
    } == dict(row)


def test_options_stand_once() -> None:
    """Two of the same depth are a conflict."""
    config = Configurator()
    config.set_default_csrf_options()
    config.set_default_csrf_options(require_csrf=False)
    with pytest.raises(ConfigurationConflictError):
        config.commit()


def callback(request: Any) -> bool:
    """Say yes."""
    return True


@pytest.mark.parametrize(
    ("options", "details"),
    [
        ({}, "origin, token"),
        ({"require_csrf": False}, "off unless a view asks for it, origin, token"),
        ({"check_origin": False, "header": None}, "no origin, token"),
        (
            {
                "token": None,
                "header": "",
                "allow_no_origin": True,
                "safe_methods": ["GET"],
                "callback": callback,
            },
            f"origin, none is good as well, no token, safe: GET, if {__name__}.callback",
        ),
    ],
)
def test_a_reviewer_sees_what_is_set(options: dict[str, Any], details: str) -> None:
    """In the plan and in the lock."""
    config = Configurator()
    config.set_default_csrf_options(**options)
    config.commit()

    assert [details] == [
        row.details for row in config.registry.plan if row.kind == "default csrf view options"
    ]


def test_options_that_check_nothing_are_refused() -> None:
    """At the place of the call."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_default_csrf_options(check_origin=False, token=None, header="")

    assert CHECKS_NOTHING == placeless(caught)


def test_the_callback_may_be_a_dotted_name() -> None:
    """As most arguments may be."""
    config = Configurator()
    config.set_default_csrf_options(callback=f"{__name__}.callback")
    config.commit()

    assert [callback] == [row["callback"] for row in introspected(config, "default csrf view options")]


@pytest.mark.parametrize(("policy", "text"), [(Half(), NO_POLICY), (CookieCSRFStoragePolicy, CLASS)])
def test_what_is_no_storage_policy_is_refused(policy: Any, text: str) -> None:
    """At the place of the call."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_csrf_storage_policy(policy)

    assert text == placeless(caught)


def test_the_storage_policy_may_be_a_dotted_name() -> None:
    """It is introspected, and found by its interface."""
    config = Configurator()
    config.set_csrf_storage_policy(f"{__name__}.POLICY")
    config.commit()

    assert POLICY is config.registry.getUtility(ICSRFStoragePolicy)
    assert [POLICY] == [row["policy"] for row in introspected(config, "csrf storage policy")]


POLICY = SessionCSRFStoragePolicy()


def test_permissions_are_introspected() -> None:
    """The default one and those of views, which are related to them."""
    config = Configurator(security_policy=Policy(), default_permission="look")
    config.add_view(callback, name="free", permission=NO_PERMISSION_REQUIRED)
    config.add_view(callback, name="edit", permission="edit")
    config.commit()
    (row,) = config.introspector.get_category("permissions")[1:]

    assert {"look", "edit"} == {row["value"] for row in introspected(config, "permissions")}
    assert ["look"] == [row["value"] for row in introspected(config, "default permission")]
    assert ["edit"] == [related["name"] for related in row["related"]]


def test_what_has_no_method_of_a_policy_is_refused() -> None:
    """At the call, and not at the first request that asks it."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_security_policy(object())

    (problem,) = caught.value.problems
    assert ("CFW-528", "A policy has identity, authenticated_userid, permits, remember, forget.") == (
        problem.code,
        problem.why,
    )
    assert (
        "The security policy is an instance of object, which has none of the methods of one." == problem.what
    )


def test_a_policy_that_is_a_class_is_refused() -> None:
    """Its methods would miss an argument at the first request."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_security_policy(Policy)

    assert CLASS_AS_POLICY == placeless(caught)


def test_a_permission_can_be_made_known() -> None:
    """As often as somebody does."""
    config = Configurator()
    config.add_permission("publish")
    config.add_permission("publish")
    config.commit()

    assert {"publish"} == {row["value"] for row in introspected(config, "permissions")}


# Default headers


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("Set-Cookie", "a=b", "it belongs to one answer"),
        ("content-type", "text/html", "it belongs to one answer"),
        ("X-Board", " 1", "its value begins or ends with a blank"),
        ("Last-Modified", "now", "it belongs to one answer"),
        ("X-Board", "a\r\nb", "the header X-Board may not hold '\\r' (at character 1)"),
        ("X Board", "a", "'X Board' is not the name of a header"),
        ("Connection", "close", "the header Connection belongs to the server; an application may not set it"),
        ("X-Board", 5, "every header must be a pair of two strings"),
        (None, "a", "a header is a pair of two strings, not of NoneType and str"),
    ],
)
def test_a_header_that_not_every_answer_can_have_is_refused(name: Any, value: Any, fault: str) -> None:
    """At the call."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_default_header(name, value)

    (problem,) = caught.value.problems
    assert ("CFW-531", f'"{name}" cannot be a default header: {fault}.') == (
        problem.code,
        problem.what,
    )


def test_two_values_of_a_default_header_are_a_conflict() -> None:
    """Whichever way its name is written."""
    config = Configurator()
    config.add_default_header("X-Board", "1")
    config.add_default_header("x-board", "2")

    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_the_default_header_of_an_addon_is_replaced_by_the_application() -> None:
    """As any other declaration; the plan shows the value."""
    config = Configurator()
    config.include(board)
    config.add_default_header("X-Board", "2", https_only=True)
    config.commit()

    (row,) = introspected(config, "default headers")
    assert ("X-Board", "2", True) == (row["name"], row["value"], row["https_only"])
    assert {"1", "2 (https only)"} == {
        str(one.details) for one in config.registry.plan if one.kind == "default header"
    }


def test_a_value_that_is_made_later_is_listed_by_its_text() -> None:
    """Or by the name of the function that makes it; none is none."""
    config = Configurator()
    config.add_default_header("X-One", made)
    config.add_default_header("X-Two", Maker())
    config.add_default_header("X-Three", "")
    config.commit()

    assert [f"{__name__}.made", "made by a maker", "none"] == [
        str(one.details) for one in config.registry.plan if one.kind == "default header"
    ]


def made(environ: dict[str, Any]) -> str:
    """Make a value."""
    return "made"


class Maker:
    """What makes values, and says so."""

    def __call__(self, environ: dict[str, Any]) -> str:
        return "made"

    def __str__(self) -> str:
        return "made by a maker"


def board(config: Configurator) -> None:
    """Include a default header."""
    config.add_default_header("X-Board", "1")
