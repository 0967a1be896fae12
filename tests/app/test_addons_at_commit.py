"""Addons that fail when what they declared is performed: wholly absent, or nothing is built."""

from __future__ import annotations

import pytest

from tests.app.enabled import FAILING, PAGE, PAGES, configurator, refusal, states
from tests.modules import Folder
from tests.wsgi import ask

#: Declares a little of everything, and then something that fails when it is performed.
LATE = """
def configure(self, event: Configure) -> None:
    config = event.config
    config.add_directive("add_late", add_late)
    config.add_request_method(lambda request: "late", "late")
    config.add_hookspecs(LateHooks)
    config.include(included)
    config.add_route("late", "/late")
    config.add_view(page, route_name="late")
    config.action("late", fail, kind="late", title="late thing")

def request_begin(self, event: RequestBegin) -> None:
    raise AssertionError("called")

def stopping(self, event: Stopping) -> None:
    raise AssertionError("called")
"""
LATE_PARTS = (
    PAGE
    + """

class LateHooks:
    def late_hook(self, event: Check) -> None: ...


def add_late(config):
    pass


def included(config):
    config.add_route("included", "/included")


def fail():
    raise OSError("no disk")
"""
)


def test_an_addon_whose_declaration_fails_at_commit_is_wholly_absent(folder: Folder) -> None:
    """Together with those that need it: no hook, directive, request method or route is left of them."""
    folder.addon("late", LATE, imports=LATE_PARTS)
    folder.addon("b", PAGES, imports=PAGE, manifest='needs = ["late"]')
    folder.addon("c", "def request_end(self, event: RequestEnd) -> None: event.response.text = 'c'")
    config = configurator("late", "b", "c", addon_policy="disable")
    app = config.make_wsgi_app()

    assert [(404, "c")] * 3 == [ask(app, path).said for path in ("/late", "/page", "/included")]
    app.close()
    assert not hasattr(config, "add_late")
    assert not hasattr(app.make_request(), "late")
    assert "late_hook" not in config.hooks.specs()
    assert {"c": "active", "late": "failed", "b": "disabled"} == states(config)
    for owner in ("late", "b"):
        assert {"disabled"} == {str(row.state) for row in config.plan.select(owner=owner)}
    assert len(config.plan) == sum(config.plan.counts().values())


def test_an_addon_whose_declaration_fails_at_commit_stops_the_application(folder: Folder) -> None:
    """By the policy abort; the error names the declaration, its place and its owner."""
    folder.addon("late", LATE, imports=LATE_PARTS, version="0.3")

    assert (
        "CFW-203  Performing the late thing raised OSError: no disk\n"
        "\n"
        '  late 0.3   tiny_late/addon.py:34   config.action("late", fail, kind="late", title="late thing")'
    ) == refusal("late")


def test_a_hook_of_an_addon_that_failed_at_commit_is_no_hook_any_more(folder: Folder) -> None:
    """Whoever implements it without needing its addon cannot be called, and is told so."""
    folder.addon("late", LATE, imports=LATE_PARTS)
    folder.addon("c", "def late_hook(self, event: Check) -> None: ...", manifest='after = ["late"]')

    said = refusal("late", "c", optional_addons=["late"])

    assert 'CFW-410  The addon "c" defines "late_hook", and there is no hook of that name.' in said

    config = configurator("late", "c", addon_policy="disable")
    config.make_wsgi_app()
    assert {"late": "failed", "c": "failed"} == states(config)


def test_the_operator_hears_of_addons_that_are_done_without(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """When they are loaded, or when their declarations fail."""
    folder.addon("a", FAILING)
    folder.addon("late", LATE, imports=LATE_PARTS)
    configurator("a", "late", addon_policy="disable").make_wsgi_app()

    assert [
        'going on without the addon a: The hook "configure" of the addon "a" raised OSError: no disk',
        "going on without the addon late: Performing the late thing raised OSError: no disk",
    ] == [row.getMessage() for row in caplog.records]
