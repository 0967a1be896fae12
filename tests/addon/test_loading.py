"""Loading: addons are imported, registered and configured, and a failing one is wholly absent."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import Any, Literal

import pytest

from corefw.addon.errors import AddonError
from corefw.addon.health import AddonStatus, LoadedAddon, LoadReport
from corefw.addon.loading import load
from corefw.addon.selection import choose
from corefw.base.errors import ConfigurationError
from tests.addon.conftest import Site

CONFIGURED = "def configure(self, event: Configure) -> None: event.seen.append({!r})"
BOOM = """\
def configure(self, event: Configure) -> None:
    event.seen.append('half')
    raise OSError('boom')
"""
SPECS = """\
from tinyhooks import *
class Index:
    def index(self, event: Begin) -> None: ...
"""


class Application:
    """Loads the addons of a site, and keeps what they declared, as the application floor does."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hooks = site.hooks()
        self.declared: dict[str, list[str]] = {}
        self.withdrawn: list[str] = []
        self.specifier: str | None = None

    def let_specify(self, name: str) -> None:
        """Let the addon of that name bring the hooks in `SPECS`."""
        self.site.write("specs.py", SPECS)
        self.specifier = name

    def configure(self, loaded: LoadedAddon) -> None:
        seen = self.declared.setdefault(loaded.name, [])
        self.hooks.call_one(loaded.name, "configure", self.site.module("tinyhooks").Configure(seen))
        if loaded.name == self.specifier:
            self.hooks.add_hookspecs(self.site.module("specs").Index, loaded.name)

    def withdraw(self, loaded: LoadedAddon) -> None:
        self.withdrawn.append(loaded.name)
        del self.declared[loaded.name]

    def load(
        self,
        enabled: Sequence[str] | Literal["all"] = "all",
        disable: Collection[str] = (),
        can_withdraw: bool = True,
    ) -> LoadReport:
        selection = choose(self.site.found(), enabled, "0.1")
        return load(
            selection,
            self.hooks,
            self.configure,
            lambda name: "disable" if name in disable else "abort",
            self.withdraw if can_withdraw else None,
        )

    def refusal(self, *args: Any, **how: Any) -> str:
        with pytest.raises(AddonError) as caught:
            self.load(*args, **how)
        assert () == self.hooks.implementers("configure")
        assert {} == self.declared
        return str(caught.value)


@pytest.fixture
def application(site: Site) -> Application:
    """Return an application that loads what is installed."""
    return Application(site)


def states(report: LoadReport) -> dict[str, str]:
    return {each.name: each.state for each in report.statuses}


def status_of(report: LoadReport, name: str) -> AddonStatus:
    status = report.status(name)
    assert status is not None
    return status


# What goes well


def test_addons_are_configured_in_load_order(site: Site, application: Application) -> None:
    """Each is imported, made, registered and configured; the report says so."""
    site.addon("pages", CONFIGURED.format("pages"), manifest='needs = ["store"]', version="0.2")
    site.addon("store", CONFIGURED.format("store"))

    report = application.load()

    assert {"store": ["store"], "pages": ["pages"]} == application.declared
    assert ["store", "pages"] == [*application.declared]
    assert ["store 0.1", "pages 0.2"] == [loaded.owner for loaded in report.loaded]
    assert {"store": "active", "pages": "active"} == states(report)
    assert "tiny_pages/addon.py:4" == str(status_of(report, "pages").place)
    assert report.status("absent") is None
    assert () == report.problems


def test_an_addon_that_is_off_is_not_imported(site: Site, application: Application) -> None:
    """Off means that no line of it runs."""
    site.addon("mako", imports="raise SystemExit('imported')")
    site.addon("store")

    report = application.load(["store"])

    assert {"store": "active", "mako": "off"} == states(report)
    assert "tiny_mako" not in sys.modules


def test_a_broken_addon_that_is_off_says_so_in_the_report(site: Site, application: Application) -> None:
    """Who lists the addons sees what would be wrong; it is no problem of the application."""
    site.addon("mako", manifest="nonsense = 1")

    report = application.load([])

    assert 'An addon manifest knows no key "nonsense".' == status_of(report, "mako").reason
    assert () == report.problems


