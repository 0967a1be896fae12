"""The hook caller: what is a hook, calling, hooks of addons, and taking them away."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from corefw.addon.errors import AddonError
from corefw.addon.hookcaller import HookCaller
from corefw.contracts.manifest import Manifest
from tests.addon.conftest import Put, Site


def refused(function: Callable[..., object], *args: Any) -> str:
    with pytest.raises(AddonError) as caught:
        function(*args)
    return str(caught.value)


SEEN = "def begin(self, event: Begin) -> None: event.seen.append({!r})"


# What pluggy is silent about


def test_a_misspelt_hook_is_reported_when_all_specs_are_known(put: Put, hooks: HookCaller) -> None:
    """pluggy is silent until check_pending; here `verify` names the method and the near hook."""
    put(hooks, "mako", "def begn(self, event: Begin): pass")

    assert (
        'CFW-410  The addon "mako" defines "begn", and there is no hook of that name. Did you mean "begin"?\n'
        "\n"
        "  mako 0.1   tiny_mako/addon.py:5   def begn(self, event: Begin): pass\n"
        "\n"
        "  Every public method of an addon is the implementation of a hook.\n"
        "\n"
        "  Choose one:\n"
        "    it is no hook                                begin its name with an underscore: _begn\n"
        "    it is a hook of an addon that may be absent   mark it  @hookimpl(optional=True)"
    ).replace("it is no hook   ", "it is no hook    ") == refused(hooks.verify)


def test_a_hook_of_an_inherited_class_of_specs_is_no_misspelling(put: Put, hooks: HookCaller) -> None:
    """An application adds its specs after its addons were loaded; a name beside them still counts."""
    imports = (
        "from corefw.addon.marks import hookspecs\n"
        "class Theirs:\n    def moved(self, event: Begin) -> None: pass\n"
        "hookspecs(Theirs)\nHooks = type('H', (Hooks, Theirs), {})"
    )
    put(hooks, "mako", "def moved(self, event: Begin) -> None: pass", imports=imports)
    put(hooks, "other", "def mooved(self, event: Begin) -> None: pass", imports=imports)

    assert ["other"] == list(hooks.unknown())


def test_names_with_an_underscore_attributes_and_classes_are_no_hooks(put: Put, hooks: HookCaller) -> None:
    """Only public methods are hooks."""
    put(hooks, "mako", "name = 'x'\nclass Settings: pass\ndef _begn(self): pass")

    hooks.verify()

    assert {} == hooks.unknown()


def test_a_method_of_a_mixin_is_a_hook_like_another(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """Every class of an addon but the specs counts."""
    put(
        hooks,
        "mako",
        "pass",
        imports=f"class Mixin:\n    {SEEN.format('mixin')}\nHooks = type('H', (Mixin, Hooks), {{}})",
    )
    event = begin()

    hooks.begin(event)

    assert ["mixin"] == event.seen


def test_an_unknown_hook_cannot_be_called(hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """Calling is checked as implementing is, with the near name."""
    assert (
        'CFW-410  There is no hook "begn". Did you mean "begin"?\n'
        "\n"
        "  Choose one:\n"
        "    begin was meant   call  hooks.begin(event)\n"
        "    it is your own    config.add_hookspecs(Specs)   where Specs has  def begn"
    ) == refused(hooks.call, "begn", begin())
    assert "CFW-410" in refused(hooks.implementations, "begn")
    with pytest.raises(AttributeError, match=r'There is no hook "begn". Did you mean "begin"\?'):
        hooks.begn(begin())


def test_a_hook_caller_can_be_asked_for_what_it_has_not(hooks: HookCaller) -> None:
    """Protocols that look for special names find nothing, and nothing breaks."""
    assert not hasattr(hooks, "__wrapped__")
    assert hooks.specs().keys() == copy.copy(hooks).specs().keys()


# Calling


def test_call_returns_what_is_not_none(put: Put, hooks: HookCaller, site: Site) -> None:
    """Results come in the order of calling."""
    put(hooks, "one", "def check(self, event): return ['a']")
    put(hooks, "two", "def check(self, event): return None")
    put(hooks, "three", "def check(self, event): return ['c']")

    assert [["a"], ["c"]] == hooks.call("check", site.module("tinyhooks").Check([]))


def test_nobody_implements_a_hook_and_nothing_is_called(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """The inherited stubs of the specs are no implementations."""
    put(hooks, "mako", "pass")

    assert () == hooks.implementations("begin")
    assert [] == hooks.call("begin", begin())


def test_one_addons_hook_can_be_called_alone(put: Put, hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """An addon is configured with an event of its own."""
    put(hooks, "one", SEEN.format("one"))
    put(hooks, "two", SEEN.format("two"))
    put(hooks, "bad", "def begin(self, event): raise OSError('no disk')")
    event = begin()

    hooks.call_one("two", "begin", event)
    hooks.call_one("absent", "begin", event)

    assert ["two"] == event.seen
    assert "CFW-412" in refused(hooks.call_one, "bad", "begin", event)


def test_clean_up_goes_on_after_one_has_failed(put: Put, hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """With pluggy a raising hook aborts the later ones; here all run and all errors are reported."""
    put(hooks, "one", "def begin(self, event): raise OSError('first')")
    put(hooks, "two", SEEN.format("two"))
    put(hooks, "three", "def begin(self, event): raise OSError('last')")
    event = begin()

    text = refused(hooks.call_each, "begin", event)

    assert ["two"] == event.seen
    assert text.startswith("2 problems were found.")


def test_two_hook_callers_share_nothing(put: Put, site: Site, begin: Callable[[], Any]) -> None:
    """Two applications in one process have hooks of their own."""
    first, second = site.hooks(), site.hooks()
    put(first, "mako", SEEN.format("mako"))

    assert 1 == len(first.implementations("begin"))
    assert () == second.implementations("begin")


def test_pluggys_own_monitoring_sees_the_addons(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """The hooks are true pluggy hooks, so its tools work on them."""
    put(hooks, "mako", SEEN.format("mako"))
    calls: list[tuple[str, list[str]]] = []
    hooks.manager.add_hookcall_monitoring(
        lambda name, implementations, arguments: calls.append(
            (name, [each.plugin_name for each in implementations])
        ),
        lambda *outcome: None,
    )

    hooks.call("begin", begin())

    assert [("begin", ["mako.begin"])] == calls


# Hooks of addons

FOREIGN = """
from tinyhooks import *

