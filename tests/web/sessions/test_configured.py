"""The session factory that the settings describe."""

from __future__ import annotations

import re
from typing import Any

import pytest
from webtest import TestApp

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError
from corefw.contracts.interfaces import ISessionFactory
from corefw.contracts.session_store import SessionStore
from corefw.web.sessions.configured import SessionSettings, configured_factory
from corefw.web.sessions.cookie import SignedCookieSessionFactory
from corefw.web.sessions.server import ServerSessionFactory

SECRET = "a secret of enough characters, of which there are many"


def said(error: ConfigurationError) -> str:
    """Return the text of *error*, with PLACE for where the settings were given."""
    return re.sub(r"^  \S*test_configured\.py:\d+ .*$", "  PLACE", str(error), flags=re.MULTILINE)


def count(request: Any) -> Any:
    request.session["count"] = request.session.get("count", 0) + 1
    return {"count": request.session["count"]}


def configured(**settings: Any) -> Configurator:
    given = {f"corefw.{name.replace('__', '.')}": value for name, value in settings.items()}
    config = Configurator(settings=given)
    config.add_route("count", "/")
    config.add_view(count, route_name="count", renderer="json")
    return config


def test_the_kind_is_one_line_of_settings() -> None:
    """The application says nothing of it."""
    for settings in (
        {"sessions__kind": "cookie", "secret": SECRET},
        {"sessions__kind": "server", "addons": ["memory"], "ports__session_store": "memory"},
    ):
        client = TestApp(configured(**settings).make_wsgi_app())

        assert [1, 2, 3] == [client.get("/").json["count"] for _ in range(3)]


def test_every_setting_reaches_the_factory() -> None:
    """0 seconds are no limit."""
    settings = SessionSettings(
        kind="server",
        cookie_name="s",
        path="/a",
        domain="x.example",
        samesite="None",
        always_secure=True,
        max_age=5,
        timeout=0,
        reissue_time=7,
        lifetime=0,
        largest=9,
        set_on_exception=False,
    )
    factory: Any = configured_factory(settings, [])
    flags, its = factory.flags, factory.settings

    assert ("s", 5, "/a", "x.example", True, True, "None") == (
        flags.name,
        flags.max_age,
        flags.path,
        flags.domain,
        flags.secure,
        flags.httponly,
        flags.samesite,
    )
    assert (None, None, 7, False, 9) == (
        its.timeout,
        its.lifetime,
        its.reissue_time,
        its.set_on_exception,
        its.largest,
    )
    assert configured_factory(SessionSettings(), [SECRET]) is None


def test_old_secrets_are_still_believed() -> None:
    """The first signs."""
    before = TestApp(configured(sessions__kind="cookie", secret="old" * 20).make_wsgi_app())
    before.get("/")
    after = TestApp(
        configured(sessions__kind="cookie", secret=SECRET, old_secrets=["old" * 20]).make_wsgi_app()
    )
    after.set_cookie("session", before.cookies["session"])

    assert 2 == after.get("/").json["count"]


def test_an_application_may_set_its_own_factory() -> None:
    """It overrides that of the settings, and does not conflict with it."""
    config = configured(sessions__kind="cookie", secret=SECRET)
    own = SignedCookieSessionFactory("own" * 20)
    config.set_session_factory(own)
    application = config.make_wsgi_app()

    assert own is application.registry.getUtility(ISessionFactory)


def test_a_cookie_without_a_secret_is_told_at_start() -> None:
    """With the place that asks for it."""
    with pytest.raises(ConfigurationError) as caught:
        configured(sessions__kind="cookie")

    assert (
        "CFW-573  The settings keep sessions in a signed cookie, and there is no secret to sign it with.\n\n"
        "  PLACE\n\n"
        "  Whoever knows the secret can log in as anybody, so each deployment has its own.\n\n"
        "  Choose one:\n"
        "    COREFW_SECRET=$(python -c 'import secrets; print(secrets.token_urlsafe(48))')\n"
        '    to keep sessions in a store   kind = "server"   in [corefw.sessions]'
    ) == said(caught.value)


def test_a_store_that_is_not_there_is_told_at_start() -> None:
    """With the settings for each addon that is installed and can provide one."""
    with pytest.raises(ConfigurationError) as caught:
        configured(sessions__kind="server", addons=["memory"]).make_wsgi_app()

    assert (
        "CFW-609  The settings keep sessions on the server, and nothing provides the port session_store.\n\n"
        "  PLACE\n\n"
        "  memory 0.1.0, redis 0.1.0 and sqlalchemy 0.1.0 can provide it.\n\n"
        "  Choose one:\n"
        '    to use memory       session_store = "memory"   in [corefw.ports]\n'
        '    to use redis        addons = ["memory", "redis"]   in [corefw], and   '
        'session_store = "redis"   in [corefw.ports]\n'
        '    to use sqlalchemy   addons = ["memory", "sqlalchemy"]   in [corefw], and   '
        'session_store = "sqlalchemy"   in [corefw.ports]'
    ) == said(caught.value)


def test_a_store_that_nobody_has_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no installed addon provides one."""
    monkeypatch.setattr("corefw.app.ports.find_addons", lambda: [])

    with pytest.raises(ConfigurationError) as caught:
        configured(sessions__kind="server").make_wsgi_app()

    assert (
        "CFW-609  The settings keep sessions on the server, and nothing provides the port session_store.\n\n"
        "  PLACE\n\n"
        "  No installed addon can provide it.\n\n"
        "  Choose one:\n"
        "    Redis      pip install corefw-redis\n"
        '    no store   kind = "cookie"   in [corefw.sessions]'
    ) == said(caught.value)


def test_what_a_factory_refuses_is_told_with_the_settings() -> None:
    """At start."""
    with pytest.raises(ConfigurationError, match="timeout=30") as caught:
        configured(sessions__kind="server", sessions__timeout=30)

    assert "test_configured.py" in str(caught.value)


def test_a_factory_without_a_store_takes_what_fills_the_port() -> None:
    """Whatever that is."""
    config = configured(addons=["memory"], ports__session_store="memory")
    config.set_session_factory(ServerSessionFactory())
    application = config.make_wsgi_app()
    TestApp(application).get("/")

    assert "1 sessions" in application.registry.port(SessionStore).health().detail
