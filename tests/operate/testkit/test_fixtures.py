"""The fixtures of pytest, in suites of their own."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]
#: Each starts pytest in a process of its own.
pytestmark = pytest.mark.slow

#: WebOb 1.8 imports cgi, which Python 3.11 and 3.12 deprecate.
CGI = "ignore:'cgi' is deprecated:DeprecationWarning"
PACKAGE = """
from corefw.config import Configurator

def hello(request):
    return {"name": request.registry.settings.get("shop.name", "nobody")}

def includeme(config):
    config.settings.section("shop")
    config.add_route("hello", "/")
    config.add_view(hello, route_name="hello", renderer="json")

def main():
    config = Configurator()
    config.include(includeme)
    return config
"""
SETTINGS = """
[corefw]
include = ["shopsuite"]
[shop]
name = "{name}"
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite beside the package that it tests."""
    pytester.makeconftest('pytest_plugins = ["corefw.pytest_plugin"]')
    pytester.makepyfile(shopsuite=PACKAGE)
    (pytester.path / "deploy.toml").write_text(SETTINGS.format(name="deployed"))
    (pytester.path / "other.toml").write_text(SETTINGS.format(name="other"))
    monkeypatch.setenv("PYTHONPATH", str(pytester.path))
    return pytester


def outcome(suite: pytest.Pytester, *arguments: str) -> dict[str, int]:
    run = suite.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider", "-W", CGI, *arguments)
    return run.parseoutcomes()


def test_a_suite_names_the_settings_file_of_its_application(suite: pytest.Pytester) -> None:
    """The application is built once, and each test has a client of its own."""
    suite.makeini("[pytest]\ncorefw_settings = deploy.toml")
    suite.makepyfile(
        """
        seen = []

        def test_one(client, app):
            seen.append(app)
            client.set_cookie("a", "1")
            assert {"name": "deployed"} == client.get("/").json

        def test_two(client, app):
            assert [app] == seen
            assert {} == client.cookies
        """
    )

    assert {"passed": 2} == outcome(suite)


def test_another_settings_file_can_be_said_on_the_command_line(suite: pytest.Pytester) -> None:
    """To run the same suite against another deployment."""
    suite.makeini("[pytest]\ncorefw_settings = deploy.toml")
    suite.makepyfile("def test_it(client):\n    assert {'name': 'other'} == client.get('/').json")

    assert {"passed": 1} == outcome(suite, "--corefw-settings", "other.toml")


def test_a_suite_names_the_factory_of_its_application(suite: pytest.Pytester) -> None:
    """Without a settings file."""
    suite.makeini("[pytest]\ncorefw_app = shopsuite:main")
    suite.makepyfile("def test_it(client):\n    assert {'name': 'nobody'} == client.get('/').json")

    assert {"passed": 1} == outcome(suite)


def test_a_suite_lays_something_over_its_application(suite: pytest.Pytester) -> None:
    """By overriding one fixture."""
    suite.makeini("[pytest]\ncorefw_settings = deploy.toml")
    suite.makepyfile(
        """
        import pytest
        from corefw.testing import overlay

        @pytest.fixture
        def app(corefw_application):
            return overlay(corefw_application, settings={"shop.name": "overlaid"})

        def test_it(client):
            assert {"name": "overlaid"} == client.get("/").json
        """
    )

    assert {"passed": 1} == outcome(suite)


def test_a_unit_test_has_a_configurator(suite: pytest.Pytester) -> None:
    """Which is torn down afterwards."""
    suite.makepyfile(
        """
        from corefw.testing import DummyRequest
        from corefw.threadlocal import get_current_registry

        def test_it(config):
            config.add_route("card", "/cards/{id}")
            assert "/cards/1" == DummyRequest().route_path("card", id=1)

        def test_after():
            assert get_current_registry() is None
        """
    )

    assert {"passed": 2} == outcome(suite)


def test_a_suite_that_names_no_application_is_told_how(suite: pytest.Pytester) -> None:
    """Where the fixture is asked for."""
    suite.makepyfile("def test_it(client):\n    pass")

    run = suite.runpytest_subprocess("-p", "no:randomly")

    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines(
        [
            "It is not said which application is meant: put  corefw_settings = deploy.toml  or  "
            "corefw_app = package:factory  into the settings of pytest, or override the fixture app."
        ]
    )