@hookspecs
class SearchHooks:
    def index(self, event: Begin) -> None: ...
    def forget(self, event: Begin) -> None: ...
"""


@pytest.fixture
def foreign(site: Site) -> Callable[[], type]:
    """Return the hook specs of another addon."""
    site.write("search_hooks.py", FOREIGN)
    return lambda: site.module("search_hooks").SearchHooks


def test_an_addon_implements_a_hook_that_is_specified_later(
    put: Put, hooks: HookCaller, foreign: Callable[[], type], begin: Callable[[], Any]
) -> None:
    """Foreign specs are matched by the same rule, in whatever order they come."""
    put(hooks, "early", SEEN.format("early").replace("begin", "index"))
    hooks.add_hookspecs(foreign(), "search")
    put(hooks, "late", SEEN.format("late").replace("begin", "index"))
    event = begin()
    hooks.verify()

    hooks.index(event)

    assert ["early", "late"] == event.seen
    assert "search" == hooks.specs()["index"].owner


def test_a_foreign_hook_that_does_not_fit_is_refused_when_its_spec_comes(
    put: Put, hooks: HookCaller, foreign: Callable[[], type]
) -> None:
    """Nothing of the specs is added then."""
    put(hooks, "early", "async def index(self, event: Begin): pass")

    assert 'The hook "index" of the addon "early" is async' in refused(hooks.add_hookspecs, foreign())
    assert "index" not in hooks.specs()


def test_an_optional_foreign_hook_may_be_absent(put: Put, hooks: HookCaller) -> None:
    """The addon works with and without the one that has the hook."""
    put(hooks, "mako", "@hookimpl(optional=True)\ndef index(self, event: Begin): pass")

    hooks.verify()

    assert "index" not in hooks.specs()


@pytest.mark.parametrize("known", ["before", "after", "never"])
def test_inherited_stubs_of_foreign_specs_are_no_implementations(
    put: Put, hooks: HookCaller, foreign: Callable[[], type], known: str
) -> None:
    """An addon inherits foreign specs to be type-checked, whether their owner is there or not."""
    if known == "before":
        hooks.add_hookspecs(foreign(), "search")
    put(
        hooks,
        "mako",
        "pass",
        imports="import search_hooks\nHooks = type('Both', (Hooks, search_hooks.SearchHooks), {})",
    )
    if known == "after":
        hooks.add_hookspecs(foreign(), "search")

    hooks.verify()

    assert known == "never" or () == hooks.implementers("index")


def test_specs_without_a_mark_are_recognised_when_they_are_added(
    put: Put, hooks: HookCaller, site: Site
) -> None:
    """The mark is needed only where the owner of the specs may be absent."""
    site.write("plain_hooks.py", FOREIGN.replace("@hookspecs\n", ""))
    put(
        hooks,
        "mako",
        "pass",
        imports="import plain_hooks\nHooks = type('B', (Hooks, plain_hooks.SearchHooks), {})",
    )
    hooks.add_hookspecs(site.module("plain_hooks").SearchHooks, "search")

    hooks.verify()

    assert () == hooks.implementers("index")


def test_specs_may_inherit_specs(hooks: HookCaller, site: Site) -> None:
    """What a base has specified is not specified again."""
    site.write(
        "more_hooks.py",
        "from tinyhooks import *\nclass More(Hooks):\n    def more(self, event: Begin) -> None: 'See more.'",
    )
    hooks.add_hookspecs(site.module("more_hooks").More, "more")

    assert ["configure", "check", "begin", "fetch", "more"] == [*hooks.specs()]
    assert "See more." == hooks.specs()["more"].summary


def test_the_same_specs_twice_are_once(hooks: HookCaller) -> None:
    """Including an addon's directive again is no error."""
    hooks.add_hookspecs(hooks.spec_class, "again")

    assert "" == hooks.specs()["begin"].owner


