"""A board with the digest, and one without, by settings alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from board.sample import LOGIN, PASSWORD, fill
from corefw.ports import Persistence
from corefw.scripting import load_application

SETTINGS = """
[corefw]
include = ["board"]
addons = [{addons}]
secret = "only for tests, and long enough to be a secret"

[corefw.sessions]
kind = "cookie"
{more}
"""

DATABASE = '[sqlalchemy]\nurl = "sqlite:///board.sqlite"\n'

Start = Callable[..., TestApp]


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes settings."""

    def write(*addons: str, more: str = "") -> Path:
        file = tmp_path / "board.toml"
        database = DATABASE if "sqlalchemy" in addons else ""
        file.write_text(
            SETTINGS.format(addons=", ".join(f'"{name}"' for name in addons), more=database + more)
        )
        return file

    return write


@pytest.fixture
def start(settings: Callable[..., Path]) -> Iterator[Start]:
    """Return what starts a board with the sample in it and logs the demo user in."""
    started: list[Any] = []

    def start(*addons: str, more: str = "") -> TestApp:
        if "sqlalchemy" in addons:
            more = "create_schema = true\n" + more
        application = load_application(settings(*addons, more=more), environ={})
        started.append(application)
        with application.registry.port(Persistence).begin() as work:
            fill(application.registry, work)
        browser = TestApp(application, extra_environ={"HTTP_SEC_FETCH_SITE": "same-origin"})
        browser.post("/login", {"login": LOGIN, "password": PASSWORD}, status=303)
        return browser

    yield start
    for application in started:
        application.close()
