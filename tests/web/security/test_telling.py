"""What the security policy decides, told in the log."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.security import Allowed, Denied
from tests.wsgi import ask


class Policy:
    """Lets nobody write."""

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        return Denied("not\r\n%s", "you") if permission == "write" else Allowed("everybody")


def app_of(**settings: Any) -> Any:
    """Return an application with two views that need a permission."""
    config = Configurator(settings=settings, security_policy=Policy())
    for name in ("read", "write"):
        config.add_route(name, f"/{name}")
        config.add_view(lambda request: Response("x"), route_name=name, permission=name)
    return config.make_wsgi_app()


def test_each_answer_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """With its reason, in which nothing breaks the line."""
    app = app_of(**{"corefw.debug_authorization": True})
    with caplog.at_level(logging.INFO, "corefw.security"):
        assert [200, 403] == [ask(app, path).status for path in ("/read", "/write")]

    assert [
        "GET /read: allowed the permission 'read' on DefaultRootFactory: everybody",
        r"GET /write: denied the permission 'write' on DefaultRootFactory: not\r\nyou",
    ] == [record.getMessage() for record in caplog.records]


def test_nothing_is_told_otherwise(caplog: pytest.LogCaptureFixture) -> None:
    """The policy's own function is called."""
    with caplog.at_level(logging.INFO, "corefw.security"):
        assert 403 == ask(app_of(), "/write").status

    assert [] == caplog.records