def test_a_hook_that_is_specified_twice_is_refused_with_both_places(hooks: HookCaller, site: Site) -> None:
    """Two addons cannot have one hook name."""
    site.write(
        "one.py", "from tinyhooks import *\nclass One:\n    def begin(self, event: Check) -> None: ..."
    )

    assert (
        'CFW-413  The hook "begin" is specified twice.\n'
        "\n"
        "  corefw   tinyhooks.py:33   def begin(self, event: Begin) -> None:\n"
        "  one      one.py:3          def begin(self, event: Check) -> None: ...\n"
        "\n"
        "  To mend it: give one of them another name, such as one that begins with the addon's"
    ) == refused(hooks.add_hookspecs, site.module("one").One, "one")


# Taking away


def test_an_addon_that_is_unregistered_leaves_nothing_behind(
    put: Put, hooks: HookCaller, foreign: Callable[[], type], begin: Callable[[], Any]
) -> None:
    """Its implementations and its specs go; the others stay in their order."""
    put(hooks, "one", SEEN.format("one"))
    put(hooks, "search", SEEN.format("search"))
    put(hooks, "user", SEEN.format("user") + "\n" + SEEN.format("user").replace("begin", "index"))
    hooks.add_hookspecs(foreign(), "search")
    hooks.verify()
    event = begin()

    hooks.unregister("search")
    hooks.call("begin", event)

    assert ["one", "user"] == event.seen
    assert ["configure", "check", "begin", "fetch"] == [*hooks.specs()]
    assert ["user"] == [*hooks.unknown()]
    assert ["one.begin", "user.begin"] == sorted(name for name, _ in hooks.manager.list_name_plugin())


def test_specs_can_come_back(
    put: Put, hooks: HookCaller, foreign: Callable[[], type], begin: Callable[[], Any]
) -> None:
    """A hook that went with its owner can be specified again."""
    put(hooks, "user", SEEN.format("user").replace("begin", "index"))
    hooks.add_hookspecs(foreign(), "search")
    hooks.verify()
    hooks.unregister("search")
    hooks.add_hookspecs(foreign(), "search")
    event = begin()

    hooks.index(event)

    assert ["user"] == event.seen


def test_one_name_is_registered_once(put: Put, hooks: HookCaller) -> None:
    """Two objects with one name would hide one another."""
    loaded = put(hooks, "mako", "pass")

    assert "CFW-405" in refused(hooks.register, loaded.addon, loaded.manifest)


def test_any_object_can_be_registered(hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """An application may have hooks of its own without being an addon."""

    class Application:
        def begin(self, event: object) -> None:
            event.seen.append("application")  # type: ignore[attr-defined]

    event = begin()
    hooks.register(Application(), Manifest("application"))
    hooks.begin(event)

    assert ["application"] == event.seen
