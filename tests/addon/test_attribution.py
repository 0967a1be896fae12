"""Attribution: what leaves an addon's hook says whose it was, through wrappers as well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from corefw.addon.errors import AddonError
from corefw.addon.hookcaller import HookCaller
from tests.addon.conftest import Put, Site


def refused(function: Callable[..., object], *args: Any) -> str:
    with pytest.raises(AddonError) as caught:
        function(*args)
    return str(caught.value)


SEEN = "def begin(self, event: Begin) -> None: event.seen.append({!r})"


def test_what_an_implementation_raises_stays_itself_and_is_signed(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """The pipeline lets the exception through, with a note that names addon, hook and place."""
    put(hooks, "mako", "def begin(self, event: Begin):\n    raise LookupError('gone')", version="0.3")
    (implementation,) = hooks.implementations("begin")

    with pytest.raises(LookupError) as caught:
        implementation(begin())

    assert ["addon mako 0.3, hook begin, tiny_mako/addon.py:5"] == caught.value.__notes__


def test_an_exception_that_is_raised_again_is_signed_once(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """A constant exception does not grow with every request."""
    put(hooks, "mako", "error = LookupError()\ndef begin(self, event: Begin): raise self.error")

    for _ in range(3):
        with pytest.raises(LookupError) as caught:
            hooks.begin(begin())

    assert 1 == len(caught.value.__notes__)


def test_call_names_addon_version_hook_and_place(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """pluggy's error does not name the plugin; an `AddonError` says whose it is and is chained."""
    put(hooks, "good", "pass")
    put(
        hooks,
        "mako",
        "def begin(self, event: Begin):\n    self._open()\ndef _open(self):\n    raise OSError('no disk')",
    )

    with pytest.raises(AddonError) as caught:
        hooks.call("begin", begin())

    assert (
        'CFW-412  The hook "begin" of the addon "mako" raised OSError: no disk\n'
        "\n"
        "  mako 0.1   tiny_mako/addon.py:5   def begin(self, event: Begin):\n"
        "  mako 0.1   tiny_mako/addon.py:8   raise OSError('no disk')\n"
        "\n"
        '  To mend it:\n    mako is not wanted   take "mako" out of  addons  in [corefw]'
    ) == str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)


