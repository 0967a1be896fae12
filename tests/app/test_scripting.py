"""Scripts: an application, a request that is current, and an orderly end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.request import Request
from corefw.scripting import Application, Environment, bootstrap, get_root, prepare
from corefw.threadlocal import get_current_registry, get_current_request
from tests.modules import Folder

SHOP = """
from corefw.response import Response


def front(request):
    return Response("front")


def includeme(config):
    config.add_route("front", "/")
    config.add_view(front, route_name="front")
"""


class Root:
    """The root of a resource tree."""

    def __init__(self, request: Any) -> None:
        self.path = request.path


@pytest.fixture
def shop(folder: Folder) -> Folder:
    """Return the folder with a small application in it."""
    folder.write("shop/__init__.py", SHOP)
    return folder


@pytest.fixture
def file(shop: Folder) -> Path:
    """Return the settings file of the shop."""
    return shop.write("site.toml", '[corefw]\ninclude = ["shop"]\n')


@pytest.fixture
def app() -> Application:
    """An application with a resource tree."""
    config = Configurator(root_factory=Root)
    config.add_request_method(lambda request: "dark", "theme", property=True)
    return config.make_wsgi_app()


def test_a_script_has_the_application_and_a_current_request(file: Path) -> None:
    """Until the end of the block; then the finished callbacks have run."""
    seen: list[Any] = []
    with bootstrap(file, environ={}) as env:
        assert get_current_request() is env.request
        assert "/" == env.request.route_path("front")
        assert (env.app.registry, env.registry.settings) == (env.registry, env.settings)
        env.request.add_finished_callback(seen.append)

    assert [env.request] == seen
    assert get_current_request() is None


def test_a_script_may_bring_its_request(file: Path) -> None:
    """It gets what the application gives its own."""
    with bootstrap(file, request=Request.blank("/", base_url="https://shop.example"), environ={}) as env:
        assert "https://shop.example/" == env.request.route_url("front")
        assert env.request.registry is env.registry


def test_an_error_in_a_script_ends_it_in_order(file: Path) -> None:
    """The request is over and the application is closed, and the error is raised."""
    seen: list[Any] = []

    def script() -> None:
        with bootstrap(file, environ={}) as env:
            env.request.add_finished_callback(seen.append)
            raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        script()

    assert 1 == len(seen)
    assert get_current_request() is None


def test_the_addons_of_a_script_are_stopped(shop: Folder) -> None:
    """At the end of the block, once."""
    shop.addon(
        "a",
        """
        def started(self, event: Started) -> None:
            event.registry.settings["seen"] = ["started"]

        def stopping(self, event: Stopping) -> None:
            event.registry.settings["seen"].append("stopping")
        """,
    )
    file = shop.write("site.toml", '[corefw]\ninclude = ["shop"]\naddons = ["a"]\n')
    with bootstrap(file, environ={}) as env:
        assert ["started"] == env.settings["seen"]
        assert isinstance(env.app, Application)

    assert ["started", "stopping"] == env.settings["seen"]


def test_a_script_may_do_without_a_block(file: Path) -> None:
    """And use the names that Pyramid documents; ending twice is ending once."""
    seen: list[Any] = []
    env = bootstrap(file, environ={})
    env["request"].add_finished_callback(seen.append)

    assert {"app", "registry", "request", "root", "root_factory", "closer"} == set(env)
    assert env["request"] is get_current_request()
    env["closer"]()
    env["closer"]()

    assert [env["request"]] == seen
    assert get_current_request() is None


def test_a_script_has_the_root_of_its_request(app: Application) -> None:
    """As the root factory makes it."""
    request = Request.blank("/boards/7")

    with prepare(request, app.registry) as env:
        assert ("/boards/7", Root) == (env.root.path, env["root_factory"])

    root, closer = get_root(app, Request.blank("/x"))
    assert "/x" == root.path
    assert app.registry is get_current_registry()
    closer()
    assert get_current_registry() is None


def test_a_root_factory_that_fails_leaves_nothing_behind() -> None:
    """The error is raised, and the request is no longer current."""

    def fails(request: Any) -> Any:
        raise OSError("no tree")

    app = Configurator(root_factory=fails).make_wsgi_app()

    with pytest.raises(OSError, match="no tree"):
        prepare(registry=app.registry)
    assert get_current_request() is None


def test_a_prepared_request_has_what_the_application_gives_its_own(app: Application) -> None:
    """Whether it is made or brought."""
    for given in (None, Request.blank("/")):
        with prepare(given, app.registry) as env:
            assert ("dark", app) == (env.request.theme, env.request.application)
            assert isinstance(env, Environment)


def test_the_application_is_that_of_the_request(app: Application) -> None:
    """Of the one that is brought, or of the current one."""
    with prepare(app.make_request("/outer")) as outer:
        with prepare() as inner:
            assert app is outer.app is inner.app
            assert inner.request is get_current_request()
        assert outer.request is get_current_request()


def test_preparing_does_not_end_the_application(app: Application) -> None:
    """Who made it ends it."""
    stopped: list[str] = []
    app._stopping = lambda: stopped.append("stopped")

    with prepare(registry=app.registry):
        pass

    assert [] == stopped


def test_a_script_that_names_no_application_is_told_how() -> None:
    """There is no last one to take."""
    with pytest.raises(ConfigurationError) as caught:
        prepare()

    assert (
        "CFW-713  prepare does not know for which application.\n"
        "\n"
        "  Several applications may live in one process, so there is no last one to take.\n"
        "\n"
        "  Choose one:\n"
        "    an application is at hand   prepare(registry=app.registry)\n"
        '    there is a settings file    bootstrap("site.toml")'
    ) == str(caught.value)


def test_a_registry_without_an_application_is_told() -> None:
    """It may have been configured and not been built."""
    with pytest.raises(
        ConfigurationError, match="The registry that prepare was given has no application yet"
    ):
        prepare(registry=Configurator().registry)
