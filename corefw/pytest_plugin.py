"""The pytest plugin: fixtures ``config``, ``app`` and ``client`` for the tests of applications."""

from __future__ import annotations

from corefw.operate.testkit.fixtures import app, client, config, corefw_application, pytest_addoption

__all__ = ["app", "client", "config", "corefw_application", "pytest_addoption"]
