"""Fixtures of pytest: a configurator, the application of a settings file, and a client of it.

A suite asks for them with ``pytest_plugins = ["corefw.pytest_plugin"]`` in its conftest, and
says which application is meant in its pytest settings.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from webtest import TestApp

from corefw.app.bootstrap import load_application
from corefw.app.configurator import Configurator
from corefw.operate.testkit.setup import setUp, tearDown
from corefw.web.pipeline.application import Application

__all__ = ["app", "client", "config", "corefw_application", "pytest_addoption"]

_NOT_SAID = (
    "It is not said which application is meant: put  corefw_settings = deploy.toml  or  "
    "corefw_app = package:factory  into the settings of pytest, or override the fixture app."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings by which a suite names its application."""
    parser.addini("corefw_settings", "The settings file of the application, from the folder of the suite.")
    parser.addini("corefw_app", "The application, or a factory without arguments: package:name.")
    parser.getgroup("corefw").addoption(
        "--corefw-settings", metavar="FILE", help="Another settings file of the application."
    )


@pytest.fixture
def config() -> Iterator[Configurator]:
    """A configurator whose registry is the current one, as `corefw.testing.setUp` makes it."""
    yield setUp(package="corefw")
    tearDown()


@pytest.fixture(scope="session")
def corefw_application(pytestconfig: pytest.Config) -> Iterator[Application]:
    """The application of the suite, built once and closed at the end."""
    option = pytestconfig.getoption("--corefw-settings")
    file = option or pytestconfig.getini("corefw_settings")
    target = None if option else pytestconfig.getini("corefw_app") or None
    if not file and target is None:
        pytest.fail(_NOT_SAID, pytrace=False)
    place = Path(file) if option else pytestconfig.rootpath / file
    application = load_application(None if target else place, target)
    yield application
    application.close()


@pytest.fixture
def app(corefw_application: Application) -> Application:
    """The application under test; a suite that overrides it lays something over ``corefw_application``."""
    return corefw_application


@pytest.fixture
def client(app: Application) -> TestApp:
    """A client of ``app`` that keeps cookies, follows forms, and checks every answer against PEP 3333."""
    return TestApp(app)
