"""``mount``: what it declares, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from tests.wsgi import ask

FILE = "tests/app/directives/test_guests.py"
OWNER = __name__.partition(".")[0]


def guest(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Say the path."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]


class Deny:
    """Nobody may do anything."""

    def identity(self, request: Any) -> None:
        """Return nobody."""

    authenticated_userid = identity

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        """Return False."""
        return False


def refusal(declare: Any) -> str:
    """Return the whole text of the error with which a configuration is refused."""
    with pytest.raises(ConfigurationError) as caught:
        declare(Configurator())
    return str(caught.value).replace(f"  {OWNER}   ", "  OWNER   ").replace("  application   ", "  OWNER   ")


def test_what_is_no_application_is_refused_whole() -> None:
    """With the prefix, the line, and what an application is."""

    def declare(config: Any) -> None:
        config.mount("/guest", 5)

    line = declare.__code__.co_firstlineno + 1

    assert (
        'CFW-515  What is mounted under "/guest" is no WSGI application: 5 cannot be called.\n\n'
        f'  OWNER   {FILE}:{line}   config.mount("/guest", 5)\n\n'
        "  A WSGI application is called with an environment and start_response (PEP 3333).\n\n"
        '  To mend it: config.mount("/prefix", "package.module:application")'
    ) == refusal(declare)


@pytest.mark.parametrize("prefix", ["/guest/*rest", "https://guest.example", "//guest.example"])
def test_a_prefix_is_a_path_without_a_star(prefix: str) -> None:
    """Anything else is refused whole."""

    def declare(config: Any) -> None:
        config.mount(prefix, guest)

    line = declare.__code__.co_firstlineno + 1

    assert (
        f'CFW-516  No application can be mounted under "{prefix}".\n\n'
        f"  OWNER   {FILE}:{line}   config.mount(prefix, guest)\n\n"
        "  A prefix is a path without a star: the rest of the path is the guest's.\n\n"
        '  To mend it: config.mount("/prefix", ...)'
    ) == refusal(declare)


def test_the_plan_and_the_introspector_tell_what_is_mounted() -> None:
    """With its callable, its owner and its place."""
    config = Configurator()
    config.mount("/guest", f"{__name__}:guest", name="blog")
    config.commit()
    row = next(row for row in config.plan if row.kind == "mount")
    told = config.introspector.get("mounts", "blog")

    assert 'WSGI application under "/guest"' == row.title
    assert f"{__name__}.guest ({FILE}:{guest.__code__.co_firstlineno})" == row.details
    assert row.place.file.endswith(FILE)
    assert ("blog", "/guest", guest) == (told["name"], told["prefix"], told["app"])


def test_a_mount_lies_under_the_prefix_of_what_includes_it() -> None:
    """As every route does; the same callable can be mounted under two."""

    def include(config: Any) -> None:
        config.mount("guest", guest)

    config = Configurator()
    config.include(include, route_prefix="/one")
    config.include(include, route_prefix="/two")
    app = config.make_wsgi_app()

    assert ["/one/guest|/x", "/two/guest|/x", "/two/guest|"] == [
        ask(app, path).text for path in ("/one/guest/x", "/two/guest/x", "/two/guest")
    ]


def test_permissions_and_predicates_hold_for_guests() -> None:
    """A default permission too: a guest is no hole in the application around it."""
    config = Configurator(security_policy=Deny(), default_permission="see")
    config.mount("/default", guest)
    config.mount("/own", guest, permission="enter")
    config.mount("/secret", guest, request_param="key")
    config.mount("/open", guest, permission="__no_permission_required__")
    app = config.make_wsgi_app()

    assert [403, 403, 404, 200] == [
        ask(app, path).status for path in ("/default/x", "/own", "/secret", "/open")
    ]


def test_requests_of_other_sites_are_refused_unless_said_otherwise() -> None:
    """As for every view; a guest that looks itself says so."""
    config = Configurator()
    config.mount("/guest", guest)
    config.mount("/looks", guest, require_csrf=False)
    app = config.make_wsgi_app()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "Cookie": "a=b"}

    assert [403, 200] == [ask(app, path, "POST", headers=foreign).status for path in ("/guest", "/looks")]


def test_two_guests_under_one_prefix_are_a_conflict() -> None:
    """As two routes of one name are."""

    def declare(config: Any) -> None:
        config.mount("/guest", guest)
        config.mount("/guest", lambda environ, start_response: [])
        config.commit()

    assert 'WSGI application under "/guest"' in refusal(declare)


def test_what_is_declared_before_goes_first() -> None:
    """A route inside the prefix takes its path from the guest."""
    config = Configurator()
    config.add_route("inside", "/guest/inside")
    config.add_view(lambda request: Response("own"), route_name="inside")
    config.mount("/guest", guest)
    app = config.make_wsgi_app()

    assert ["own", "/guest|/inside/x"] == [
        ask(app, path).text for path in ("/guest/inside", "/guest/inside/x")
    ]
