"""Addons from the settings to the answer: loading, ownership, policies, and being wholly absent."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from corefw.addon.discovery import find_addons
from corefw.config import ConfigurationError, Configurator, State, load_settings
from corefw.response import Response
from tests.app.enabled import FAILING, PAGE, PAGES, configurator, refusal, states
from tests.modules import Folder
from tests.wsgi import ask

# -- what goes well ------------------------------------------------------------------------------


def test_an_addon_that_the_settings_enable_declares_and_answers(folder: Folder) -> None:
    """What it declares is its own, in its name and version, below the application."""
    folder.addon("pages", PAGES, imports=PAGE, version="0.3")
    config = configurator("pages")
    app = config.make_wsgi_app()

    assert (200, "the addon's page") == ask(app, "/page").said
    rows = config.plan.select(owner="pages")
    assert [("route", "pages 0.3", "active"), ("view", "pages 0.3", "active")] == [
        (row.kind, str(row.owner), row.state) for row in rows
    ]
    assert ["tiny_pages/addon.py:11", "tiny_pages/addon.py:12"] == [str(row.place) for row in rows]
    assert [("the addon pages",)] * 2 == [row.include_path for row in rows]


def test_the_application_overrides_an_addon(folder: Folder) -> None:
    """It stands above its addons, so it needs no permission; the overridden declaration stays visible."""
    folder.addon("pages", PAGES, imports=PAGE)
    config = configurator("pages")
    config.add_view(lambda request: Response("mine"), route_name="page")
    app = config.make_wsgi_app()

    assert (200, "mine") == ask(app, "/page").said
    overridden = config.plan.select(state=State.OVERRIDDEN, kind="view")
    assert ["pages 0.1"] == [str(row.owner) for row in overridden]


def test_two_addons_that_declare_the_same_conflict(folder: Folder) -> None:
    """Neither stands above the other; both are named."""
    folder.addon("a", PAGES, imports=PAGE)
    folder.addon("b", PAGES, imports=PAGE)

    said = refusal("a", "b")

    assert "CFW-201" in said
    assert "a 0.1   tiny_a/addon.py:11" in said
    assert "b 0.1   tiny_b/addon.py:11" in said


def test_an_addon_gets_its_settings_as_its_dataclass(folder: Folder) -> None:
    """The manifest names it; the section is the addon's name, or what the manifest says."""
    folder.addon(
        "pages",
        """
        def configure(self, event: Configure) -> None:
            event.config.registry["sizes"] = event.settings
        """,
        imports="""
        from dataclasses import dataclass


        @dataclass(frozen=True)
        class Sizes:
            width: int = 1
            height: int = 2
        """,
        manifest='settings = "tiny_pages.addon:Sizes"\nsection = "paper"\n',
    )
    config = Configurator(settings={"corefw.addons": ["pages"], "paper.width": 7})

    assert (7, 2) == (config.registry["sizes"].width, config.registry["sizes"].height)


def test_an_addon_without_a_dataclass_is_given_none(folder: Folder) -> None:
    """Its section is its own all the same, and nobody is told that it is unknown."""
    folder.addon(
        "pages",
        """
        def configure(self, event: Configure) -> None:
            event.config.registry["given"] = event.settings, event.config.settings["pages.width"]
        """,
    )
    config = Configurator(settings={"corefw.addons": ["pages"], "pages": {"width": 7}})
    config.make_wsgi_app()

    assert (None, 7) == config.registry["given"]


def test_all_stands_for_every_installed_addon(folder: Folder) -> None:
    """But for those that are switched off, which are not even imported."""
    folder.addon("pages", PAGES, imports=PAGE)
    folder.addon("late", imports="raise SystemExit('imported')")
    installed = {"pages", "late"}
    others = [name for name in _installed() if name not in installed]
    config = Configurator(settings={"corefw.addons": "all", "corefw.disable": ["late", *others]})

    assert {"pages": "active", "late": "off"} == states(config)
    assert "tiny_late" not in sys.modules


def _installed() -> list[str]:

    return [row.name for row in find_addons()]


def test_a_disabled_addon_is_off_and_its_section_is_no_error(folder: Folder) -> None:
    """Whoever switches an addon off need not delete its settings."""
    folder.addon("pages", PAGES, imports=PAGE)
    folder.write("site.toml", '[corefw]\naddons = ["pages"]\ndisable = ["pages"]\n[pages]\nwidth = 7\n')

    config = Configurator(settings=load_settings(folder.path / "site.toml", {}))

    assert 404 == ask(config.make_wsgi_app(), "/page").status
    assert {"pages": "off"} == states(config)


