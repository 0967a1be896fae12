"""What the directives tell the introspector, under the categories that Pyramid documents."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.app.configurator import Configurator
from corefw.web.events import NewRequest
from corefw.web.request import Request
from corefw.web.security.csrf_storage import SessionCSRFStoragePolicy
from corefw.web.sessions.cookie import SignedCookieSessionFactory


class _Policy:
    """A security policy that lets everybody in."""

    identity = authenticated_userid = remember = forget = staticmethod(lambda request, *args, **kw: None)
    permits = staticmethod(lambda request, context, permission: True)


class _Predicate:
    """A predicate that always holds."""

    def __init__(self, value: Any, info: Any) -> None: ...

    def text(self) -> str:
        return "mine"

    phash = text

    def __call__(self, *args: Any) -> bool:
        return True


def _tween(handler: Any, registry: Any) -> Any:
    return handler


DECLARE: dict[str, Any] = {
    "accept view order": lambda config: config.add_accept_view_order("a/b"),
    "asset overrides": lambda config: config.override_asset("corefw:a/", "corefw:b/"),
    "cache busters": lambda config: config.add_cache_buster("corefw:", lambda request, path, kw: (path, kw)),
    "csrf storage policy": lambda config: config.set_csrf_storage_policy(SessionCSRFStoragePolicy()),
    "default csrf view options": lambda config: config.set_default_csrf_options(token=None, header=None),
    "default permission": lambda config: config.set_default_permission("read"),
    "execution policy": lambda config: config.set_execution_policy(lambda environ, router: None),
    "locale negotiator": lambda config: config.set_locale_negotiator(lambda request: "en"),
    "permissions": lambda config: config.add_permission("write"),
    "renderer factories": lambda config: config.add_renderer(".x", lambda info: None),
    "request extensions": lambda config: config.add_request_method(lambda request: 1, "one"),
    "request factory": lambda config: config.set_request_factory(Request),
    "resource url adapters": lambda config: config.add_resource_url_adapter(lambda resource, request: None),
    "response adapters": lambda config: config.add_response_adapter(lambda text: text, str),
    "response factory": lambda config: config.set_response_factory(lambda request: None),
    "root factories": lambda config: config.set_root_factory(lambda request: None),
    "route predicates": lambda config: config.add_route_predicate("mine", _Predicate),
    "routes": lambda config: config.add_route("home", "/"),
    "security policy": lambda config: config.set_security_policy(_Policy()),
    "session factory": lambda config: config.set_session_factory(SignedCookieSessionFactory("s" * 40)),
    "static views": lambda config: config.add_static_view("static", "corefw:"),
    "subscriber predicates": lambda config: config.add_subscriber_predicate("mine", _Predicate),
    "subscribers": lambda config: config.add_subscriber(lambda event: None, NewRequest),
    "translation directories": lambda config: config.add_translation_dirs("corefw:web"),
    "traversers": lambda config: config.add_traverser(lambda root: None),
    "tweens": lambda config: config.add_tween(_tween),
    "view derivers": lambda config: config.add_view_deriver(lambda view, info: view, name="mine"),
    "view mappers": lambda config: config.set_view_mapper(lambda **kw: None),
    "view predicates": lambda config: config.add_view_predicate("mine", _Predicate),
    "views": lambda config: config.add_view(lambda request: None),
}


@pytest.mark.parametrize("category", DECLARE)
def test_a_directive_is_told_under_its_category(category: str) -> None:
    """With one introspectable more than corefw itself declares."""
    config = Configurator()
    before = len(config.introspector.get_category(category, ()))

    DECLARE[category](config)
    config.commit()

    assert before + 1 == len(config.introspector.get_category(category))


def test_without_introspection_nothing_is_told() -> None:
    """The switch is that of the constructor."""
    config = Configurator(introspection=False)
    config.add_route("home", "/")
    config.commit()

    assert [] == list(config.introspector.get_category("routes", ()))