def test_hooks_of_an_addon_are_there_for_those_that_come_after(site: Site, application: Application) -> None:
    """An addon adds specs in configure; an addon loaded before it may implement them as well."""
    application.let_specify("search")
    early = "@hookimpl(optional=True)\ndef index(self, event: Begin) -> None: event.seen.append('early')"
    site.addon("early", early, manifest='before = ["search"]')
    site.addon("search")
    late = "def index(self, event: Begin) -> None: event.seen.append('late')"
    site.addon("late", late, manifest='needs = ["search"]')
    application.load()
    event = site.module("tinyhooks").Begin([])
    application.hooks.index(event)

    assert ["early", "late"] == event.seen


# Policy: abort


def test_an_addon_that_raises_in_configure_aborts_with_place_owner_and_remedy(
    site: Site, application: Application
) -> None:
    """The default: nothing of any addon is left, and the error says what to do."""
    site.addon("good", CONFIGURED.format("good"))
    site.addon("mako", BOOM, manifest='after = ["good"]', version="0.3")

    text = application.refusal()

    assert (
        'CFW-412  The hook "configure" of the addon "mako" raised OSError: boom\n'
        "\n"
        "  mako 0.3   tiny_mako/addon.py:5   def configure(self, event: Configure) -> None:\n"
        "  mako 0.3   tiny_mako/addon.py:7   raise OSError('boom')\n"
        "\n"
        "  To mend it:\n"
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == text
    assert ["mako", "good"] == application.withdrawn


def test_problems_of_the_selection_stop_everything_before_the_first_import(
    site: Site, application: Application
) -> None:
    """All of them are in one error."""
    site.addon("store", imports="raise SystemExit('imported')")
    site.addon("pages", manifest='needs = ["strange"]')

    text = application.refusal(["store", "pages", "mako"])

    assert text.startswith("2 problems were found.")
    assert "CFW-401" in text
    assert "CFW-408" in text
    assert "tiny_store" not in sys.modules


def test_every_addon_that_cannot_be_imported_is_in_one_error(site: Site, application: Application) -> None:
    """One broken entry point does not hide another."""
    site.addon("one", imports="1 / 0")
    site.addon("two", imports="import nowhere_at_all")
    site.addon("three", "def begin(self): pass")
    site.addon("four", "def __init__(self): raise OSError('no disk')")

    text = application.refusal()

    assert text.startswith("4 problems were found.")
    assert ["CFW-406", "CFW-406", "CFW-411", "CFW-415"] == sorted(
        line[:7] for line in text.splitlines() if line.startswith("CFW-")
    )


def test_an_error_that_is_the_applications_own_is_not_laid_on_the_addon(
    site: Site, application: Application
) -> None:
    """A configuration error that configuring raises outside the hook says what it says."""
    site.addon("mako")
    broken: Any = application
    broken.configure = lambda loaded: (_ for _ in ()).throw(ConfigurationError("No such setting."))
    broken.withdraw = lambda loaded: None

    assert "CFW-200  No such setting." == application.refusal()


def test_an_interrupt_takes_everything_back(site: Site, application: Application) -> None:
    """Whatever ends the loading, nothing is left half done."""
    site.addon("mako", "def configure(self, event): raise KeyboardInterrupt")

    with pytest.raises(KeyboardInterrupt):
        application.load()

    assert ["mako"] == application.withdrawn
    assert () == application.hooks.implementers("configure")


# Entry points that cannot be imported


def test_a_module_that_raises_is_named_with_its_line(site: Site, application: Application) -> None:
    """The place is the addon's own line, not one of importlib."""
    site.addon("mako", imports="from tiny_mako import broken")
    site.write("tiny_mako/broken.py", "x = 1\nraise RuntimeError('not today')")

    assert (
        'CFW-406  The addon "mako" cannot be imported: tiny_mako.addon:Addon raised '
        "RuntimeError: not today\n"
        "\n"
        "  mako 0.1   tiny_mako/broken.py:2   raise RuntimeError('not today')\n"
        "\n"
        "  To mend it:\n"
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == application.refusal()


def test_a_syntax_error_is_named_with_its_line(site: Site, application: Application) -> None:
    """A module that does not compile has no frame, and still has a place."""
    site.addon("mako", "def configure(self, event:")

    text = application.refusal()

    assert "raised SyntaxError: '(' was never closed (addon.py, line 5)" in text
    assert "\n  mako 0.1   tiny_mako/addon.py:5   def configure(self, event:\n" in text


def test_a_missing_module_of_the_addons_own_is_a_broken_entry_point(
    site: Site, application: Application
) -> None:
    """What its distribution should hold is not a package to install."""
    site.addon("mako", imports="import tiny_mako.lost")

    text = application.refusal()

    assert "CFW-406" in text
    assert "No module named 'tiny_mako.lost'" in text
    assert "pip install" not in text


def test_an_entry_point_to_a_module_that_does_not_exist_is_broken(
    site: Site, application: Application
) -> None:
    """The package is there and the module is not."""
    site.addon("mako")
    (site.folder / "tiny_mako" / "addon.py").unlink()

    assert (
        'CFW-406  The addon "mako" cannot be imported: tiny_mako.addon:Addon raised '
        "ModuleNotFoundError: No module named 'tiny_mako.addon'\n"
        "\n"
        "  mako 0.1   tiny_mako/corefw-addon.toml\n"
        "\n"
        "  To mend it:\n"
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == application.refusal()


def test_an_entry_point_to_a_class_that_does_not_exist_names_the_near_one(
    site: Site, application: Application
) -> None:
    """The error says which module lacks which name."""
    site.addon("mako")
    site.distribution("corefw-mako", "mako = tiny_mako.addon:Adon")

    text = application.refusal()

    assert (
        'CFW-406  The entry point of the addon "mako" names tiny_mako.addon:Adon, '
        'and tiny_mako.addon has no "Adon". Did you mean "Addon"?'
    ) in text
    assert "pip install --force-reinstall corefw-mako" in text


def test_an_entry_point_to_something_else_is_refused(site: Site, application: Application) -> None:
    """An addon is a subclass of the hooks."""
    site.addon("mako", imports="def Function(): pass")
    site.distribution("corefw-mako", "mako = tiny_mako.addon:Function")

    assert (
        'CFW-406  The entry point of the addon "mako" names tiny_mako.addon:Function, '
        "which is no subclass of Hooks.\n"
        "\n"
        "  mako 0.1   tiny_mako/addon.py:2   def Function(): pass\n"
        "\n"
        "  To mend it: write  class Function(Hooks):"
    ) == application.refusal()


def test_an_addon_that_cannot_be_made_is_named(site: Site, application: Application) -> None:
    """An addon is made without arguments."""
    site.addon("mako", "def __init__(self, more): pass")

    text = application.refusal()

    assert 'CFW-406  Making the addon "mako" by calling Addon() raised TypeError' in text
    assert "\n  mako 0.1   tiny_mako/addon.py:4   class Addon(Hooks):\n" in text


def test_an_addon_that_leaves_python_is_an_error_of_its_own(site: Site, application: Application) -> None:
    """SystemExit at import would end the process without a word."""
    site.addon("mako", imports="raise SystemExit(3)")

    assert "cannot be imported: tiny_mako.addon:Addon raised SystemExit: 3" in application.refusal()


def test_a_missing_dependency_is_an_error_with_a_line_to_paste(site: Site, application: Application) -> None:
    """What the distribution requires and is not there is what pip is to be given."""
    site.addon(
        "mako",
        imports="import nowhere_at_all.parts",
        requires=(
            "Nowhere-Tools>=1.3,<2",
            "packaging>=1",
            "pluggy>=900",
            "other; extra == 'test'",
            "old-one; python_version < '3'",
            "plain",
        ),
    )

    assert (
        'CFW-415  The addon "mako" needs the module "nowhere_at_all", which is not installed.\n'
        "\n"
        "  mako 0.1   tiny_mako/addon.py:2   import nowhere_at_all.parts\n"
        "\n"
        "  Choose one:\n"
        '    mako is wanted       pip install "Nowhere-Tools<2,>=1.3" "pluggy>=900" plain\n'
        '    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == application.refusal()


def test_a_missing_dependency_that_nobody_declared_is_named_as_the_module(
    site: Site, application: Application
) -> None:
    """Without a requirement in the metadata the name of the module is the best guess."""
    site.addon("mako", imports="import nowhere_at_all")

    assert "pip install nowhere_at_all\n" in application.refusal()


# Policy: disable


def test_a_failing_addon_is_wholly_absent_if_its_policy_is_to_do_without(
    site: Site, application: Application
) -> None:
    """Its hooks and its declarations are gone, the others work, and the report has the reason."""
    site.addon("good", CONFIGURED.format("good"))
    site.addon("mako", BOOM + "\ndef begin(self, event): pass")

    report = application.load(disable=["mako"])

    assert {"good": ["good"]} == application.declared
    assert ["mako"] == application.withdrawn
    assert () == application.hooks.implementers("begin")
    status = status_of(report, "mako")
    assert ("failed", 'The hook "configure" of the addon "mako" raised OSError: boom') == (
        status.state,
        status.reason,
    )
    assert "tiny_mako/addon.py:5" == str(status.place)
    assert ["CFW-412"] == [problem.code for problem in report.problems]


@pytest.mark.parametrize(
    "how",
    [
        {"imports": "1 / 0"},
        {"imports": "import nowhere_at_all"},
        {"manifest": "nonsense = 1"},
        {"body": BOOM},
        {"body": "def begin(self): pass"},
        {"body": "def begn(self, event): pass"},
        {"body": "def __init__(self): raise SystemExit(1)"},
    ],
)
def test_those_that_need_a_failed_addon_are_disabled_with_the_reason(
    site: Site, application: Application, how: dict[str, Any]
) -> None:
    """Whatever the failure was, also those that need one that needs it; others are not touched."""
    site.addon("store", **how)
    site.addon("pages", CONFIGURED.format("pages"), manifest='needs = ["store"]')
    site.addon("menu", CONFIGURED.format("menu"), manifest='needs = ["pages"]')
    site.addon("other", CONFIGURED.format("other"), manifest='after = ["store"]')

    report = application.load(disable=["store"])

    assert {"store": "failed", "pages": "disabled", "menu": "disabled", "other": "active"} == states(report)
    assert 'It needs the addon "store", which failed.' == status_of(report, "pages").reason
    assert 'It needs the addon "pages", which is disabled.' == status_of(report, "menu").reason
    assert "tiny_menu/corefw-addon.toml:2" == str(status_of(report, "menu").place)
    assert {"other": ["other"]} == application.declared
    assert ["other"] == [each.addon for each in application.hooks.implementers("configure")]


def test_an_addon_that_is_not_installed_can_be_done_without(site: Site, application: Application) -> None:
    """A deployment may name an addon that is not everywhere."""
    site.addon("good")

    report = application.load(["good", "mako"], disable=["mako"])

    assert {"good": "active", "mako": "failed"} == states(report)
    assert 'The addon "mako" is enabled and not installed.' == status_of(report, "mako").reason


def test_a_failure_that_aborts_is_not_hidden_by_one_that_does_not(
    site: Site, application: Application
) -> None:
    """Only those that must be there are in the error."""
    site.addon("one", imports="1 / 0")
    site.addon("two", imports="import nowhere_at_all")

    assert application.refusal(disable=["one"]).startswith("CFW-415")


# Methods that are no hooks


def test_a_misspelt_hook_aborts(site: Site, application: Application) -> None:
    """It is known only when all specs are, and then everything is taken back."""
    site.addon("mako", CONFIGURED.format("mako").replace("configure", "confgure"))

    text = application.refusal()

    assert 'defines "confgure", and there is no hook of that name. Did you mean "configure"?' in text
    assert ["mako"] == application.withdrawn


def test_a_misspelt_hook_aborts_where_nothing_can_be_withdrawn(site: Site, application: Application) -> None:
    """An addon whose declarations would stay cannot be wholly absent."""
    site.addon("mako", "def begn(self, event): pass")

    with pytest.raises(AddonError, match="CFW-410"):
        application.load(disable=["mako"], can_withdraw=False)


def test_hooks_of_an_addon_that_failed_are_unknown_to_those_that_implement_them(
    site: Site, application: Application
) -> None:
    """They may say that the hook is optional; else they fail as well, by their own policy."""
    application.let_specify("search")
    site.addon("search", "def begn(self, event): pass")
    site.addon("strict", "def index(self, event: Begin): pass")
    site.addon("lax", "@hookimpl(optional=True)\ndef index(self, event: Begin): pass")

    report = application.load(disable=["search", "strict"])

    assert {"lax": "active", "search": "failed", "strict": "failed"} == states(report)