def test_the_section_of_an_installed_addon_that_is_not_enabled_is_no_error(folder: Folder) -> None:
    """One line swaps an addon for another, or for none; a misspelt section is an error still."""
    folder.addon("pages", PAGES, imports=PAGE, manifest='section = "big-paper"\n')
    folder.addon("late", PAGES, imports=PAGE)
    for enabled in ("[]", '["late"]'):
        text = f"[corefw]\naddons = {enabled}\n[big-paper]\nwidth = 7\n"
        file = folder.write("site.toml", text)
        Configurator(settings=load_settings(file, {"COREFW__BIG_PAPER__HEIGHT": "3"})).make_wsgi_app()
        Configurator(
            settings=load_settings(
                folder.write("none.toml", "[corefw]\n"), {"COREFW__BIG_PAPER__HEIGHT": "3"}
            )
        ).make_wsgi_app()

        file = folder.write("wrong.toml", text.replace("[big-paper]", "[big-papre]"))
        with pytest.raises(ConfigurationError, match=r"Nothing uses the settings of \[big-papre\]"):
            Configurator(settings=load_settings(file, {})).make_wsgi_app()


def test_two_applications_with_different_addons_share_nothing(folder: Folder) -> None:
    """Hooks, request methods, directives, settings and routes of one are unknown to the other."""
    body = """
    def configure(self, event: Configure) -> None:
        event.config.add_directive("add_{0}", add)
        event.config.add_request_method(lambda request: "{0}", "method_of_{0}")
        event.config.add_route("own", "/{0}")
        event.config.add_view(page, route_name="own")

    def request_end(self, event: RequestEnd) -> None:
        event.response.headers["X-By"] = event.response.headers.get("X-By", "") + "{0}"
    """
    imports = """
    from corefw.response import Response


    def add(config):
        pass


    def page(request):
        return Response(" ".join(sorted(name for name in dir(request) if name.startswith("method_of_"))))
    """
    for name in "ab":
        folder.addon(name, body.format(name), imports=imports)
    first, second = configurator("a"), configurator("b")
    apps = [first.make_wsgi_app(), second.make_wsgi_app()]

    assert [(200, "method_of_a"), (404, None)] == [
        (answer.status, answer.text if answer.status == 200 else None)
        for answer in (ask(apps[0], "/a"), ask(apps[0], "/b"))
    ]
    assert ["a", "b"] == [ask(app, "/x").headers["X-By"] for app in apps]
    assert (200, "method_of_b") == ask(apps[1], "/b").said
    assert (True, False) == (hasattr(first, "add_a"), hasattr(first, "add_b"))
    assert (False, True) == (hasattr(second, "add_a"), hasattr(second, "add_b"))


def test_the_same_addon_twice_in_one_process_is_two_objects(folder: Folder) -> None:
    """What it keeps on itself belongs to one application."""
    body = """
    def configure(self, event: Configure) -> None:
        self.seen = getattr(self, "seen", 0) + 1
        event.config.registry["seen"] = self.seen
    """
    folder.addon("a", body)

    assert [1, 1] == [configurator("a").registry["seen"] for _ in range(2)]


def test_an_addon_has_hooks_of_its_own(folder: Folder) -> None:
    """Another implements them, and they are called by name on the request."""
    folder.write(
        "menu.py",
        """
        from dataclasses import dataclass


        @dataclass(frozen=True)
        class Menu:
            items: list


        class MenuHooks:
            def menu(self, event: Menu) -> None:
                '''Add items.'''
        """,
    )
    folder.addon(
        "a",
        """
        def configure(self, event: Configure) -> None:
            event.config.add_hookspecs(MenuHooks)
        """,
        imports="from menu import *",
    )
    folder.addon(
        "b",
        'def menu(self, event: Menu) -> None: event.items.append("b")',
        imports="from menu import *",
        manifest='needs = ["a"]',
    )

    def view(request: Any) -> Response:
        items: list[str] = []
        request.hooks.menu(folder.module("menu").Menu(items))
        return Response(",".join(items))

    config = configurator("a", "b")
    config.add_route("menu", "/")
    config.add_view(view, route_name="menu")

    assert (200, "b") == ask(config.make_wsgi_app()).said


# -- what goes wrong -----------------------------------------------------------------------------


def test_an_addon_that_fails_in_configure_stops_the_application(folder: Folder) -> None:
    """The error names addon, version, hook, place and remedy."""
    folder.addon("pages", FAILING, version="0.3")

    assert (
        'CFW-412  The hook "configure" of the addon "pages" raised OSError: no disk\n'
        "\n"
        "  pages 0.3   tiny_pages/addon.py:6   def configure(self, event: Configure) -> None:\n"
        '  pages 0.3   tiny_pages/addon.py:7   raise OSError("no disk")\n'
        "\n"
        "  To mend it:\n"
        '    pages is not wanted   take "pages" out of  addons  in [corefw]'
    ) == refusal("pages")


