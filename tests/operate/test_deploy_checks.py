"""What is fit for home only is found before it is deployed, under ids that stay the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from corefw.addon.health import AddonStatus, LoadReport
from corefw.app.configurator import Configurator
from corefw.app.hooks import Finding
from corefw.base.places import Place
from corefw.contracts.manifest import Manifest
from corefw.contracts.templating import Template, Templating
from corefw.engine.registry import Registry
from corefw.operate import deploy_checks
from corefw.web.response import Response
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.sessions.cookie import SignedCookieSessionFactory

GOOD = "q8Zr2vXw5tYb7nMk3jHg6fDs9aPl1oIu"
HERE = __name__


class Policy:
    def permits(self, request: Any, context: Any, permission: str) -> bool:
        return False


class Bare(Templating):
    capabilities: ClassVar[frozenset[str]] = frozenset({"inheritance"})

    def template(self, spec: str, package: str) -> Template:
        raise NotImplementedError


class Escaping(Bare):
    capabilities: ClassVar[frozenset[str]] = frozenset({"autoescape"})


def see(request: Any) -> Response:
    return Response("seen")


def built(config: Configurator) -> Registry:
    registry: Registry = config.make_wsgi_app().registry
    return registry


def with_settings(**core: Any) -> Registry:
    good = {"secret": GOOD, "allowed_hosts": ["good.example"]}
    return built(Configurator(settings={"corefw": good | core}))


def findings(registry: Registry) -> Iterator[Finding]:
    for each in deploy_checks.DEPLOY_CHECKS:
        yield from each(registry)


def ids(registry: Registry) -> list[str]:
    return [finding.id for finding in findings(registry)]


def test_an_application_that_is_fit_has_no_findings() -> None:
    """Nothing is reported for the sake of it."""
    assert [] == ids(with_settings())


@pytest.mark.parametrize(
    ("expected", "core"),
    [
        (["core.debug"], {"debug": True}),
        (["core.secret.missing"], {"secret": ""}),
        (["core.secret.short"], {"secret": GOOD[:31]}),
        (["core.secret.short"], {"secret": "a" * 64}),
        (["core.secret.known"], {"secret": f"the demo's secret {GOOD}"}),
        (["core.secret.known", "core.secret.short"], {"secret": "changeme"}),
        (["core.hosts.empty"], {"allowed_hosts": []}),
        (["core.hosts.any"], {"allowed_hosts": ["good.example", "*"]}),
        (["core.proxies.any"], {"trusted_proxies": ["10.0.0.1", "*"]}),
        ([], {"trusted_proxies": ["10.0.0.1"]}),
        (["core.limits"], {"limits": {"body": 0, "spool": 0}}),
    ],
)
def test_settings_that_are_fit_for_home_only_are_found(expected: list[str], core: dict[str, Any]) -> None:
    """Each under an id of its own, with the line which set it."""
    found = list(findings(with_settings(**core)))

    assert expected == [finding.id for finding in found]
    assert all(f"{__name__.rpartition('.')[2]}.py:" in str(finding.place) for finding in found)
    assert all(finding.hint for finding in found)


def test_a_host_list_that_was_not_set_is_found() -> None:
    """Only localhost would be answered."""
    assert ["core.hosts.default"] == ids(built(Configurator(settings={"corefw.secret": GOOD})))


def test_a_secret_is_never_told() -> None:
    """Not even a bad one."""
    told = " ".join(f"{row.message} {row.hint} {row.place}" for row in findings(with_settings(secret="hush")))

    assert "hush" not in told


def test_views_without_protection_or_permission_are_listed() -> None:
    """Those that take unsafe methods, and those that nobody said to be public."""
    config = Configurator(
        settings={"corefw": {"secret": GOOD, "allowed_hosts": ["good.example"]}}, security_policy=Policy()
    )
    public: dict[str, Any] = {"permission": NO_PERMISSION_REQUIRED}
    config.add_view(see, name="open", request_method="POST", require_csrf=False, **public)
    config.add_view(see, name="feed", request_method="GET", require_csrf=False, **public)
    config.add_view(see, name="forgotten")
    config.add_view(see, name="kept", permission="edit")
    config.add_static_view("static", "corefw:operate")

    csrf, permission = findings(built(config))

    assert ("core.csrf", "core.permission") == (csrf.id, permission.id)
    assert csrf.message.startswith(f"CSRF is off on 1 view: {HERE}.see (")
    assert f"asked for by 1 view: {HERE}.see (" in permission.message


def test_permissions_are_not_asked_for_without_a_policy() -> None:
    """Everything is public then, and everybody knows."""
    config = Configurator(settings={"corefw": {"secret": GOOD, "allowed_hosts": ["good.example"]}})
    config.add_view(see, name="open")

    assert [] == ids(built(config))


@pytest.mark.parametrize(
    ("expected", "flags"),
    [
        ([], {}),
        ([], {"secure": True}),
        (["core.session.secure"], {"secure": False}),
        (["core.session.httponly"], {"httponly": False}),
        (["core.session.samesite"], {"samesite": None}),
        (["core.session.samesite"], {"samesite": "None", "secure": True}),
    ],
)
def test_flags_of_the_session_cookie_are_looked_at(expected: list[str], flags: dict[str, Any]) -> None:
    """As far as the factory tells them."""
    config = Configurator(settings={"corefw": {"secret": GOOD, "allowed_hosts": ["good.example"]}})
    config.set_session_factory(SignedCookieSessionFactory(GOOD, **flags))

    assert expected == ids(built(config))


def test_a_short_secret_of_the_session_cookie_is_found() -> None:
    """Of all that are believed, whatever the length of the core's own."""
    for secrets in ("short", [GOOD, "short"]):
        config = Configurator(settings={"corefw": {"secret": GOOD, "allowed_hosts": ["good.example"]}})
        config.set_session_factory(SignedCookieSessionFactory(secrets))
        [finding] = list(findings(built(config)))

        assert ("core.session.secret", "error") == (finding.id, finding.level)
        assert (
            'The session cookie "session" is signed with a secret of less than 32 bytes.' == finding.message
        )


