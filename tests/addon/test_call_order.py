"""Call order: before and after, else load order; pluggy knows neither."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
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


def test_implementations_are_called_in_load_order(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """pluggy calls the last registered first; here the first loaded is called first."""
    for name in ("one", "two", "three"):
        put(hooks, name, SEEN.format(name))
    through_pluggy, flat = begin(), begin()

    hooks.call("begin", through_pluggy)
    for implementation in hooks.implementations("begin"):
        implementation(flat)

    assert ["one", "two", "three"] == through_pluggy.seen == flat.seen


def test_before_and_after_order_the_implementations_of_one_hook(
    put: Put, site: Site, begin: Callable[[], Any]
) -> None:
    """Whatever the load order, pluggy, the flat tuple and the listing agree."""
    marks = {
        "one": "@hookimpl(after=['three', 'absent'])\n",
        "two": "",
        "three": "@hookimpl(before='two')\n",
    }
    for order in permutations(marks):
        hooks, event = site.hooks(), begin()
        for name in order:
            put(hooks, name, marks[name] + SEEN.format(name))
        hooks.call("begin", event)

        assert event.seen.index("three") < event.seen.index("two")
        assert event.seen.index("three") < event.seen.index("one")
        assert event.seen == [each.addon for each in hooks.implementers("begin")]


def test_the_order_is_computed_anew_when_an_addon_comes_late(
    put: Put, hooks: HookCaller, begin: Callable[[], Any]
) -> None:
    """What was called before it came is no promise."""
    put(hooks, "one", SEEN.format("one"))
    hooks.call("begin", begin())
    put(hooks, "two", "@hookimpl(before=['one'])\n" + SEEN.format("two"))
    event = begin()

    hooks.call("begin", event)

    assert ["two", "one"] == event.seen


def test_a_circle_of_marks_is_refused_as_a_path(put: Put, hooks: HookCaller) -> None:
    """The addon that closes the circle is not registered."""
    put(hooks, "one", "@hookimpl(before=['two'])\n" + SEEN.format("one"))

    assert (
        'CFW-414  The implementations of the hook "begin" cannot be put in an order: one -> two -> one.\n'
        "\n"
        "  one 0.1   tiny_one/addon.py:5   @hookimpl(before=['two'])\n"
        "  two 0.1   tiny_two/addon.py:5   @hookimpl(before=['one'])\n"
        "\n"
        "  Each wants to be called before the next.\n"
        "\n"
        "  To mend it: take one of before and after away, from the @hookimpl of one of them"
    ) == refused(put, hooks, "two", "@hookimpl(before=['one'])\n" + SEEN.format("two"))
    assert ["one"] == [each.addon for each in hooks.implementers("begin")]