def test_a_configuration_error_of_an_addon_is_shown_whole(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """What the addon did wrong is said by its own problem, inside the one that says whose it is."""
    imports = "from corefw.base.errors import ConfigurationError"
    put(hooks, "mako", "def begin(self, event): raise ConfigurationError('Two views.')", imports=imports)

    text = refused(hooks.call, "begin", begin())

    assert 'CFW-412  The hook "begin" of the addon "mako" raised ConfigurationError.' in text
    assert "\n  CFW-200  Two views.\n" in text


def test_an_addon_error_from_inside_a_hook_is_not_wrapped_again(
    put: Put, hooks: HookCaller, site: Site
) -> None:
    """A hook that calls a hook reports the one that failed."""
    put(hooks, "inner", "def begin(self, event): raise OSError('no disk')")
    put(hooks, "outer", "def check(self, event): event.seen[0].call('begin', Begin([]))")

    text = refused(hooks.call, "check", site.module("tinyhooks").Check([hooks]))

    assert text.startswith('CFW-412  The hook "begin" of the addon "inner" raised OSError: no disk')


def test_a_generator_is_drained_where_its_exceptions_can_be_signed(
    put: Put, hooks: HookCaller, site: Site
) -> None:
    """What a generator raises while it is read would otherwise come from nowhere."""
    put(hooks, "good", "def check(self, event: Check):\n    yield 'a'\n    yield 'b'")
    check = site.module("tinyhooks").Check([])

    assert [["a", "b"]] == hooks.call("check", check)

    put(hooks, "mako", "def check(self, event: Check):\n    yield 'a'\n    raise OSError('no disk')")
    assert 'The hook "check" of the addon "mako" raised OSError: no disk' in refused(
        hooks.call, "check", check
    )


def test_an_async_implementation_of_an_async_hook_is_signed(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """A hook whose spec is async gives awaitables."""
    put(hooks, "good", "async def fetch(self, event: Begin) -> str: return 'page'")
    put(hooks, "mako", "async def fetch(self, event: Begin) -> str: raise OSError('no disk')")
    good, bad = hooks.implementations("fetch")

    assert "page" == asyncio.run(good(begin()))
    with pytest.raises(OSError, match="no disk") as caught:
        asyncio.run(bad(begin()))
    assert ["addon mako 0.1, hook fetch, tiny_mako/addon.py:5"] == caught.value.__notes__


# Announced: one call for all


def test_an_announcer_calls_all_in_their_order(put: Put, hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """As the call of a hook does; its results are nobody's."""
    put(hooks, "one", SEEN.format("one"))
    put(hooks, "two", SEEN.format("two"))
    event = begin()
    announce = hooks.announcer("begin")
    assert announce is not None

    announce(event)

    assert ["one", "two"] == event.seen


def test_nobody_announces_what_nobody_implements(hooks: HookCaller) -> None:
    """So whoever calls the hook need not even make its event."""
    assert hooks.announcer("begin") is None


def test_an_announcer_signs_for_the_one_that_raised(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """Who comes after it is not called."""
    put(hooks, "before", SEEN.format("before"))
    put(hooks, "mako", "def begin(self, event: Begin):\n    raise OSError('no disk')")
    put(hooks, "zope", SEEN.format("after"))
    event = begin()
    announce = hooks.announcer("begin")
    assert announce is not None

    with pytest.raises(OSError, match="no disk") as caught:
        announce(event)

    assert ["addon mako 0.1, hook begin, tiny_mako/addon.py:5"] == caught.value.__notes__
    assert ["before"] == event.seen


def test_an_announcer_reads_a_generator_to_its_end(put: Put, hooks: HookCaller, site: Site) -> None:
    """Else nothing of it would run."""
    put(hooks, "mako", "def check(self, event: Check):\n    yield 'a'\n    event.seen.append('mako')")
    put(hooks, "zope", "def check(self, event: Check):\n    yield 'a'\n    raise OSError('no disk')")
    check = site.module("tinyhooks").Check([])
    announce = hooks.announcer("check")
    assert announce is not None

    with pytest.raises(OSError, match="no disk") as caught:
        announce(check)

    assert ["addon zope 0.1, hook check, tiny_zope/addon.py:5"] == caught.value.__notes__
    assert ["mako"] == check.seen


def test_an_announcer_goes_through_the_wrappers(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """Wrappers are pluggy's."""
    put(hooks, "one", SEEN.format("one"))
    put(hooks, "two", wrapper("two"))
    event = begin()
    announce = hooks.announcer("begin")
    assert announce is not None

    announce(event)

    assert ["two in", "one", "two out"] == event.seen


# Wrappers

WRAPPER = """
@hookimpl(wrapper=True{marks})
def begin(self, event: Begin):
    event.seen.append("{name} in")
    result = yield
    event.seen.append("{name} out")
    return [*result, "{name}"]
"""


def wrapper(name: str, marks: str = "") -> str:
    return WRAPPER.format(name=name, marks=marks)


def test_a_wrapper_wraps_all_others_and_gives_the_result(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """Also in the tuple of the request pipeline, which then holds one call through pluggy."""
    put(hooks, "one", SEEN.format("one"))
    put(hooks, "two", wrapper("two"))
    put(hooks, "three", SEEN.format("three"))
    event, flat = begin(), begin()
    (implementation,) = hooks.implementations("begin")

    assert ["two"] == hooks.call("begin", event) == implementation(flat)
    assert ["two in", "one", "three", "two out"] == event.seen == flat.seen


def test_wrappers_are_ordered_outside_in(put: Put, hooks: HookCaller, begin: Callable[[], Any]) -> None:
    """The one that comes first in the order is the outermost."""
    put(hooks, "one", wrapper("one"))
    put(hooks, "two", wrapper("two", ", before=['one']"))
    event = begin()

    hooks.call("begin", event)

    assert ["two in", "one in", "one out", "two out"] == event.seen


def test_a_wrapper_does_not_sign_what_only_passes_through_it(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """The note names the addon that raised."""
    put(hooks, "outer", wrapper("outer"))
    put(hooks, "inner", "def begin(self, event): raise OSError('no disk')")

    with pytest.raises(OSError, match="no disk") as caught:
        hooks.begin(begin())

    assert ["addon inner 0.1, hook begin, tiny_inner/addon.py:5"] == caught.value.__notes__


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("raise OSError('before')\n    yield", "OSError: before"),
        ("yield\n    raise OSError('after')", "OSError: after"),
        ("if event is None: yield", "RuntimeError: the hook wrapper did not yield"),
        ("yield\n    yield", "RuntimeError: the hook wrapper yielded more than once"),
        ("try: yield\n    except KeyError: raise OSError('instead')", "OSError: instead"),
    ],
)
def test_a_wrapper_that_fails_is_named(
    put: Put, hooks: HookCaller, begin: Callable[[], Any], lines: str, message: str
) -> None:
    """Whatever goes wrong in a wrapper is the wrapper's, not pluggy's."""
    put(hooks, "outer", f"@hookimpl(wrapper=True)\ndef begin(self, event):\n    {lines}")
    put(hooks, "inner", "def begin(self, event): raise KeyError('inner')" if "instead" in message else "pass")

    text = refused(hooks.call, "begin", begin())

    assert f'CFW-412  The hook "begin" of the addon "outer" raised {message}' in text


def test_a_wrapper_may_put_a_result_in_the_place_of_an_exception(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """What a wrapper catches, the caller does not see."""
    body = """
    @hookimpl(wrapper=True)
    def begin(self, event):
        try:
            yield
        except OSError:
            return ["saved"]
    """
    put(hooks, "outer", body)
    put(hooks, "inner", "def begin(self, event): raise OSError('no disk')")

    assert ["saved"] == hooks.call("begin", begin())


def test_stop_iteration_passes_a_wrapper_as_any_exception(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """A generator turns StopIteration into RuntimeError (PEP 479); pluggy's way round it still works."""
    put(hooks, "outer", wrapper("outer"))
    put(hooks, "inner", "def begin(self, event): raise StopIteration('over')")

    with pytest.raises(StopIteration, match="over"):
        hooks.begin(begin())


def test_a_wrapper_that_is_called_alone_wraps_nothing(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """One addon's wrapper gets an empty list of results."""
    put(hooks, "one", wrapper("one"))
    event = begin()

    assert ["one"] == hooks.call_one("one", "begin", event)
    assert [["one"]] == hooks.call_each("begin", event)