def test_sessions_in_the_memory_of_one_process_are_found() -> None:
    """Unless the store is durable and shared, or sessions are kept elsewhere."""
    settings: dict[str, Any] = {
        "corefw": {
            "secret": GOOD,
            "allowed_hosts": ["good.example"],
            "addons": ["memory"],
            "ports": {"session_store": "memory"},
            "sessions": {"kind": "server"},
        }
    }
    [finding] = list(findings(built(Configurator(settings=settings))))

    assert ("core.session.store", "warning") == (finding.id, finding.level)
    assert (
        "Sessions are kept by corefw_memory.sessions.MemorySessionStore, for one process and until it ends."
    ) == finding.message
    assert 'session_store = "redis" or "sqlalchemy"   in [corefw.ports]' == finding.hint
    settings["corefw"]["sessions"]["kind"] = "cookie"
    assert [] == ids(built(Configurator(settings=settings)))


@pytest.mark.parametrize(("expected", "provider"), [(["core.autoescape"], Bare()), ([], Escaping())])
def test_templates_that_escape_nothing_are_found(expected: list[str], provider: Templating) -> None:
    """By the capability that the provider does not name."""
    config = Configurator(settings={"corefw": {"secret": GOOD, "allowed_hosts": ["good.example"]}})
    config.provide_port(Templating, provider)

    assert expected == ids(built(config))


def test_an_addon_that_names_no_versions_of_corefw_is_found() -> None:
    """At its manifest; one that is not in use is not judged."""
    registry = Registry("tests")
    manifest = Manifest("stamp", "1.0", place=Place("stamp/corefw-addon.toml", 0))
    status = AddonStatus("stamp", "1.0", "active", manifest=manifest)
    other = AddonStatus("fine", "1.0", "active", manifest=replace(manifest, corefw=">=0.1"))
    registry.put(LoadReport, "addons", LoadReport((status, other, replace(status, name="off", state="off"))))

    (found,) = deploy_checks.addon_range(registry)

    assert "stamp 1.0 does not say which versions of corefw it works with." == found.message


def test_every_finding_has_an_id_that_is_known_beforehand() -> None:
    """So that a silenced id can be told from a misspelt one."""
    known = {id for ids in deploy_checks.DEPLOY_CHECKS.values() for id in ids}

    assert all(id.startswith("core.") for id in known)
    assert (
        set(ids(with_settings(debug=True, secret="demo", allowed_hosts=["*"], limits={"body": 0}))) <= known
    )
