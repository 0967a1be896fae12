"""What is told about addons that are misnamed, and what is left of those that are done without."""

from __future__ import annotations

import pytest

from corefw.base.errors import ConfigurationError
from tests.app.enabled import PAGE, PAGES, configurator, refusal, states
from tests.modules import Folder

SCANNING = """
def configure(self, event: Configure) -> None:
    event.config.add_settings({"menu.colour": "red", "pages": {"width": 3}, "own.key": 1})
    event.config.scan("tiny_a.views")
    FAIL
"""

#: Specs of an application, which is included after the addons are loaded.
OWN_HOOKS = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    lines: tuple = ()


class OwnHooks:
    def report(self, event: Report) -> None: ...


def includeme(config):
    config.add_hookspecs(OwnHooks)
"""


@pytest.mark.parametrize(
    "fail",
    ['raise OSError("no disk")', 'event.config.action("x", lambda: 1 / 0, kind="late", title="late x")'],
)
def test_an_addon_that_is_done_without_leaves_no_setting_and_no_module(folder: Folder, fail: str) -> None:
    """What was set before holds again, whether it failed at once or at the commit."""
    folder.addon("a", SCANNING.replace("FAIL", fail))
    folder.addon(
        "b",
        "def configure(self, event: Configure) -> None:\n    event.config.add_settings({'menu.size': 2})\n",
        manifest='after = ["a"]',
    )
    folder.write("tiny_a/views.py", "")
    config = configurator("a", "b", addon_policy="disable")
    config.add_settings({"menu.colour": "blue"})

    config.make_wsgi_app()

    assert {"a": "failed", "b": "active"} == states(config)
    assert {"colour": "blue", "size": 2} == config.settings["menu"]
    assert "pages.width" not in config.settings
    assert "own.key" not in config.settings
    assert {} == config.plan.modules


def test_what_lay_under_the_settings_of_an_addon_holds_again(folder: Folder) -> None:
    """Also a whole table that it put a value in the place of."""
    folder.addon("a", SCANNING.replace("FAIL", 'raise OSError("no disk")'))
    folder.write("tiny_a/views.py", "")
    config = configurator("a", addon_policy="disable")

    assert "menu" not in config.settings


@pytest.mark.parametrize(
    ("key", "says"), [("disable", "switched off"), ("optional_addons", "left out if it fails")]
)
def test_a_misspelt_name_of_an_addon_is_told(folder: Folder, key: str, says: str) -> None:
    """The whole text: an addon that was to be off would be used."""
    folder.addon("pages", PAGES, imports=PAGE)
    config = configurator("pages", **{key: ["pags"]})

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert (
        f'CFW-416  The addon "pags" is to be {says}, and there is none of that name. Did you mean "pages"?'
    ) == str(problem).partition("\n")[0]
    assert (
        "  Choose one:\n"
        '    pages was meant   write "pages"\n'
        f'    it is gone        take "pags" out of  {key}  in [corefw]'
    ) == str(problem).rpartition("\n\n")[2]
    assert problem.why.startswith("Installed or enabled are ")
    assert "pages" in problem.why


def test_a_misspelt_hook_of_the_application_is_told_with_the_near_one(folder: Folder) -> None:
    """The application specifies its hooks when it is included, after the addons were loaded."""
    folder.addon(
        "a", "def reprot(self, event: Report) -> None: ...", imports="from own_hooks import Report\n"
    )
    folder.module("own_hooks", OWN_HOOKS)
    config = configurator("a")
    config.include("own_hooks")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert (
        "CFW-410",
        'The addon "a" defines "reprot", and there is no hook of that name. Did you mean "report"?',
    ) == (problem.code, problem.what)


def test_a_hook_of_the_application_needs_no_mark(folder: Folder) -> None:
    """It is known when the application is built."""
    folder.addon(
        "a", "def report(self, event: Report) -> None: ...", imports="from own_hooks import Report\n"
    )
    folder.module("own_hooks", OWN_HOOKS)
    config = configurator("a")
    config.include("own_hooks")

    config.make_wsgi_app().close()

    assert {"a": "active"} == states(config)


def test_who_only_misspells_a_hook_is_done_without_by_the_policy(folder: Folder) -> None:
    """With what it declared."""
    folder.addon("a", PAGES + "\ndef reprot(self, event: Configure) -> None: ...", imports=PAGE)
    config = configurator("a", addon_policy="disable")

    config.make_wsgi_app().close()

    assert {"a": "failed"} == states(config)
    assert {"disabled"} == {str(row.state) for row in config.plan.select(owner="a")}


def test_a_wrong_choice_of_a_provider_is_one_problem(folder: Folder) -> None:
    """What requires the port would be told to lack what was only chosen wrongly."""
    folder.addon(
        "a",
        "def configure(self, event: Configure) -> None:\n"
        "    event.config.require_capability('persistence', 'savepoints')\n",
    )

    said = refusal("a", ports={"persistence": "sqlalchmy"})

    assert said.startswith('CFW-607  The settings choose "sqlalchmy" for the port persistence, and ')
    assert "CFW-606" not in said
    assert "problems were found" not in said
