"""Rows of views tell what each view answers, and what stands around it."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.engine.registry import Registry
from corefw.operate.inspection.views import view_rows
from corefw.web.response import Response
from corefw.web.security.acl import ACLHelper
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.sessions.cookie import SignedCookieSessionFactory
from tests.operate.inspection import conftest

HERE = conftest.__name__


class Policy:
    def permits(self, request: Any, context: Any, permission: str) -> Any:
        return ACLHelper().permits(context, [], permission)


def see(request: Any) -> Response:
    return Response("seen")


def test_views_come_by_route_then_by_context_then_those_of_exceptions(registry: Registry, owner: str) -> None:
    """Each says what must hold for it to answer."""
    rows = view_rows(registry)

    own = [row for row in rows if row.owner == owner]
    assert ["second", "second", "", ""] == [row.route for row in own]
    assert [f"{HERE}.IThing", "builtins.ValueError"] == [row.context for row in own[2:]]
    assert [("request_param a",)] == [row.predicates for row in own if row.view.endswith("show")]
    assert ("*",) == own[2].methods


def test_the_protection_against_other_sites_is_told(registry: Registry, owner: str) -> None:
    """What is checked, off, or nothing for a view that answers exceptions."""
    rows = view_rows(registry)

    assert ["off"] == [row.csrf for row in rows if row.methods == ("POST",)]
    assert ["origin"] == [row.csrf for row in rows if row.view.endswith("show")]
    assert {""} == {row.csrf for row in rows if row.owner == "corefw" or row.context == "builtins.ValueError"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, {"own": "origin, token", "none": "origin, token"}),
        ({"require_csrf": False}, {"own": "origin, token", "none": "off"}),
        ({"check_origin": False}, {"own": "token", "none": "token"}),
        ({"token": None, "header": None}, {"own": "origin", "none": "origin"}),
    ],
)
def test_what_the_default_options_say_is_told(options: dict[str, Any], told: dict[str, str]) -> None:
    """And by what a view says itself."""
    config = Configurator(session_factory=SignedCookieSessionFactory("s" * 40))
    config.set_default_csrf_options(**options)
    config.add_view(see, name="own", require_csrf=True)
    config.add_view(see, name="none")
    rows = view_rows(config.make_wsgi_app().registry)

    assert told == {row.name: row.csrf for row in rows if row.name}


def test_the_permission_that_holds_is_told() -> None:
    """The view's own, "public", or the default one."""
    config = Configurator(security_policy=Policy(), default_permission="look")
    for name, permission in (("own", "edit"), ("open", NO_PERMISSION_REQUIRED), ("none", None)):
        config.add_view(see, name=name, permission=permission)

    rows = view_rows(config.make_wsgi_app().registry)

    told = {row.name: row.permission for row in rows if row.name}
    assert {"own": "edit", "open": "(public)", "none": "look (default)"} == told
