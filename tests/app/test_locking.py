"""A configuration that must be the locked one: built where it is, refused where it drifted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corefw.app.locking import lock_now
from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from tests.modules import Folder
from tests.wsgi import ask


def show(request: Any) -> Response:
    """Answer."""
    return Response("x")


def other(request: Any) -> Response:
    """Answer otherwise."""
    return Response("other")


def configurator(view: Any = show, pattern: str = "/", **options: Any) -> Configurator:
    """Return a configurator with one route."""
    config = Configurator(**options)
    config.add_route("it", pattern)
    config.add_view(view, route_name="it")
    return config


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Return the lock of the plain configurator."""
    config = configurator()
    config.make_wsgi_app()
    file = tmp_path / "corefw.lock"
    file.write_text(lock_now(config.registry).text(), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", [Path, str])
def test_the_locked_configuration_is_built(lock: Path, kind: Any) -> None:
    """Whatever else differs, such as the lines on which it stands."""
    assert "x" == ask(configurator(lock=kind(lock)).make_wsgi_app()).text


@pytest.mark.parametrize("options", [{"view": other}, {"pattern": "/elsewhere"}])
def test_another_configuration_is_refused(lock: Path, options: Any) -> None:
    """Nothing is started, and each difference is named."""
    config = configurator(**options, lock=lock)
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-222" == problem.code
    assert problem.what.startswith("The configuration is not the one that corefw.lock holds: ")
    assert 'route "it"' in problem.why


def test_an_addon_that_is_new_is_drift(lock: Path, folder: Folder) -> None:
    """And it is not started."""
    folder.addon("a", "def started(self, event: Started) -> None: raise AssertionError('started')")
    with pytest.raises(ConfigurationError, match=r"addon a 0\.1 is new"):
        configurator(settings={"corefw.addons": ["a"]}, lock=lock).make_wsgi_app()


@pytest.mark.parametrize("text", [None, "nonsense\n"])
def test_a_lock_that_cannot_be_used_is_an_error(tmp_path: Path, text: str | None) -> None:
    """Missing or not a lock: the application is not built without it."""
    file = tmp_path / "corefw.lock"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"CFW-220  The lock corefw\.lock cannot be used"):
        configurator(lock=file).make_wsgi_app()
