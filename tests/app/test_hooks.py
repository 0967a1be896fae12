"""The hooks of an application's life: started and stopping."""

from __future__ import annotations

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.engine.rehearsal import rehearsal
from tests.modules import Folder

LIVING = """
def started(self, event: Started) -> None:
    event.registry.settings["seen"].append("{0} started")
    {1}

def stopping(self, event: Stopping) -> None:
    event.registry.settings["seen"].append("{0} stopping")
    {2}
"""


def living(folder: Folder, seen: list[str], start: str = "", stop: str = "") -> Configurator:
    """Return a configurator with three addons, the second of which does *start* and *stop*."""
    for name in "abc":
        own = (start, stop) if name == "b" else ("", "")
        folder.addon(name, LIVING.format(name, *own))
    return Configurator(settings={"corefw.addons": ["a", "b", "c"], "seen": seen})


def test_addons_start_once_and_stop_once(folder: Folder) -> None:
    """Started when the application is built, stopped when it is closed."""
    seen: list[str] = []
    app = living(folder, seen).make_wsgi_app()

    assert ["a started", "b started", "c started"] == seen
    app.close()
    app.close()
    assert ["a stopping", "b stopping", "c stopping"] == seen[3:]


def test_every_addon_is_stopped_even_if_one_fails(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    """The failure is logged, once, with its addon."""
    seen: list[str] = []
    living(folder, seen, stop="raise OSError('stuck')").make_wsgi_app().close()

    assert ["a stopping", "b stopping", "c stopping"] == seen[3:]
    assert ["addons failed while stopping"] == [row.getMessage() for row in caplog.records]
    assert 'The hook "stopping" of the addon "b" raised OSError: stuck' in caplog.text


def test_an_addon_that_fails_to_start_stops_the_application(folder: Folder) -> None:
    """And all addons, so that what was begun is ended."""
    seen: list[str] = []
    config = living(folder, seen, start="raise OSError('stuck')")

    with pytest.raises(ConfigurationError, match='The hook "started" of the addon "b" raised OSError: stuck'):
        config.make_wsgi_app()

    assert ["a started", "b started", "a stopping", "b stopping", "c stopping"] == seen


def test_a_rehearsal_starts_and_stops_nothing(folder: Folder) -> None:
    """Looking at a configuration changes nothing."""

    seen: list[str] = []
    with rehearsal():
        living(folder, seen).make_wsgi_app().close()

    assert [] == seen