@pytest.mark.parametrize("core", [{"addon_policy": "disable"}, {"optional_addons": ["a"]}])
def test_the_application_goes_on_without_an_addon_that_may_fail(folder: Folder, core: Any) -> None:
    """What it declared before it failed is disabled, and so is what needs it, unimported or not."""
    folder.addon(
        "a",
        PAGES
        + "    config = event.config\n    config.add_directive('add_a', page)\n"
        + ("    config.registry['left'] = 1\n    raise OSError('no disk')\n"),
        imports=PAGE,
    )
    folder.addon("b", "def request_begin(self, event: RequestBegin) -> None: 1 / 0", manifest='needs = ["a"]')
    folder.addon("c", "def request_end(self, event: RequestEnd) -> None: event.response.text = 'c'")
    config = configurator("a", "b", "c", **core)
    app = config.make_wsgi_app()

    assert (404, "c") == ask(app, "/page").said
    assert {"c": "active", "a": "failed", "b": "disabled"} == states(config)
    assert {"disabled"} == {str(row.state) for row in config.plan.select(owner="a")}
    assert [] == config.plan.select(owner="b")
    assert "left" not in config.registry
    assert not hasattr(config, "add_a")


def test_an_optional_addon_does_not_make_the_others_optional(folder: Folder) -> None:
    """Each addon has its own policy."""
    folder.addon("a", FAILING)
    folder.addon("b", FAILING)

    said = refusal("a", "b", optional_addons=["a"])

    assert 'The hook "configure" of the addon "b" raised' in said
    assert 'the addon "a"' not in said


def test_what_an_addon_included_is_disabled_with_it(folder: Folder) -> None:
    """An include is a declaration, too; without its addon it is free for others."""
    folder.addon(
        "a",
        "def configure(self, event: Configure) -> None:\n    event.config.include('shared')\n    1 / 0\n",
    )
    folder.write(
        "shared.py",
        """
        from corefw.response import Response


        def includeme(config):
            config.add_route("shared", "/shared")
            config.add_view(lambda request: Response("shared"), route_name="shared")
        """,
    )
    config = configurator("a", addon_policy="disable")
    config.include("shared")
    app = config.make_wsgi_app()

    assert (200, "shared") == ask(app, "/shared").said
    assert {"disabled"} == {str(row.state) for row in config.plan.select(owner="a")}


def test_an_addon_that_commits_and_then_fails_takes_nothing_of_the_application_along(folder: Folder) -> None:
    """What the application declared before is declared still."""
    folder.addon(
        "a", "def configure(self, event: Configure) -> None:\n    event.config.commit()\n    1 / 0\n"
    )
    root = object()
    config = Configurator(
        settings={"corefw.addons": ["a"], "corefw.addon_policy": "disable"}, root_factory=lambda request: root
    )
    config.add_view(lambda context, request: Response(str(context is root)), name="root")

    assert (200, "True") == ask(config.make_wsgi_app(), "/root").said


def test_an_addon_whose_modules_are_broken_is_absent_by_policy(folder: Folder) -> None:
    """What a scan finds is a failure of the addon that scanned."""
    folder.addon("a", "def configure(self, event: Configure) -> None:\n    event.config.scan()\n")
    folder.write("tiny_a/views.py", "import nothing_of_that_name\n")

    assert "nothing_of_that_name" in refusal("a")

    config = configurator("a", addon_policy="disable")
    config.make_wsgi_app()

    assert {"a": "failed"} == states(config)


def test_a_scan_of_an_addon_before_it_fails_leaves_no_problem_behind(folder: Folder) -> None:
    """The addon is absent, and so is what was wrong with its modules."""
    folder.addon("a", "def configure(self, event: Configure) -> None:\n    event.config.scan()\n    1 / 0\n")
    folder.write("tiny_a/views.py", "import nothing_of_that_name\n")
    config = configurator("a", addon_policy="disable")
    config.make_wsgi_app()

    assert {"a": "failed"} == states(config)


def test_wrong_settings_of_an_addon_are_a_failure_of_that_addon(folder: Folder) -> None:
    """With the policy to go on, it is absent; without, the setting's place is told."""
    folder.addon(
        "a",
        imports="""
        from dataclasses import dataclass


        @dataclass(frozen=True)
        class Sizes:
            width: int = 1
        """,
        manifest='settings = "tiny_a.addon:Sizes"\n',
    )
    file = folder.write("site.toml", '[corefw]\naddons = ["a"]\n\n[a]\nwidth = "wide"\n')

    with pytest.raises(ConfigurationError) as caught:
        Configurator(settings=load_settings(file, {}))
    assert 'CFW-112  "a.width" must be a whole number, and is "wide".' in str(caught.value)
    assert "site.toml:5" in str(caught.value)

    config = Configurator(settings=load_settings(file, {"COREFW_ADDON_POLICY": "disable"}))
    config.make_wsgi_app()
    assert {"a": "failed"} == states(config)


def test_a_manifest_that_names_no_dataclass_names_its_addon(folder: Folder) -> None:
    """The error says whose it is."""
    folder.addon("a", manifest='settings = "tiny_a.addon:Sizes"\n')

    said = refusal("a")

    assert '"tiny_a.addon:Sizes" cannot be found' in said
    assert "a 0.1" in said
    assert "corefw-addon.toml:2" in said
